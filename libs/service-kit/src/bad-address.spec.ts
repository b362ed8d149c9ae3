import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asWriter, startExample } from './example/example-service.fixture.ts';
import type { Example } from './example/example-service.fixture.ts';
import { problem } from './example/expect-problem.fixture.ts';
import { exchange, send } from './example/raw-http.fixture.ts';

const NOTES = '/example/v1/notes';

let example: Example;
beforeAll(async () => void (example = await startExample()));
afterAll(() => example.close());

const get = (target: string) => send(example.port, 'GET', target, asWriter);

describe('addresses', () => {
  it('names a wrong query parameter', async () => {
    const answer = await get(`${NOTES}?limit=CANARY`);
    expect(problem(answer)).toEqual([400, 'validation-failed']);
    expect(answer.body['errors']).toEqual([{ parameter: 'limit', detail: 'limit must be a number from 1 to 99' }]);
  });

  it.each([
    [`${NOTES}?colour=red`, 400, 'unknown-field'],
    [`${NOTES}?limit=1&limit=2`, 400, 'validation-failed'],
    [`${NOTES}?__proto__=1`, 400, 'forbidden-key'],
    [`${NOTES}?limit=1&%5f_proto__[x]=1&constructor=2`, 400, 'forbidden-key'],
    [`${NOTES}?limit=%00`, 400, 'nul-character'],
    [`${NOTES}?limit=%ff`, 400, 'malformed-url'],
    [`${NOTES}?limit=%zz`, 400, 'malformed-url'],
    [`${NOTES}/a%00b`, 400, 'nul-character'],
    [`${NOTES}/%zz`, 400, 'malformed-url'],
    [`${NOTES}/%ff`, 400, 'malformed-url'],
    [`${NOTES}/${'x'.repeat(201)}`, 414, 'url-too-long'],
    [`${NOTES}/`, 404, 'route-unknown'],
    ['/example/v1/nothing', 404, 'route-unknown'],
    ['/EXAMPLE/v1/notes', 404, 'route-unknown'],
    ['/example//v1/notes', 404, 'route-unknown'],
    ['/elsewhere', 404, 'route-unknown'],
    ['/', 404, 'route-unknown'],
    ['/health/other', 404, 'route-unknown'],
    ['http://other.example/example/v1/notes', 400, 'malformed-url'],
  ])('%s: %i %s', async (target, status, slug) => expect(problem(await get(target))).toEqual([status, slug]));

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('%s where it is not taken: 405', async (method) => {
    const answer = await exchange(example.port, `${method} ${NOTES} HTTP/1.1\r\nhost: x\r\n\r\n`);
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, POST']);
  });
});

it('an address that is not there does not read a body', async () => {
  const headers = { 'content-type': 'application/json' };
  expect(problem(await send(example.port, 'POST', '/example/v1/nothing', headers, '{'))).toEqual([
    404,
    'route-unknown',
  ]);
});

it('HEAD is no GET: what is read is recorded', async () => {
  const answer = await fetch(example.origin + NOTES, { method: 'HEAD', headers: asWriter });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
});

describe('what is no HTTP request', () => {
  it.each([
    ['no protocol', 'hello\r\n\r\n', 400, 'malformed-request'],
    ['an unknown method', 'BREW / HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'malformed-request'],
    ['no host', 'GET /health/live HTTP/1.1\r\n\r\n', 400, 'malformed-request'],
    ['NUL in a header', 'GET / HTTP/1.1\r\nhost: x\r\nx-a: a\0b\r\n\r\n', 400, 'malformed-request'],
    ['NUL in the address', 'GET /a\0b HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'malformed-request'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      400,
      'malformed-request',
    ],
    [
      'length and chunks',
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'malformed-request',
    ],
    ['endless headers', `GET / HTTP/1.1\r\nhost: x\r\nx-a: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    [
      'a strange expectation',
      'GET /health/live HTTP/1.1\r\nhost: x\r\nexpect: miracles\r\n\r\n',
      417,
      'expectation-failed',
    ],
  ])('%s: %i', async (_, bytes, status, slug) =>
    expect(problem(await exchange(example.port, bytes))).toEqual([status, slug]),
  );
});
