// A process that is asked to end: it says so first, finishes what it began, and is gone within its time.
import { eventually } from '@gatehouse/testing';
import { REPORT } from '@gatehouse/start';
import { requestToken } from '@gatehouse/identity';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { REPORTS } from './raised.ts';
import { Watched } from './watched.ts';

let gatehouse: Watched;
beforeAll(async () => {
  gatehouse = await Watched.start({ GATEHOUSE_DRAIN_MS: '2000' });
});
afterAll(() => gatehouse.end());

it('answers the request under way, after it said that it is not ready and stopped listening', async () => {
  const { url, issuer, secrets } = gatehouse.marked;
  const token = await requestToken(issuer, 'analyst', secrets['analyst'] ?? '');
  const { hostname, port } = new URL(url);
  const body = JSON.stringify(REPORT);
  const head = [
    `POST ${REPORTS} HTTP/1.1`,
    `host: ${hostname}`,
    `authorization: Bearer ${token}`,
    'gatehouse-purpose: PREVENT_SERIOUS_HARM',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'expect: 100-continue',
  ];
  const socket = connect(Number(port), hostname);
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  // The server has the request and waits for its body.
  await once(socket, 'data');
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  const ended = once(socket, 'close');

  const stopped = gatehouse.process.stop();
  await eventually(async () => {
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'stopping' }]);
    expect(ready.headers.get('connection')).toBe('close');
  });
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  await eventually(() => expect(fetch(`${url}/health/live`)).rejects.toThrow());
  expect(answer).toBe('');

  socket.write(body);
  await ended;
  expect(answer).toMatch(/^HTTP\/1\.1 201 [\s\S]*"reportUrn":"IR-/);
  await stopped;
  expect(await gatehouse.process.ended).toBe('0');
  expect(gatehouse.process.output).toContain('asked to end: stopping');
});
