/**
 * The keys of a service's items (ruling 7): made when an item is first written, found when it is read, destroyed when it is forgotten.
 *
 * Promise: a key that `make` gave is on the disk, and every process of the service gets the same one; a destroyed key never
 * comes back, in no process and under no id it had.
 * Invariants:
 * - Looking up is one statement for all that is not in the cache, of microseconds; making is one commit for whatever was asked in one
 *   turn of the event loop, and costs one write to the disk.
 * - The cache is bounded, and emptied by a destruction: another process' one is noticed at the next look, before any key is given.
 * - A store that was taken away while it is open makes no key: nobody would find it again.
 */
import { makeItemKey, unwrapItemKey, type ItemKey } from '@gatehouse/crypto';
import { failpoint } from '@gatehouse/failpoints';
import { RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import { LRUCache } from 'lru-cache';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { fileNumber, missing } from './key-file.ts';

/** What stands under an item's id; nothing for an id that never had a key. */
export type FoundKey = ItemKey | 'destroyed';

export interface KeyCounts {
  /** look-ups answered from the cache, and by the file */
  hits: number;
  misses: number;
  made: number;
  /** keys in the cache */
  cached: number;
}

interface Row {
  item_id: string;
  wrapped: string | null;
}

interface Group {
  itemIds: Set<string>;
  done: Promise<void>;
}

const [CHECKPOINT_TRIES, BETWEEN_TRIES_MS] = [40, 50];

export class ItemKeyStore {
  readonly id: string;
  readonly #cache: LRUCache<string, ItemKey>;
  readonly #find: StatementSync;
  readonly #destructions: StatementSync;
  readonly #counts = { hits: 0, misses: 0, made: 0 };
  readonly #number: number | null;
  #seen: unknown;
  #next: Group | null = null;

  /** @param agencyKey base64url, 32 bytes; @param cached keys in the cache at the most */
  constructor(
    private readonly database: DatabaseSync,
    private readonly file: string,
    private readonly agencyKey: string,
    cached: number,
  ) {
    this.#cache = new LRUCache({ max: cached });
    this.#find = database.prepare(
      'select item_id, wrapped from item_key where item_id in (select value from json_each(?))',
    );
    this.#destructions = database.prepare('select destructions from key_store');
    this.id = String(database.prepare('select id from key_store').get()?.['id']);
    this.#number = fileNumber(file);
  }

  /**
   * The keys of these items, as far as they ever had one. One look-up.
   * @throws CryptoFault 'malformed' when a kept key was changed, or another agency key wrapped it
   */
  keysOf(itemIds: Iterable<string>): Map<string, FoundKey> {
    this.#forgetDestroyed();
    const found = new Map<string, FoundKey>();
    const unknown: string[] = [];
    for (const itemId of new Set(itemIds)) {
      const key = this.#cache.get(itemId);
      if (key) found.set(itemId, key);
      else unknown.push(itemId);
    }
    this.#counts.hits += found.size;
    this.#counts.misses += unknown.length;
    if (unknown.length > 0) this.#look(unknown, found);
    return found;
  }

  /**
   * The keys of these items, made and kept for those that never had one.
   * @returns a key for each, or that it was destroyed
   * @throws TerminalFault 'key-store-missing' when the file is no longer there; RetryableFault 'key-store-busy'
   */
  async make(itemIds: readonly string[]): Promise<Map<string, FoundKey>> {
    const found = this.keysOf(itemIds);
    const unknown = itemIds.filter((itemId) => !found.has(itemId));
    if (unknown.length === 0) return found;
    await this.#inGroup(unknown);
    return this.keysOf(itemIds);
  }

  /**
   * Destroys keys for good: their ids stay, as those of something destroyed, and get no new one. Also of ids that never had a key.
   * @param at from the clock port
   * @throws RetryableFault 'key-not-overwritten': destroyed and nobody opens with it any more, but its bytes still stand in the
   *   file; call again
   */
  async destroy(itemIds: readonly string[], at: Date): Promise<void> {
    const entomb = this.database.prepare(
      `insert into item_key (item_id, wrapped, destroyed_at) values (?, null, ?)
       on conflict (item_id) do update set wrapped = null, destroyed_at = coalesce(destroyed_at, excluded.destroyed_at)`,
    );
    this.#commit(() => {
      for (const itemId of itemIds) entomb.run(itemId, at.toISOString());
      this.database.exec('update key_store set destructions = destructions + 1');
      failpoint('item-keys.destroy.before-commit');
    });
    failpoint('item-keys.destroy.after-commit');
    this.#cache.clear();
    await this.overwrite();
  }

  /** Brings what was destroyed into the file itself and empties the journal that still holds it. Throws as `destroy`. */
  async overwrite(): Promise<void> {
    for (let tries = 0; tries < CHECKPOINT_TRIES; tries += 1) {
      if (this.database.prepare('pragma wal_checkpoint(truncate)').get()?.['busy'] === 0) return;
      await pause(BETWEEN_TRIES_MS);
    }
    throw new RetryableFault('a destroyed key still stands in the journal of its store: another process reads it', {
      code: 'key-not-overwritten',
    });
  }

  /** Whether the file that is open is still the one at its place. */
  isInPlace(): boolean {
    return this.#number !== null && fileNumber(this.file) === this.#number;
  }

  counts(): KeyCounts {
    return { ...this.#counts, cached: this.#cache.size };
  }

  /** Keeps wrapped keys that were kept elsewhere until now; an id that is known here already stays as it is. */
  adopt(wrappedKeys: readonly { itemId: string; wrapped: string }[]): void {
    for (const { itemId, wrapped } of wrappedKeys) unwrapItemKey(this.agencyKey, itemId, wrapped);
    this.#keep(wrappedKeys);
  }

  close(): void {
    this.#cache.clear();
    this.database.close();
  }

  #forgetDestroyed(): void {
    const now = this.#destructions.get()?.['destructions'];
    if (now !== this.#seen) this.#cache.clear();
    this.#seen = now;
  }

  #look(itemIds: string[], found: Map<string, FoundKey>): void {
    for (const { item_id, wrapped } of this.#find.all(JSON.stringify(itemIds)) as unknown as Row[]) {
      if (wrapped === null) {
        found.set(item_id, 'destroyed');
        continue;
      }
      const key = unwrapItemKey(this.agencyKey, item_id, wrapped);
      this.#cache.set(item_id, key);
      found.set(item_id, key);
    }
  }

  /** Everybody who asks in this turn of the event loop is served by one commit. */
  #inGroup(itemIds: string[]): Promise<void> {
    this.#next ??= this.#begin();
    for (const itemId of itemIds) this.#next.itemIds.add(itemId);
    return this.#next.done;
  }

  #begin(): Group {
    const itemIds = new Set<string>();
    const done = new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        this.#next = null;
        try {
          this.#keep([...itemIds].map((itemId) => ({ itemId, ...makeItemKey(this.agencyKey, itemId) })));
          this.#counts.made += itemIds.size;
          resolve();
        } catch (fault) {
          reject(fault as Error);
        }
      });
    });
    return { itemIds, done };
  }

  #keep(keys: readonly { itemId: string; wrapped: string }[]): void {
    // Whoever was first has made the key; what was made here in vain is forgotten.
    const keep = this.database.prepare(
      'insert into item_key (item_id, wrapped) values (?, ?) on conflict (item_id) do nothing',
    );
    this.#commit(() => {
      for (const { itemId, wrapped } of keys) keep.run(itemId, wrapped);
      failpoint('item-keys.make.before-commit');
    });
    failpoint('item-keys.make.after-commit');
  }

  #commit(work: () => void): void {
    if (!this.isInPlace()) throw missing(this.file);
    try {
      this.database.exec('begin immediate');
      work();
      this.database.exec('commit');
    } catch (fault) {
      if (this.database.isTransaction) this.database.exec('rollback');
      throw asFault(fault);
    }
  }
}

const SQLITE_BUSY = 5;

const asFault = (fault: unknown): unknown => {
  if (!(fault instanceof Error) || !('errcode' in fault)) return fault;
  const details = { cause: fault };
  if (fault.errcode === SQLITE_BUSY)
    return new RetryableFault('another process holds the key store', { ...details, code: 'key-store-busy' });
  return new TerminalFault('the key store cannot be written', { ...details, code: 'key-store-damaged' });
};
