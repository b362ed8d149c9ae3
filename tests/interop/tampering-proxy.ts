// A small server between a log and its verifier that alters what passes, as a dishonest operator would.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Gives other bytes for a path, or none to let it pass. */
export type Tamper = (path: string, bytes: Buffer) => Buffer | undefined;

export interface TamperingProxy {
  url: string;
  /** every path asked for */
  asked: Set<string>;
  tamper: Tamper;
  close(): Promise<void>;
}

/** Serves the log at `target` on a port of its own. */
export const tamperingProxy = async (target: string): Promise<TamperingProxy> => {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    proxy.asked.add(path);
    fetch(`${target}/${path}`)
      .then(async (answer) => {
        const bytes = Buffer.from(await answer.arrayBuffer());
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
        response.end((answer.status === 200 && proxy.tamper(path, bytes)) || bytes);
      })
      .catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: TamperingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: new Set(),
    tamper: () => undefined,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
};

/** Flips one bit of one byte of one resource. */
export const flipByte =
  (path: string, at: number): Tamper =>
  (asked, bytes) => {
    if (asked !== path) return undefined;
    const altered = Buffer.from(bytes);
    altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
    return altered;
  };
