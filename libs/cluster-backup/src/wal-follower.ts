/**
 * Follows a server's log into a backup's folder, as it is written (PostgreSQL's START_REPLICATION ... PHYSICAL).
 *
 * Promise: what the follower has confirmed to the server lies on its disk. A server that waits for it
 * (`synchronous_standby_names`) therefore acknowledges nothing to anybody that a restore would lose.
 * Invariants: a replication slot keeps the log that was not confirmed yet, also while nobody follows; a segment that was not
 * whole is asked for again from its beginning; nothing is confirmed before it is flushed.
 */
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { backupFault } from './backup-fault.ts';
import { FILES } from './description.ts';
import { syncFolder } from './durable.ts';
import { formatLsn, parseLsn, segmentName, segmentStart } from './lsn.ts';
import { replicationClient, type ReplicationClient } from './replication.ts';
import { standbyStatus, walMessage } from './wal-messages.ts';
import { completeSegment, segmentsIn } from './wal-files.ts';

/** The connection's name, which `synchronous_standby_names` waits for, and the slot's. */
export const FOLLOWER = 'gatehouse_backup';
const STATUS_EVERY_MS = 5_000;

export interface WalFollower {
  /** the log up to here lies on this disk */
  confirmed(): string;
  /** ends after what has come is on the disk */
  stop(): Promise<void>;
  /** resolves when it was stopped; rejects when it can follow no longer */
  ended: Promise<void>;
}

/**
 * @param folder of a backup; `wal` in it is made
 * @throws TerminalFault 'backup-folder' when it follows another server, or another life of it
 */
export const followWal = async (
  url: string,
  folder: string,
  known?: { systemIdentifier: string; timeline: number },
): Promise<WalFollower> => {
  await mkdir(join(folder, FILES.wal), { recursive: true, mode: 0o700 });
  const connection = await replicationClient(url, FOLLOWER);
  const { client, identity } = connection;
  try {
    if (known && (known.systemIdentifier !== identity.systemIdentifier || known.timeline !== identity.timeline))
      throw backupFault(
        'backup-folder',
        'this folder follows another server, or one before it was restored: begin a new backup',
      );
    const slot = await ensureSlot(connection);
    const from = (await beginning(folder, identity.segmentBytes)) ?? slot ?? parseLsn(identity.flushedLsn);
    const start = from - (from % BigInt(identity.segmentBytes));
    return await Follower.start(connection, folder, start);
  } catch (fault) {
    await client.end();
    throw fault;
  }
};

/** Where a folder's log ends: at the beginning of the segment that is not whole. */
const beginning = async (folder: string, segmentBytes: number): Promise<bigint | null> => {
  const { whole, partial } = await segmentsIn(folder);
  const last = whole.at(-1);
  if (partial !== null) return segmentStart(partial, segmentBytes);
  return last === undefined ? null : segmentStart(last, segmentBytes) + BigInt(segmentBytes);
};

/** Gives from where on the slot keeps the log. */
const ensureSlot = async ({ client }: ReplicationClient): Promise<bigint | null> => {
  await client
    .query(`CREATE_REPLICATION_SLOT ${FOLLOWER} PHYSICAL RESERVE_WAL`)
    .catch((fault: Error & { code?: string }) => {
      if (fault.code !== '42710') throw fault;
    });
  const { rows } = await client.query<{ restart_lsn: string | null }>(`READ_REPLICATION_SLOT ${FOLLOWER}`);
  const kept = rows[0]?.restart_lsn;
  return kept ? parseLsn(kept) : null;
};

class Follower implements WalFollower {
  readonly ended: Promise<void>;
  readonly #chunks: { at: bigint; bytes: Buffer }[] = [];
  #written: bigint;
  #flushed: bigint;
  #segment: { name: string; handle: FileHandle } | null = null;
  #working: Promise<void> | null = null;
  #stopping = false;
  #settle: { resolve: () => void; reject: (fault: unknown) => void };

  private constructor(
    private readonly connection: ReplicationClient,
    private readonly folder: string,
    from: bigint,
  ) {
    this.#written = from;
    this.#flushed = from;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#settle = { resolve, reject };
    promise.catch(() => undefined);
  }

  static async start(connection: ReplicationClient, folder: string, from: bigint): Promise<Follower> {
    const follower = new Follower(connection, folder, from);
    const { client, raw, identity } = connection;
    raw.on('copyData', ({ chunk }) => follower.#take(chunk));
    raw.on('copyDone', () =>
      follower.#fail(backupFault('backup-server', 'the server began another timeline: begin a new backup')),
    );
    client.on('end', () => follower.#fail(backupFault('backup-server', 'the connection to the server ended')));
    const started = new Promise<void>((resolve) => raw.once('replicationStart', resolve));
    const query = `START_REPLICATION SLOT ${FOLLOWER} PHYSICAL ${formatLsn(from)} TIMELINE ${identity.timeline}`;
    const refused = client.query(query).then(
      () => undefined,
      (fault: unknown) => follower.#fail(fault),
    );
    await Promise.race([started, refused.then(() => follower.ended)]);
    const timer = setInterval(() => follower.#confirm(), STATUS_EVERY_MS);
    void follower.ended.catch(() => undefined).finally(() => clearInterval(timer));
    return follower;
  }

  confirmed(): string {
    return formatLsn(this.#flushed);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#working;
    this.connection.raw.stream.destroy();
    await this.#segment?.handle.close();
    this.#segment = null;
    this.#settle.resolve();
  }

  #fail(fault: unknown): void {
    if (!this.#stopping) this.#settle.reject(fault);
  }

  #take(chunk: Buffer): void {
    if (this.#stopping) return;
    const message = walMessage(chunk);
    if (message.kind === 'keepalive') {
      if (message.answerAtOnce) this.#confirm();
      return;
    }
    this.#chunks.push(message);
    this.#working ??= this.#write()
      .catch((fault: unknown) => this.#fail(fault))
      .finally(() => {
        this.#working = null;
      });
  }

  async #write(): Promise<void> {
    while (this.#chunks.length > 0) {
      for (const { at, bytes } of this.#chunks.splice(0)) await this.#writeAt(at, bytes);
      await this.#segment?.handle.sync();
      this.#flushed = this.#written;
      this.#confirm();
    }
  }

  async #writeAt(at: bigint, bytes: Buffer): Promise<void> {
    if (at !== this.#written) throw backupFault('backup-server', 'the server left out a part of its log');
    const { segmentBytes, timeline } = this.connection.identity;
    const offset = Number(at % BigInt(segmentBytes));
    const here = bytes.subarray(0, segmentBytes - offset);
    const { name, handle } = await this.#segmentOf(segmentName(timeline, at, segmentBytes));
    await handle.write(here, 0, here.length, offset);
    this.#written += BigInt(here.length);
    if (offset + here.length === segmentBytes) await this.#complete(name, handle);
    if (here.length < bytes.length) await this.#writeAt(this.#written, bytes.subarray(here.length));
  }

  async #segmentOf(name: string): Promise<{ name: string; handle: FileHandle }> {
    if (this.#segment?.name === name) return this.#segment;
    const handle = await open(join(this.folder, FILES.wal, `${name}.partial`), 'w', 0o600);
    await syncFolder(join(this.folder, FILES.wal));
    return (this.#segment = { name, handle });
  }

  async #complete(name: string, handle: FileHandle): Promise<void> {
    await handle.sync().finally(() => handle.close());
    this.#segment = null;
    await completeSegment(this.folder, name);
  }

  #confirm(): void {
    if (!this.#stopping) this.connection.raw.sendCopyFromChunk(standbyStatus(this.#flushed));
  }
}
