// What was probably meant by a misspelt word.
import { describe, expect, it } from '@jest/globals';
import { didYouMean } from './suggestions.ts';

describe('a misspelt word', () => {
  it.each([
    ['one letter too many', 'onwards', ['onward', 'foreign'], 'onward'],
    ['one letter too few', 'onwrd', ['foreign', 'onward'], 'onward'],
    ['another letter', 'SUSPEKT', ['SUSPECT', 'WITNESS'], 'SUSPECT'],
    ['two letters swapped', 'txet', ['text', 'rule'], 'text'],
    ['capitals', 'ONWARD', ['onward'], 'onward'],
    ['two letters of a short word', 'ab', ['cd'], 'cd'],
    ['a third of a long word', 'abcdefghi', ['abcdefxyz'], 'abcdefxyz'],
    ['the nearest of several', 'whatToDo', ['whatToDoo', 'whatToBuy', 'whatToDo'], 'whatToDo'],
    ['the first by the alphabet of those as near', 'cat', ['hat', 'bat', 'rat'], 'bat'],
    ['the end of a word', 'notice', ['noticeW'], 'noticeW'],
    ['the last letter', 'abz', ['abc', 'abz'], 'abz'],
    ['nothing at all', '', ['ab'], 'ab'],
    ['of an empty word', 'ab', [''], ''],
  ])('%s', (_what, written, words, meant) => expect(didYouMean(written, words)).toBe(`did you mean ${meant}?`));

  it.each([
    ['too far away', 'abc', ['xyz']],
    ['more than a third of a long word', 'abcdefghi', ['abcdewxyz']],
    ['of no list', 'abc', []],
    ['nothing, and a long word', '', ['abc']],
  ])('is left alone: %s', (_what, written, words) => expect(didYouMean(written, words)).toBeNull());

  it('is compared by no more than its first letters, however long it is', () => {
    const long = 'x'.repeat(120);
    expect(didYouMean(`${long}${'y'.repeat(100_000)}`, [long])).toBe(`did you mean ${long}?`);
  });
});
