import { describe, expect, it } from '@jest/globals';
import { isTelling, keyOf, keysIn, namesOneOf } from './names-in-text.ts';

const omarov = 'Daniyar Omarov (invented)';
const welder = 'the Welder (invented)';

describe('a name in a text', () => {
  it.each([
    'Heard that Daniyar Omarov was there.',
    'DANIYAR   OMAROV offers protection.',
    'Spoke with Daniyar Omarovym yesterday.',
    'Only the welder (invented) knew.',
  ])('is found in %j', (text) => expect(namesOneOf(text, [omarov, welder], [])).toBe(true));

  it.each(['Omarov and Daniyar were not together.', 'The welders work in shifts: thewelder.', 'Nobody was named.', ''])(
    'is not found in %j',
    (text) => expect(namesOneOf(text, [omarov, 'Welder Sam (invented)'], [])).toBe(false),
  );

  it('is no one else’s when the text is about a namesake', () =>
    expect(namesOneOf('Daniyar Omarov spoke.', [omarov], ['Daniyar Omarov'])).toBe(false));

  it('is found beside the names of those the text is about', () =>
    expect(namesOneOf('Sultan Akhmetov spoke with Daniyar Omarov.', [omarov], ['Sultan Akhmetov'])).toBe(true));

  it('has a key that every text naming it has', () => {
    expect(keysIn('Spoke with Daniyar Omarov')).toContain(keyOf(omarov));
    expect(keysIn('ДАНИЯРУ Омарову передали')).toContain(keyOf('Данияр Омаров'));
  });

  it('counts only where it is more than an ordinary word', () => {
    expect(isTelling('Dan (invented)')).toBe(false);
    expect(isTelling(omarov)).toBe(true);
  });
});
