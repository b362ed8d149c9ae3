import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TcpLink } from './tcp-link.ts';

let server: Server;
let link: TcpLink;
let client: Socket;
let heard: string;

beforeEach(async () => {
  server = createServer((socket) => socket.pipe(socket).on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  link = await TcpLink.to((server.address() as AddressInfo).port);
  client = await reached();
});
afterEach(async () => {
  client.destroy();
  await link.close();
  server.close();
});

const reached = async (): Promise<Socket> => {
  const socket = connect(link.port, '127.0.0.1');
  heard = '';
  socket.on('data', (chunk) => (heard += String(chunk))).on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};

/** Says something and waits until the echo of all that was said so far is there. */
const echoed = async (words: string, whole = words): Promise<number> => {
  const began = performance.now();
  client.write(words);
  while (heard !== whole) await once(client, 'data');
  return performance.now() - began;
};

it('carries both ways in order', async () => {
  await echoed('one ');
  await echoed('two', 'one two');
});

it('breaks what is open and refuses what is new while it is cut', async () => {
  const broken = once(client, 'close');
  link.cut();
  await broken;
  client = await reached();
  await once(client, 'close');
  link.heal();
  client = await reached();
  await echoed('again');
});

it('delivers late what was sent in silence, and loses nothing of it', async () => {
  await echoed('before ');
  link.fallSilent();
  client.write('meanwhile ');
  const answer = once(client, 'data').then(() => 'data');
  const silence = new Promise<string>((resolve) => setTimeout(resolve, 100, 'silence'));
  expect(await Promise.race([answer, silence])).toBe('silence');
  link.heal();
  await echoed('after', 'before meanwhile after');
});

it('takes as much longer each way as it was told', async () => {
  link.delay(60);
  expect(await echoed('slowly')).toBeGreaterThanOrEqual(110);
});
