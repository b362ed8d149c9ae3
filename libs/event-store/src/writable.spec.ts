import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EVENT_BYTES_LIMIT, writableJson, writableName } from './writable.ts';

describe('what may be written', () => {
  it.each([
    ['a NUL in a value', { a: 'x\0y' }],
    ['a NUL in a name', { 'a\0': 1 }],
    ['a NUL after a backslash', { a: '\\\0' }],
    ['half a character', { a: '\ud800' }],
    ['no object', [1, 2]],
  ])('refuses %s', (_what, value) => {
    expect(() => writableJson(value)).toThrow(expect.objectContaining({ code: 'event-malformed' }));
  });

  it.each([{ a: '\\u0000' }, { a: '\\\\u0000' }, { a: '\\ud800' }, { a: '\u{1f600} ү қ' }])('takes %j', (value) => {
    expect(JSON.parse(writableJson(value))).toEqual(value);
  });

  it('refuses exactly the texts with a NUL or a broken character', () => {
    const units = fc.constantFrom('\0', '\\', 'u', '0', '\ud83d', '\ude00', 'd800', '"', 'a');
    fc.assert(
      fc.property(fc.array(units, { maxLength: 12 }), (characters) => {
        const text = characters.join('');
        const storable = !text.includes('\0') && text.isWellFormed();
        if (storable) expect(JSON.parse(writableJson({ text }))).toEqual({ text });
        else expect(() => writableJson({ text })).toThrow();
      }),
      { numRuns: 2_000 },
    );
  });

  it('counts bytes, not characters, against the limit', () => {
    const characters = Math.floor((EVENT_BYTES_LIMIT - 8) / 2);
    expect(writableJson({ a: 'ү'.repeat(characters) })).toHaveLength(characters + 8);
    expect(() => writableJson({ a: 'ү'.repeat(characters + 1) })).toThrow(
      expect.objectContaining({ code: 'event-too-large' }),
    );
  });

  it.each(['', 'a\nb', 'a\0', 'x'.repeat(301), '\ud800'])('refuses the name %j', (name) => {
    expect(() => writableName(name, 'a stream id')).toThrow(expect.objectContaining({ code: 'event-malformed' }));
  });
});
