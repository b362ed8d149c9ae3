import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from './problem.ts';
import { parseStrictJson } from './strict-json.ts';

const slugOf = (body: string | Uint8Array): string => {
  try {
    parseStrictJson(Buffer.from(body));
    return 'accepted';
  } catch (error) {
    return (error as Problem).slug;
  }
};
const deep = (n: number) => `{"a":${'['.repeat(n - 1)}${']'.repeat(n - 1)}}`;

describe('JSON from outside', () => {
  it('is what JSON.parse makes of it, when it is harmless', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 5 })), (value) => {
        fc.pre(!/\\u0000|__proto__|constructor|prototype|\\ud/i.test(JSON.stringify(value)));
        expect(parseStrictJson(Buffer.from(JSON.stringify(value, null, 2)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    ));

  it.each([
    ['{"a": "b", "c": [{"a": 1}, {"a": 2}], "d": {"a": null}}', 'accepted'],
    ['{"a": "x: {\\"a\\": 1, \\"a\\": 2}"}', 'accepted'],
    ['{"a": "\\\\", "b": "\\ud83d\\ude00 😀"}', 'accepted'],
    ['', 'malformed-json'],
    ['{"a":1', 'malformed-json'],
    ["{'a':1}", 'malformed-json'],
    ['{"a":NaN}', 'malformed-json'],
    ['{"a":1} {"b":2}', 'malformed-json'],
    ['\ufeff{"a":1}', 'malformed-json'],
    ['[]', 'validation-failed'],
    ['null', 'validation-failed'],
    ['"text"', 'validation-failed'],
    ['{"a":1e400}', 'validation-failed'],
    ['{"a":-1e400}', 'validation-failed'],
    ['{"a":1,"b":{"a":1},"a":2}', 'duplicate-key'],
    ['{"a":1,"\\u0061":2}', 'duplicate-key'],
    ['{"a":{"x":1,"x":1}}', 'duplicate-key'],
    ['{"__proto__":{"admin":true}}', 'forbidden-key'],
    ['{"a":[{"\\u005f_proto__":1}]}', 'forbidden-key'],
    ['{"constructor":{"prototype":1}}', 'forbidden-key'],
    ['{"a":"x\\u0000y"}', 'nul-character'],
    ['{"a\\u0000":1}', 'nul-character'],
    ['{"a":["\\u0000"]}', 'nul-character'],
    ['{"a":"\\ud800"}', 'invalid-utf8'],
    ['{"\\udc00":1}', 'invalid-utf8'],
    [deep(32), 'accepted'],
    [deep(33), 'too-deep'],
    [deep(100_000), 'too-deep'],
  ])('%j', (text, slug) => expect(slugOf(text)).toBe(slug));

  it.each([
    [[0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]],
    [[0xc0, 0x80]],
    [[0xed, 0xa0, 0x80]],
    [[0xfe, 0xff, 0, 0x7b]],
  ])('bytes %j are not UTF-8', (bytes) => expect(slugOf(Uint8Array.from(bytes))).toBe('invalid-utf8'));

  it('reads 256 KiB of one text, and of many fields, in no time worth naming', () => {
    const fields = Array.from({ length: 20_000 }, (_, i) => `"f${i}":${i}`).join(',');
    expect(slugOf(`{"a":"${'\\"'.repeat(120_000)}"}`)).toBe('accepted');
    expect(slugOf(`{${fields}}`)).toBe('accepted');
  });
});
