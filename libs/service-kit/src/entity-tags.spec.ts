import { afterEach, describe, expect, it } from '@jest/globals';
import { asWriter, startExample } from './example/example-service.fixture.ts';
import type { Example } from './example/example-service.fixture.ts';
import { send } from './example/raw-http.fixture.ts';

const NOTES = '/example/v1/notes';
const secret = Buffer.alloc(32, 7).toString('base64url');
const examples: Example[] = [];
const start = async (of?: string) => {
  const example = await startExample(of === undefined ? {} : { secret: of });
  examples.push(example);
  return (path: string, more: Record<string, string> = {}, method = 'GET') =>
    send(example.port, method, path, { ...asWriter, ...more });
};
afterEach(() => Promise.all(examples.splice(0).map((example) => example.close())));

describe('what a person reads', () => {
  it('has a tag, and is not sent again to whoever has it', async () => {
    const get = await start();
    const first = await get(NOTES);
    const etag = String(first.headers['etag']);
    expect([first.status, etag]).toEqual([200, expect.stringMatching(/^"[\w-]{22}"$/)]);
    for (const sent of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(NOTES, { 'if-none-match': sent });
      expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', etag]);
      expect(again.headers).not.toHaveProperty('content-type');
      expect(again.headers['cache-control']).toBe('no-store');
    }
    expect((await get(NOTES, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('has another tag for another person, purpose and address, though the bytes are the same', async () => {
    const get = await start();
    const tags = [
      await get(NOTES),
      await get(NOTES, { authorization: 'Bearer stranger' }),
      await get(NOTES, { 'gatehouse-purpose': 'PREVENT_SERIOUS_HARM' }),
      await get(`${NOTES}?order=asc`),
    ];
    expect(new Set(tags.map(({ text }) => text)).size).toBe(1);
    expect(new Set(tags.map(({ headers }) => headers['etag'])).size).toBe(4);
  });

  it('keeps its tag over restarts where the service has a secret, and tells nothing without it', async () => {
    const tag = async (of?: string) => (await (await start(of))(NOTES)).headers['etag'];
    expect(await tag(secret)).toBe(await tag(secret));
    expect(await tag()).not.toBe(await tag());
  });
});

it('a refusal, a write and an open route have none', async () => {
  const get = await start();
  const any = { 'if-none-match': '*' };
  const answers = [
    await get(`${NOTES}/hidden`, any),
    await get(`${NOTES}/1/acknowledgement`, any, 'POST'),
    await get(`${NOTES}/health`, any),
  ];
  expect(answers.map(({ status, headers }) => [status, headers['etag']])).toEqual([
    [404, undefined],
    [200, undefined],
    [200, undefined],
  ]);
});
