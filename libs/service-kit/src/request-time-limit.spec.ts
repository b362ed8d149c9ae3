import { afterEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { liftTimeLimit, limitTime } from './request-time-limit.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A server whose requests have 50 ms to arrive. */
const listening = async (lifted: boolean): Promise<number> => {
  server = createServer((incoming, response) => {
    limitTime(incoming, response, 50);
    if (lifted) liftTimeLimit(incoming);
    incoming.resume().once('end', () => response.end('{"whole":true}'));
  }).listen(0);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const slowly = async (port: number, endAfterMs: number) => {
  const sending = request({ port, method: 'POST' });
  sending.on('error', () => undefined);
  sending.write('a');
  setTimeout(() => sending.end(), endAfterMs);
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  return [answer.statusCode, await json(answer)];
};

it('answers a request that does not arrive in time, and ends its connection', async () =>
  expect(await slowly(await listening(false), 400)).toMatchObject([
    408,
    { type: 'urn:gatehouse:problem:request-timeout' },
  ]));

it('lets a file take its time', async () =>
  expect(await slowly(await listening(true), 150)).toEqual([200, { whole: true }]));
