// How one rule is written as Cedar text, whatever words a document has.
import { describe, expect, it } from '@jest/globals';
import { comment, entity, guards, parties, print, reason, set, text } from './cedar-rule.ts';
import type { CompiledFlow } from './instrument.ts';

describe('words of a document', () => {
  it.each([
    ['plain', '"plain"'],
    ['said "so"', String.raw`"said \"so\""`],
    ['a\\b\\', String.raw`"a\\b\\"`],
    ['\\"', String.raw`"\\\""`],
    ['a\nb\tc\r\u0000d', '"a b c  d"'],
    ['a\u2028b\u2029c\u0085d\u200be\u202ef', '"a b c d e f"'],
    ['ж', '"ж"'],
  ])('%j stand in a text', (words, cedar) => expect(text(words)).toBe(cedar));

  it('stand in a comment of one line', () => expect(comment('a\nb\r\u2028c "d"')).toBe('// a b  c "d"'));

  it('stand in sets and in names', () => {
    expect([set([]), set(['a']), set(['a', '"'])]).toEqual(['[]', '["a"]', String.raw`["a", "\""]`]);
    expect(entity('Party', 'a"b')).toBe(String.raw`Gatehouse::Party::"a\"b"`);
    expect([parties([]), parties(['a', 'b'])]).toEqual(['[]', '[Gatehouse::Party::"a", Gatehouse::Party::"b"]']);
  });
});

describe('a rule', () => {
  it('forbids every question about an item where it says no more', () =>
    expect(print({ id: 'i', clause: 'c' })).toBe(
      '@id("i")\n@clause("c")\nforbid (principal, action in Gatehouse::Action::"ask", resource);',
    ));

  it('says its effect, its action, its marks and its conditions', () =>
    expect(
      print({
        id: 'i',
        clause: 'c',
        annotations: { step: '7', reason: '"R"' },
        effect: 'permit',
        action: 'action == A',
        when: ['a', 'b'],
        unless: 'c',
      }),
    ).toBe(
      [
        '@id("i")',
        '@clause("c")',
        '@step("7")',
        String.raw`@reason("\"R\"")`,
        'permit (principal, action == A, resource)',
        'when { a &&\n       b }',
        'unless { c };',
      ].join('\n'),
    ));
});

it('a reason has its step, and its marks with their values', () => {
  expect(reason('R', 3)).toEqual({ step: '3', reason: 'R' });
  expect(reason('R', 3, 'class', 'lacks:contract')).toEqual({
    step: '3',
    reason: 'R',
    class: 'yes',
    lacks: 'contract',
  });
});

it('a rule is guarded to speak of one flow', () =>
  expect(guards({ id: 'i"@1/1' } as CompiledFlow).flow).toBe(String.raw`context.flow == "i\"@1/1"`));
