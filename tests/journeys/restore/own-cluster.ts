// A Gatehouse on a PostgreSQL of its own, which a drill may kill and delete; the run's Kafka stays.
import { allInstruments, startGatehouse, type Access, type Gatehouse } from '@gatehouse/start';
import { discardPostgres, startPostgres, type LocalPostgres } from '@gatehouse/local-stack';
import { processLogger } from '@gatehouse/service-kit';
import { systemClock } from '@gatehouse/service-kit/clock';
import { freshNamespace, testKafka } from '@gatehouse/testing';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

export type Drilled = Gatehouse & { access: Access };

export class Site {
  readonly around = mkdtempSync(join(tmpdir(), 'gatehouse-drill-'));
  readonly namespace = freshNamespace();
  readonly backup = join(this.around, 'backup');
  readonly #lines: string[] = [];
  #servers: { server: LocalPostgres; dataDir: string }[] = [];

  logged(): string {
    return this.#lines.join('');
  }

  folder(name: string): string {
    return join(this.around, name);
  }

  /** Starts a cluster in a folder of this site, a new one if there is none. */
  async cluster(name: string): Promise<LocalPostgres> {
    const dataDir = this.folder(name);
    const server = await startPostgres({ dataDir });
    this.#servers.push({ server, dataDir });
    return server;
  }

  /** Deletes a cluster that has ended; gives an empty folder with the password, which the keys' own backup would bring. */
  deleted(name: string): string {
    const dataDir = this.folder(`${name}-restored`);
    mkdirSync(dataDir);
    copyFileSync(join(this.folder(name), 'admin-password'), join(dataDir, 'admin-password'));
    discardPostgres(this.folder(name));
    return dataDir;
  }

  /** All services on a cluster, with the keys and the log's highest checkpoint that this site keeps outside every database. */
  async gatehouse(server: LocalPostgres, namespace = this.namespace): Promise<Drilled> {
    const { brokers, principals } = testKafka();
    const destination = new Writable({ write: (chunk, _encoding, done) => (this.#lines.push(String(chunk)), done()) });
    const gatehouse = await startGatehouse({
      namespace,
      adminUrl: server.adminUrl,
      bus: namespace === this.namespace ? { kind: 'kafka', brokers, passwords: principals } : { kind: 'postgres' },
      keysFolder: this.folder(namespace === this.namespace ? 'keys' : 'keys-of-another'),
      port: 0,
      clock: systemClock,
      logger: processLogger({ destination }),
      instruments: allInstruments(),
    });
    const { url, issuer, keys } = gatehouse;
    return { ...gatehouse, access: { url, issuer, secretOf: (persona) => keys.personaSecrets[persona] ?? '' } };
  }

  async end(): Promise<void> {
    for (const { server, dataDir } of this.#servers) {
      await server.stop();
      discardPostgres(dataDir);
    }
    rmSync(this.around, { recursive: true, force: true });
  }
}

export const databaseAt = (adminUrl: string, name: string): string => {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
};
