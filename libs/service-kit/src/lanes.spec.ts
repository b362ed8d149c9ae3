import { afterEach, describe, expect, it } from '@jest/globals';
import { asWriter, startExample } from './example/example-service.fixture.ts';
import type { Example } from './example/example-service.fixture.ts';
import { problem } from './example/expect-problem.fixture.ts';
import { send } from './example/raw-http.fixture.ts';
import { RATE_LIMITS } from './lanes.ts';

const NOTES = '/example/v1/notes';
const ONE = { perSecond: 0.01, burst: 1 };
const TWO = { perSecond: 0.01, burst: 2 };

let example: Example;
afterEach(() => example.close());

const read = () => send(example.port, 'GET', NOTES, asWriter);
const acknowledge = () => send(example.port, 'POST', `${NOTES}/1/acknowledgement`, asWriter);

describe('who asks too much', () => {
  it('is told when to come back, as a person', async () => {
    example = await startExample({ limits: { ...RATE_LIMITS, person: TWO } });
    expect([(await read()).status, (await read()).status]).toEqual([200, 200]);
    const refused = await read();
    expect(problem(refused)).toEqual([429, 'too-many-requests']);
    expect(refused.headers).toMatchObject({
      'retry-after': '100',
      'ratelimit-policy': '"person";q=2;w=200',
      ratelimit: '"person";r=0;t=100',
    });
    const metrics = await send(example.port, 'GET', '/metrics');
    expect(metrics.text).toContain('rate_limited_total{gatehouse_service="example",counted_for="person"} 1');
  });

  it('can acknowledge all the same, and that has turns of its own', async () => {
    example = await startExample({ limits: { ...RATE_LIMITS, person: ONE, urgent: TWO } });
    await read();
    expect((await read()).status).toBe(429);
    expect([(await acknowledge()).status, (await acknowledge()).status]).toEqual([200, 200]);
    expect((await acknowledge()).headers['ratelimit-policy']).toBe('"urgent";q=2;w=200');
  });

  it('stands in nobody else’s way', async () => {
    example = await startExample({ limits: { ...RATE_LIMITS, person: ONE } });
    await read();
    expect((await read()).status).toBe(429);
    const stranger = { ...asWriter, authorization: 'Bearer stranger' };
    expect((await send(example.port, 'GET', NOTES, stranger)).status).toBe(200);
  });

  it('is refused as an address before its token is looked at, but never what is urgent', async () => {
    example = await startExample({ limits: { ...RATE_LIMITS, address: ONE } });
    const guess = (path: string, method = 'GET') =>
      send(example.port, method, path, { authorization: 'Bearer forged' });
    expect(problem(await guess(NOTES))).toEqual([401, 'token-invalid']);
    expect(problem(await guess(NOTES))).toEqual([429, 'too-many-requests']);
    expect(problem(await guess(`${NOTES}/1/acknowledgement`, 'POST'))).toEqual([401, 'token-invalid']);
    expect((await acknowledge()).status).toBe(200);
  });
});

describe('bodies by kind of route', () => {
  const json = { ...asWriter, 'content-type': 'application/json' };
  const body = (bytes: number) => JSON.stringify({ title: 'a', paragraphs: [{ text: 'x'.repeat(bytes) }] });

  it('are small where nothing is recorded', async () => {
    example = await startExample();
    const sent = (path: string, bytes: number) => send(example.port, 'POST', NOTES + path, json, body(bytes));
    expect(problem(await sent('', 20_000))).toEqual([400, 'validation-failed']);
    expect(problem(await sent('', 300_000))).toEqual([413, 'body-too-large']);
    expect(problem(await sent('/1/acknowledgement', 20_000))).toEqual([413, 'body-too-large']);
  });
});

it('every answer has the headers that keep browsers and caches out', async () => {
  example = await startExample({}, { strictTransport: true });
  for (const path of [NOTES, '/health/live', '/nowhere', '/openapi.json']) {
    expect((await send(example.port, 'GET', path)).headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  }
});
