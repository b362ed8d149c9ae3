import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asWriter, startExample } from './example/example-service.fixture.ts';
import type { Example } from './example/example-service.fixture.ts';
import { problem } from './example/expect-problem.fixture.ts';
import { exchange, send } from './example/raw-http.fixture.ts';

const NOTES = '/example/v1/notes';
const json = { ...asWriter, 'content-type': 'application/json' };
const fine = JSON.stringify({ title: 'a', paragraphs: [{ text: 'b' }] });

let example: Example;
beforeAll(async () => void (example = await startExample()));
afterAll(() => example.close());

const post = (body: string | Uint8Array, headers: Record<string, string | string[]> = json) =>
  send(example.port, 'POST', NOTES, headers, body);
describe('who asks, and why', () => {
  const { authorization } = asWriter;
  it.each([
    ['no token', {}, 'token-missing'],
    ['an expired token', { authorization: 'Bearer old' }, 'token-expired'],
    ['a forged token', { authorization: 'Bearer forged' }, 'token-invalid'],
  ])('%s: 401', async (_, headers, slug) => expect(problem(await post(fine, headers))).toEqual([401, slug]));

  it('challenges as RFC 6750 asks', async () => {
    expect((await post(fine, {})).headers['www-authenticate']).toBe('Bearer realm="gatehouse"');
    const expired = await post(fine, { authorization: 'Bearer old' });
    expect(expired.headers['www-authenticate']).toBe('Bearer realm="gatehouse", error="invalid_token"');
  });

  it('takes one token, not two', async () =>
    expect(problem(await post(fine, { authorization: [authorization, 'Bearer stranger'] }))).toEqual([
      401,
      'token-invalid',
    ]));

  it.each([
    ['no purpose', {}, 'purpose-missing'],
    ['an empty purpose', { 'gatehouse-purpose': '' }, 'purpose-malformed'],
    ['a purpose in small letters', { 'gatehouse-purpose': 'investigate' }, 'purpose-malformed'],
    ['an endless purpose', { 'gatehouse-purpose': 'A'.repeat(41) }, 'purpose-malformed'],
    ['two purposes', { 'gatehouse-purpose': ['INVESTIGATE', 'PROSECUTE'] }, 'purpose-malformed'],
    ['a case with a blank', { 'gatehouse-purpose': 'INVESTIGATE', 'gatehouse-case': 'KZ 1' }, 'case-malformed'],
    ['an endless case', { 'gatehouse-purpose': 'INVESTIGATE', 'gatehouse-case': 'K'.repeat(65) }, 'case-malformed'],
  ])('%s: 400', async (_, headers, slug) =>
    expect(problem(await post(fine, { ...json, 'gatehouse-purpose': [], authorization, ...headers }))).toEqual([
      400,
      slug,
    ]),
  );

  it('a purpose nobody knows is for policy to decide', async () =>
    expect((await post(fine, { ...json, 'gatehouse-purpose': 'CURIOSITY' })).body).toMatchObject({
      purpose: 'CURIOSITY',
    }));

  it('no token comes before no purpose, a bad body, a body of 10 MB and a bad type', async () => {
    for (const body of ['{', Buffer.alloc(10_000_000, 32)]) {
      expect(problem(await post(body, { 'content-type': 'text/plain' }))).toEqual([401, 'token-missing']);
    }
  });
});

describe('bodies', () => {
  it('accepts a good one', async () => expect((await post(fine)).status).toBe(201));
  it('accepts a good one in chunks, with the charset spelled out', async () => {
    const head = Object.entries({
      ...json,
      'content-type': 'application/json;charset="UTF-8"',
      'transfer-encoding': 'chunked',
    });
    const chunked = [`POST ${NOTES} HTTP/1.1\r\nhost: x\r\n`, ...head.map(([k, v]) => `${k}: ${v}\r\n`), '\r\n'];
    const answer = await exchange(
      example.port,
      chunked.join(''),
      `5\r\n${fine.slice(0, 5)}\r\n`,
      `${(fine.length - 5).toString(16)}\r\n${fine.slice(5)}\r\n0\r\n\r\n`,
    );
    expect(answer.status).toBe(201);
  });

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=utf-16', {}],
    ['application/json; charset=iso-8859-1', {}],
    ['application/merge-patch+json', {}],
    ['nonsense', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('%s %j: 415', async (type, more) =>
    expect(problem(await post(fine, { ...json, 'content-type': type, ...more }))).toEqual([
      415,
      'media-type-unsupported',
    ]),
  );
  it('no type at all: 415', async () =>
    expect(problem(await post(fine, asWriter))).toEqual([415, 'media-type-unsupported']));

  it('10 MB: 413, announced or in chunks', async () => {
    const big = Buffer.alloc(10_000_000, 32);
    expect(problem(await post(big))).toEqual([413, 'body-too-large']);
    const head = Object.entries({ ...json, host: 'x', 'transfer-encoding': 'chunked' }).map(
      ([k, v]) => `${k}: ${v}\r\n`,
    );
    const chunk = `${big.length.toString(16)}\r\n`;
    const answer = await exchange(
      example.port,
      `POST ${NOTES} HTTP/1.1\r\n${head.join('')}\r\n${chunk}`,
      big,
      '\r\n0\r\n\r\n',
    );
    expect(problem(answer)).toEqual([413, 'body-too-large']);
    expect(answer.headers['connection']).not.toBe('close'); // a reset would lose the answer
  });

  it.each([
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'invalid-utf8'],
    ['NUL in a text', '{"title":"a\\u0000","paragraphs":[]}', 'nul-character'],
    ['a bare NUL', '{"title":"a\0"}', 'malformed-json'],
    ['half a body', '{"title":', 'malformed-json'],
    ['an empty body', '', 'malformed-json'],
    ['a field twice', '{"title":"a","title":"b","paragraphs":[]}', 'duplicate-key'],
    ['a prototype', '{"__proto__":{"title":"a"},"paragraphs":[]}', 'forbidden-key'],
    ['a deep body', `{"title":${'['.repeat(99)}${']'.repeat(99)}}`, 'too-deep'],
    ['a list', '[]', 'validation-failed'],
  ])('%s: 400 %#', async (_, body, slug) => expect(problem(await post(body))).toEqual([400, slug]));

  it('names unknown fields, at any depth', async () => {
    const answer = await post(
      '{"title":"a","paragraphs":[{"text":"b"},{"text":"c","CANARY/~x":"CANARY-value"}],"secret":1}',
    );
    expect(problem(answer)).toEqual([400, 'unknown-field']);
    expect(answer.body['errors']).toEqual([
      { pointer: '/secret', detail: 'remove this field; it is not known' },
      { pointer: '/paragraphs/1/CANARY~1~0x', detail: 'remove this field; it is not known' },
    ]);
    expect(answer.text).not.toContain('CANARY-value');
  });

  it('bounds what it repeats of the names of unknown fields', async () => {
    const names = Array.from({ length: 500 }, (_, i) => `"${'n'.repeat(300)}${i}":1`);
    expect((await post(`{${names.join(',')}}`)).text.length).toBeLessThan(8_000);
  });

  it('names wrong fields and never repeats a value', async () => {
    const answer = await post('{"title":{"CANARY":1},"paragraphs":[{"text":7},"CANARY"]}');
    expect(problem(answer)).toEqual([400, 'validation-failed']);
    const pointers = (answer.body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(new Set(pointers)).toEqual(new Set(['/title', '/paragraphs/0/text', '/paragraphs/1']));
    expect(answer.text).not.toContain('CANARY');
  });
});

it('still answers after all this', async () => expect((await post(fine)).status).toBe(201));
