// The integrate hop. Promise: entries, tiles and signed checkpoint are one transaction; what is signed extends what was
// signed before, also when another process integrated in between or the database was set back, under a running process or by
// a restore. One integrator works at a time (advisory lock), and the edge in memory moves only after the commit.
// A checkpoint is published when it is kept outside the database: a transaction that is lost was then never seen by anybody.
import {
  openCheckpoint,
  append,
  edgeFromTiles,
  partialTiles,
  rootOf,
  sameHash,
  signCheckpoint,
  tileKey,
  type Checkpoint,
  type Edge,
  type NoteSigner,
} from '@gatehouse/merkle-log';
import { inTransaction } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import type { Clock } from '@gatehouse/service-kit/clock';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import type { HighestSigned } from './highest-signed.ts';
import {
  insertCheckpoint,
  latestCheckpoint,
  readTiles,
  rootOfFirst,
  writeTiles,
  type StoredCheckpoint,
} from './log-store.ts';
import { inconsistent, notToBeSigned } from './not-to-be-signed.ts';
import { assignIndexes, missingNumbers, waitingRecords } from './waiting.ts';

export interface IntegratorOptions {
  pool: pg.Pool;
  clock: Clock;
  origin: string;
  signer: NoteSigner;
  /** outside the database and its backups */
  highest: HighestSigned;
  /** raises an alarm for people who watch the service; carries no personal data */
  alarm: (name: string, about: Record<string, unknown>) => void;
}

const LOCK = 'oversight log';
// A batch shares one commit; at this size it takes a fraction of a second.
const BATCH = 5_000;

export class Integrator {
  #edge: Edge | null = null;
  #publishedSize: number | null = null;
  readonly #gapsTold = new Set<string>();

  constructor(private readonly options: IntegratorOptions) {}

  /** The size of the checkpoint that may be shown; null before the first. */
  get publishedSize(): number | null {
    return this.#publishedSize;
  }

  /**
   * Rebuilds the edge from the stored tiles and holds it against the stored checkpoint and the highest one kept outside; signs
   * the empty log when there is none.
   * @throws TerminalFault 'log-inconsistent' | 'log-behind-signed' | 'log-not-as-signed' | 'log-highest-unreadable': nothing is
   *   signed then
   */
  async open(): Promise<void> {
    this.#edge = await this.#locked(async (client) => {
      const checkpoint = await latestCheckpoint(client);
      const known = checkpoint && (await this.#verifiedEdge(client, checkpoint));
      await this.#extendsHighest(client, checkpoint);
      if (known) return known;
      const { edge, root } = append({ size: 0, partials: [] }, []);
      await insertCheckpoint(client, this.#signed(edge, root), this.options.clock.now());
      return edge;
    });
    await this.#publish();
  }

  /**
   * Integrates one batch of what was kept, and publishes what it signed. Gives how many entries went in.
   * @throws TerminalFault as `open`
   */
  async runOnce(): Promise<number> {
    const before = this.#edge;
    if (!before) throw new TerminalFault('the log was not opened', { code: 'log-not-open' });
    const { edge, count } = await this.#locked(async (client) => {
      const checkpoint = await latestCheckpoint(client);
      if (!checkpoint) throw inconsistent('its checkpoint is gone');
      return this.#integrate(client, await this.#continued(client, checkpoint, before));
    });
    if (count > 0) failpoint('integrate.after-commit');
    this.#edge = edge;
    if (this.#publishedSize !== edge.size) await this.#publish();
    return count;
  }

  /** Under the lock, so that nobody puts a lower checkpoint over a higher one; after the commit, so that none is kept that is not stored. */
  async #publish(): Promise<void> {
    const size = await this.#locked(async (client) => {
      const checkpoint = await latestCheckpoint(client);
      if (!checkpoint) throw inconsistent('its checkpoint is gone');
      const highest = await this.#extendsHighest(client, checkpoint);
      if (highest?.size !== checkpoint.size) {
        await this.options.highest.keep(checkpoint.note);
        if (highest) failpoint('integrate.after-keeping-outside');
      }
      return checkpoint.size;
    });
    this.#publishedSize = size;
  }

  /** @throws TerminalFault unless the highest checkpoint kept outside is a beginning of what is stored */
  async #extendsHighest(client: pg.PoolClient, stored: StoredCheckpoint | null): Promise<Checkpoint | null> {
    const highest = await this.options.highest.read();
    const size = stored?.size ?? 0;
    if (!highest && size > 0) this.options.alarm('HIGHEST_CHECKPOINT_MISSING', { size });
    if (!highest || highest.size === 0) return highest;
    if (size < highest.size) throw notToBeSigned('log-behind-signed', `it has ${size} of ${highest.size} entries`);
    const root = size === highest.size ? stored?.root : await rootOfFirst(client, highest.size);
    if (!root || !sameHash(root, highest.root))
      throw notToBeSigned('log-not-as-signed', 'it is another log than the one that was published');
    return highest;
  }

  /** The edge to go on from: ours, or that of another process which integrated since, after the same check as at the start. */
  async #continued(client: pg.PoolClient, checkpoint: StoredCheckpoint, ours: Edge): Promise<Edge> {
    const ourRoot = rootOf(ours);
    if (checkpoint.size === ours.size && sameHash(checkpoint.root, ourRoot)) return ours;
    if (checkpoint.size <= ours.size) throw inconsistent('it was set back behind what was signed');
    const edge = await this.#verifiedEdge(client, checkpoint);
    const root = await rootOfFirst(client, ours.size);
    if (!root || !sameHash(root, ourRoot)) throw inconsistent('it was rewritten since it was signed');
    return edge;
  }

  async #integrate(client: pg.PoolClient, current: Edge): Promise<{ edge: Edge; count: number }> {
    const records = await waitingRecords(client, BATCH);
    if (records.length === 0) {
      this.#tellGaps(await missingNumbers(client));
      return { edge: current, count: 0 };
    }
    await this.#extendsHighest(client, await latestCheckpoint(client));
    const { edge, root, tiles } = append(
      current,
      records.map(({ entryHash }) => entryHash),
    );
    await assignIndexes(client, records, current.size);
    await writeTiles(client, tiles);
    await insertCheckpoint(client, this.#signed(edge, root), this.options.clock.now());
    failpoint('integrate.before-commit');
    return { edge, count: records.length };
  }

  #signed(edge: Edge, root: Uint8Array): StoredCheckpoint {
    const { origin, signer } = this.options;
    return { size: edge.size, root, note: signCheckpoint({ origin, size: edge.size, root }, signer) };
  }

  async #verifiedEdge(client: pg.PoolClient, { size, root, note }: StoredCheckpoint): Promise<Edge> {
    const { origin, signer } = this.options;
    const signed = openCheckpoint(note, origin, signer);
    if (signed?.size !== size || !sameHash(signed.root, root))
      throw inconsistent('its checkpoint was not signed by this key');
    const tiles = await readTiles(client, partialTiles(size));
    const edge = edgeOrFault(size, tiles);
    if (!sameHash(rootOf(edge), root)) throw inconsistent('its tiles do not hash to its checkpoint');
    const { rows } = await client.query<{ entries: string }>(
      'select coalesce(max(log_index) + 1, 0) as entries from oversight.log_entry',
    );
    if (Number(rows[0]?.entries) !== size) throw inconsistent('its entries are not as many as its checkpoint says');
    return edge;
  }

  #tellGaps(gaps: { source: string; missing: number }[]): void {
    for (const gap of gaps) {
      const key = `${gap.source}/${gap.missing}`;
      if (!this.#gapsTold.has(key)) this.options.alarm('AUDIT_NUMBER_MISSING', gap);
      this.#gapsTold.add(key);
    }
  }

  #locked<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return inTransaction(this.options.pool, async (client) => {
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [LOCK]);
      return work(client);
    });
  }
}

const edgeOrFault = (size: number, tiles: Map<string, Uint8Array>): Edge => {
  try {
    return edgeFromTiles(size, (tile) => tiles.get(tileKey(tile)));
  } catch (cause) {
    throw inconsistent('a tile is missing', cause);
  }
};
