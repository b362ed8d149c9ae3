/**
 * A base backup, taken while everything goes on (PostgreSQL's BASE_BACKUP, from 15).
 *
 * Promise: the folder then holds every file of the cluster as one tar and the server's own manifest with a SHA-256 of each. It is
 * not consistent by itself: the log from `startLsn` to `endLsn` makes it so, which is followed beside (see wal-follower.ts).
 */
import pg from 'pg';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { backupFault } from './backup-fault.ts';
import { FILES, sha256, type BackupDescription } from './description.ts';
import { replicationClient, type RawConnection } from './replication.ts';

const COMMAND =
  "BASE_BACKUP (LABEL 'gatehouse', CHECKPOINT 'fast', WAL false, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256', TARGET 'client')";

/** First byte of each message: a new archive, more of its bytes, the manifest begins. */
const KINDS = { archive: 'n', data: 'd', manifest: 'm' } as const;

/**
 * @param folder exists, and holds no base backup
 * @param at written into the description
 * @throws TerminalFault 'backup-server' for a server older than 15 or one with tablespaces elsewhere
 */
export const takeBaseBackup = async (url: string, folder: string, at: Date): Promise<BackupDescription> => {
  const { client, raw, identity } = await replicationClient(url, 'gatehouse base backup');
  try {
    if (identity.version < 150_000)
      throw backupFault('backup-server', 'base backups are taken of PostgreSQL 15 and newer');
    const received = new Received(raw, await toWrite(folder, FILES.base), await toWrite(folder, FILES.manifest));
    const [results, text] = await received.whole(client);
    const lsns = results.flatMap(({ rows }) => (typeof rows[0]?.['recptr'] === 'string' ? [rows[0]['recptr']] : []));
    const [startLsn, endLsn] = [lsns.at(0), lsns.at(-1)];
    if (lsns.length !== 2 || !startLsn || !endLsn)
      throw backupFault('backup-server', 'the server does not say where its backup begins and ends');
    return {
      form: 1,
      takenAt: at.toISOString(),
      version: identity.version,
      systemIdentifier: identity.systemIdentifier,
      timeline: identity.timeline,
      segmentBytes: identity.segmentBytes,
      startLsn,
      endLsn,
      manifestSha256: sha256(text),
    };
  } finally {
    await client.end();
  }
};

const toWrite = (folder: string, file: string): Promise<FileHandle> => open(join(folder, file), 'wx', 0o600);

type Results = pg.QueryResult<Record<string, unknown>>[];

/** Chunks on their way to the disk; the connection waits beyond. */
const AT_MOST = 64;

/** What the server sends, written in its order. */
class Received {
  #archives = 0;
  #into: FileHandle;
  #writing: Promise<void> = Promise.resolve();
  #waiting = 0;
  #fault: Error | null = null;
  readonly #text: Buffer[] = [];

  constructor(
    private readonly raw: RawConnection,
    private readonly base: FileHandle,
    private readonly manifest: FileHandle,
  ) {
    this.#into = base;
  }

  /** Everything on the disk: what the server said about it, and the manifest's bytes. */
  async whole(client: pg.Client): Promise<[Results, Buffer]> {
    try {
      const results = await this.#asked(client);
      await this.#writing;
      if (this.#fault !== null) throw this.#fault;
      for (const handle of [this.base, this.manifest]) await handle.sync();
      return [results, Buffer.concat(this.#text)];
    } finally {
      for (const handle of [this.base, this.manifest]) await handle.close();
    }
  }

  #asked(client: pg.Client): Promise<Results> {
    return new Promise((resolve, reject) => {
      const done = (fault: Error | null, results: unknown): void =>
        fault ? reject(this.#fault ?? fault) : resolve(results as Results);
      const query = new pg.Query(COMMAND, undefined, done as never);
      Object.assign(query, { handleCopyData: ({ chunk }: { chunk: Buffer }) => this.#take(chunk) });
      client.query(query);
    });
  }

  #take(chunk: Buffer): void {
    const kind = String.fromCharCode(chunk[0] ?? 0);
    if (kind === KINDS.archive && (this.#archives += 1) > 1)
      this.#giveUp(backupFault('backup-server', 'the cluster has tablespaces outside its folder'));
    if (kind === KINDS.manifest) this.#into = this.manifest;
    if (kind === KINDS.data && this.#fault === null) this.#write(this.#into, Buffer.from(chunk.subarray(1)));
  }

  #write(into: FileHandle, bytes: Buffer): void {
    if (into === this.manifest) this.#text.push(bytes);
    this.#waiting += 1;
    if (this.#waiting === AT_MOST) this.raw.stream.pause();
    this.#writing = this.#writing
      .then(async () => {
        if (this.#fault === null) await into.writeFile(bytes);
        this.#waiting -= 1;
        if (this.#waiting === AT_MOST / 2) this.raw.stream.resume();
      })
      .catch((fault: unknown) => this.#giveUp(fault));
  }

  /** A disk that is full, say: the server is not listened to any more. */
  #giveUp(fault: unknown): void {
    this.#fault ??= fault instanceof Error ? fault : new Error('the backup could not be written', { cause: fault });
    this.raw.stream.destroy();
  }
}
