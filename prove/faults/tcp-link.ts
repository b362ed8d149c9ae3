/**
 * A link between a client and a server of this machine, which can be cut, fall silent or become slow.
 *
 * Promise: what passes keeps its order; after `heal` it passes as if nothing had been.
 * Invariants: both ends are on 127.0.0.1; a cut breaks what is open and refuses what is new; silence loses nothing that was
 * sent, but delivers it late, as TCP does with packets that were dropped on the way.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

export class TcpLink {
  readonly #open = new Set<Socket>();
  #cut = false;
  #delayMs = 0;
  #silent: { over: Promise<void>; end: () => void } | null = null;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** A link to a port that something listens on, or will. @param port of the client's end; default a free one */
  static async to(targetPort: number, port = 0): Promise<TcpLink> {
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const link = new TcpLink(server, (server.address() as AddressInfo).port);
    server.on('connection', (client) => link.#join(client, targetPort));
    return link;
  }

  /** Breaks every connection, and each new one at once. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#open) socket.destroy();
  }

  /** Nothing gets through, and nobody is told. */
  fallSilent(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#silent ??= { over: promise, end: resolve };
  }

  /** Everything takes so much longer, one way. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  heal(): void {
    this.#cut = false;
    this.#delayMs = 0;
    this.#silent?.end();
    this.#silent = null;
  }

  async close(): Promise<void> {
    this.heal();
    this.server.close();
    for (const socket of this.#open) socket.destroy();
    await once(this.server, 'close');
  }

  #join(client: Socket, targetPort: number): void {
    if (this.#cut) return void client.destroy();
    const server = connect(targetPort, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#open.add(from);
      from.setNoDelay(true);
      this.#carry(from, to);
    }
  }

  #carry(from: Socket, to: Socket): void {
    let carried = Promise.resolve();
    const after = (work: () => void): void => {
      const due = performance.now() + this.#delayMs;
      carried = carried.then(() => this.#passage(due)).then(work);
    };
    from.on('data', (chunk) => after(() => void (to.destroyed || to.write(chunk))));
    from.on('end', () => after(() => void to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#open.delete(from);
      after(() => void to.destroy());
    });
  }

  async #passage(due: number): Promise<void> {
    while (this.#silent) await this.#silent.over;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
  }
}
