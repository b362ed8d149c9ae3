// Says when something was published. Best effort: what it misses, polling finds.
import pg from 'pg';

export const CHANNEL = 'gatehouse_bus';
const AGAIN_MS = 1_000;

export class Listener {
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly url: string,
    private readonly onPublished: () => void,
  ) {}

  start(): void {
    if (this.#client !== null || this.#stopped) return;
    const client = new pg.Client({ connectionString: this.url, application_name: 'gatehouse-bus-listener' });
    this.#client = client;
    client.on('notification', this.onPublished);
    client.on('error', () => this.#again(client));
    client.on('end', () => this.#again(client));
    client
      .connect()
      .then(() => client.query(`listen ${CHANNEL}`))
      .catch(() => this.#again(client));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
  }

  #again(failed: pg.Client): void {
    if (this.#client !== failed || this.#stopped) return;
    this.#client = null;
    void failed.end().catch(() => undefined);
    this.#timer = setTimeout(() => this.start(), AGAIN_MS);
  }
}
