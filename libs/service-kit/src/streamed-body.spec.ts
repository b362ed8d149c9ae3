import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { asWriter, startExample, type Example } from './example/example-service.fixture.ts';
import { problem } from './example/expect-problem.fixture.ts';
import { FileController, MOST_BYTES } from './example/file.controller.ts';
import { send } from './example/raw-http.fixture.ts';

let example: Example;
beforeAll(async () => void (example = await startExample()));
afterAll(() => example.close());

const csv = { ...asWriter, 'content-type': 'text/csv' };
const post = (body: string | Uint8Array, headers: Record<string, string | string[]> = csv, path = 'files') =>
  send(example.port, 'POST', `/example/v1/${path}`, headers, body);

/** A request without its length, that stays open. */
const begun = (headers: Record<string, string | number> = {}): ClientRequest => {
  const sending = request({
    port: example.port,
    method: 'POST',
    path: '/example/v1/files',
    headers: { ...csv, ...headers },
  });
  sending.on('error', () => undefined);
  return sending;
};
const answerTo = async (sending: ClientRequest) => {
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  return [answer.statusCode, await json(answer)];
};

describe('a route that takes a file', () => {
  it('gets it piece by piece', async () => {
    const { status, body } = await post('x'.repeat(MOST_BYTES));
    expect([status, body]).toEqual([201, { bytes: MOST_BYTES }]);
    expect(FileController.pieces.length).toBeGreaterThan(1);
  });

  it('takes an empty one, and a type with a charset', async () => {
    expect((await post('')).body).toEqual({ bytes: 0 });
    expect((await post('x', { ...csv, 'content-type': 'Text/CSV; charset=windows-1251' })).body).toEqual({ bytes: 1 });
  });

  it('answers a file that says it is too large before its first byte', async () => {
    const sending = begun({ 'content-length': 2 ** 31 });
    sending.flushHeaders();
    expect(await answerTo(sending)).toMatchObject([413, { limitBytes: MOST_BYTES }]);
    sending.destroy();
  });

  it('answers a file that turns out too large in the middle of it', async () => {
    const sending = begun();
    sending.write('x'.repeat(MOST_BYTES + 1));
    expect(await answerTo(sending)).toMatchObject([413, { type: 'urn:gatehouse:problem:file-too-large' }]);
    sending.destroy();
  });

  it('takes no other type and no compression', async () => {
    const wrong: Record<string, string>[] = [
      { 'content-type': 'application/json' },
      { 'content-type': '' },
      { 'content-encoding': 'gzip' },
    ];
    for (const headers of wrong)
      expect(problem(await post('{}', { ...csv, ...headers }))).toEqual([415, 'media-type-unsupported']);
  });

  it('is behind the gate like any other', async () => {
    expect(problem(await post('x', { 'content-type': 'text/csv' }))).toEqual([401, 'token-missing']);
    expect(problem(await post('x', { ...csv, authorization: 'Bearer stranger' }))).toEqual([403, 'duty-refused']);
  });
});

it('every other route still takes JSON alone', async () =>
  expect(problem(await post('title\n', csv, 'notes'))).toEqual([415, 'media-type-unsupported']));
