import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@gatehouse/testing';
import { connect } from 'node:net';
import { asWriter, startExample, type Example } from './example/example-service.fixture.ts';
import { problem } from './example/expect-problem.fixture.ts';
import { send, type RawAnswer } from './example/raw-http.fixture.ts';
import type { RunOnce } from './idempotency-key.ts';
import { ROOM, type RoomSize } from './room.ts';

const NOTES = '/example/v1/notes';
const BODY = JSON.stringify({ title: 'a', paragraphs: [] });

/** The notes in work, in the order they were begun; each stays until it is let go. */
let begun: { key: string; finish: () => void }[];
let example: Example;
const start = async (room: Partial<RoomSize>): Promise<void> => {
  begun = [];
  const once: RunOnce = async ({ key }, run) => {
    await new Promise<void>((finish) => begun.push({ key, finish }));
    await run();
    return { outcome: 'answered' };
  };
  example = await startExample({ once, room: { ...ROOM, places: 1, ...room } });
};
afterEach(async () => {
  for (const { finish } of begun) finish();
  await example.close();
});

const headers = (key: string) => ({ ...asWriter, 'content-type': 'application/json', 'idempotency-key': key });
const write = (key: string): Promise<RawAnswer> => send(example.port, 'POST', NOTES, headers(key), BODY);
const read = (token = 'writer') => send(example.port, 'GET', NOTES, { ...asWriter, authorization: `Bearer ${token}` });
const keys = () => begun.map(({ key }) => key);

const atOnce = async (): Promise<Record<string, number>> => {
  const { text } = await send(example.port, 'GET', '/metrics');
  const found = text.matchAll(/requests_at_once{state="(\w+)",gatehouse_service="example"} (\d+)/g);
  return Object.fromEntries([...found].map(([, state, count]) => [state, Number(count)]));
};
const untilAtOnce = (working: number, waiting: number): Promise<void> =>
  eventually(async () => expect(await atOnce()).toEqual({ working, waiting }));

/** A request by hand, which its caller can give up. */
const knock = (text: string) => {
  const socket = connect(example.port, '127.0.0.1', () => socket.write(text)).on('error', () => undefined);
  return socket;
};
const lines = (all: Record<string, string>): string =>
  Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');

describe('while every place is taken', () => {
  it('requests wait, and who asked last is served first', async () => {
    await start({});
    const first = write('first-of-all');
    await untilAtOnce(1, 0);
    const second = write('second-of-all');
    await untilAtOnce(1, 1);
    const third = write('third-of-all');
    await untilAtOnce(1, 2);
    expect(keys()).toEqual(['first-of-all']);
    for (const [n, answer] of [first, third, second].entries()) {
      await eventually(() => expect(begun).toHaveLength(n + 1));
      begun[n]!.finish();
      expect((await answer).status).toBe(201);
    }
    expect(keys()).toEqual(['first-of-all', 'third-of-all', 'second-of-all']);
    await untilAtOnce(0, 0);
  });

  it('who waits too long is told to come again, before anybody looked at the token', async () => {
    await start({ waitMs: 50 });
    const working = write('first-of-all');
    await untilAtOnce(1, 0);
    const busy = await read('forged');
    expect(problem(busy)).toEqual([503, 'service-busy']);
    expect(busy.headers['retry-after']).toBe('1');
    begun[0]!.finish();
    expect((await working).status).toBe(201);
    expect(problem(await read('forged'))).toEqual([401, 'token-invalid']);
  });

  it('the oldest of too many gives way', async () => {
    await start({ waiting: 1 });
    const working = write('first-of-all');
    await untilAtOnce(1, 0);
    const oldest = read();
    await untilAtOnce(1, 1);
    const newest = read();
    expect(problem(await oldest)).toEqual([503, 'service-busy']);
    begun[0]!.finish();
    expect([(await working).status, (await newest).status]).toEqual([201, 200]);
  });

  it('what is urgent and whether it is alive do not wait', async () => {
    await start({});
    const working = write('first-of-all');
    await untilAtOnce(1, 0);
    expect((await send(example.port, 'POST', `${NOTES}/1/acknowledgement`, asWriter)).status).toBe(200);
    expect((await send(example.port, 'GET', `${NOTES}/health`)).status).toBe(200);
    begun[0]!.finish();
    expect((await working).status).toBe(201);
  });
});

describe('a place', () => {
  it('is not given to whoever has hung up, and comes back when somebody hangs up in work', async () => {
    await start({});
    const request = (key: string) =>
      knock(
        `POST ${NOTES} HTTP/1.1\r\n${lines({ host: 'x', ...headers(key), 'content-length': String(BODY.length) })}\r\n${BODY}`,
      );
    const working = request('first-of-all');
    await untilAtOnce(1, 0);
    const gone = request('gone-by-then');
    await untilAtOnce(1, 1);
    const waits = read();
    await untilAtOnce(1, 2);
    gone.destroy();
    await untilAtOnce(1, 1);
    working.destroy();
    expect((await waits).status).toBe(200);
    await untilAtOnce(0, 0);
    expect(keys()).toEqual(['first-of-all']);
  });

  it('is lent to others while a body comes slowly, and is its own again when that has come', async () => {
    await start({ bodyMs: 30 });
    const slow = knock(
      `POST ${NOTES} HTTP/1.1\r\n${lines({ host: 'x', ...headers('slow-to-come'), 'content-length': String(BODY.length) })}\r\n`,
    );
    await untilAtOnce(0, 0);
    expect((await read()).status).toBe(200);
    slow.write(BODY);
    await untilAtOnce(1, 0);
    expect(keys()).toEqual(['slow-to-come']);
    slow.destroy();
    await untilAtOnce(0, 0);
  });
});
