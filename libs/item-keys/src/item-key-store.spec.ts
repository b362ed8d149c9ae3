import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ItemKey } from '@gatehouse/crypto';
import { backUpKeyStore } from './back-up-key-store.ts';
import type { FoundKey, ItemKeyStore } from './item-key-store.ts';
import { openKeyStore } from './open-key-store.ts';

const agencyKey = randomBytes(32).toString('base64url');
const AT = new Date('2026-11-21T10:00:00Z');
let folder: string;
let file: string;
const stores: ItemKeyStore[] = [];
const opened = async (known: string | null = null, more: { cached?: number; file?: string } = {}) => {
  const store = await openKeyStore({ file, agencyKey, ...more }, known);
  stores.push(store);
  return store;
};
const fault = (code: string) => expect.objectContaining({ code }) as unknown as Error;
const usable = (found: FoundKey | undefined): ItemKey => {
  if (found === undefined || found === 'destroyed') throw new Error(`no key: ${found}`);
  return found;
};
const keyOf = async (store: ItemKeyStore, itemId: string) => usable((await store.make([itemId])).get(itemId));
const opens = (store: ItemKeyStore, itemId: string, sealed: string) =>
  usable(store.keysOf([itemId]).get(itemId)).openText('word', sealed);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-item-keys-'));
  file = join(folder, 'item-keys.sqlite');
});
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  rmSync(folder, { recursive: true });
});

describe('a key store', () => {
  it('gives each item one key, the same after it was closed and opened again', async () => {
    const store = await opened();
    const sealed = (await keyOf(store, 'a')).sealText('word', 'said');
    expect(() => usable(store.keysOf(['b']).get('b'))).toThrow('no key');
    const again = await opened(store.id, { cached: 1 });
    expect(opens(again, 'a', sealed)).toBe('said');
    expect(again.counts()).toEqual({ hits: 0, misses: 1, made: 0, cached: 1 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('makes what is asked in one turn together, each key once', async () => {
    const store = await opened();
    const asked = await Promise.all(['a', 'b', 'a'].map((itemId) => keyOf(store, itemId)));
    expect(opens(store, 'a', asked[2]!.sealText('word', 'x'))).toBe('x');
    expect(store.counts()).toMatchObject({ made: 2 });
  });

  it('opened twice, gives both the key of whoever was first, when both asked before there was one', async () => {
    const both = [await opened(), await opened()];
    const [one, other] = await Promise.all(both.map((store) => keyOf(store, 'a')));
    expect(one!.openText('word', other!.sealText('word', 'said'))).toBe('said');
    expect(opens(await opened(), 'a', one!.sealText('word', 'said'))).toBe('said');
  });

  it('keeps no more keys at hand than it was told, and finds the others in the file', async () => {
    const store = await opened(null, { cached: 2 });
    const ids = ['a', 'b', 'c'];
    const sealed = new Map<string, string>();
    for (const id of ids) sealed.set(id, (await keyOf(store, id)).sealText('word', id));
    expect(store.counts().cached).toBe(2);
    for (const id of ids) expect(opens(store, id, sealed.get(id)!)).toBe(id);
    const before = store.counts().hits;
    opens(store, 'c', sealed.get('c')!);
    expect(store.counts().hits).toBe(before + 1);
  });
});

describe('a destroyed key', () => {
  it('opens nothing any more, also for another process with it at hand; its id gets no new one; its neighbour opens', async () => {
    const [store, other] = [await opened(), await opened()];
    const [a, b] = [await keyOf(store, 'a'), await keyOf(store, 'b')].map((key) => key.sealText('word', 'said'));
    expect(opens(other, 'a', a!)).toBe('said');
    await store.destroy(['a', 'never-had-one'], AT);
    for (const one of [store, other, await opened(store.id)]) {
      expect(one.keysOf(['a', 'never-had-one', 'b']).get('a')).toBe('destroyed');
      expect((await one.make(['a', 'never-had-one'])).get('never-had-one')).toBe('destroyed');
      expect((await one.make(['a'])).get('a')).toBe('destroyed');
      expect(opens(one, 'b', b!)).toBe('said');
    }
  });

  it('leaves none of its bytes in the files of the store, of a thousand rows that moved while others came', async () => {
    const store = await opened();
    const wrappedOf = (itemId: string): Buffer => {
      const text = readFileSync(file, 'latin1') + readFileSync(`${file}-wal`, 'latin1');
      const at = text.lastIndexOf(`${itemId}gh1.`);
      if (at < 0) throw new Error(`no row of ${itemId}`);
      return Buffer.from(text.slice(at + itemId.length, at + itemId.length + 80), 'latin1');
    };
    const ids = Array.from({ length: 1_000 }, (_, n) => `item-${String((n * 7_919) % 1_000).padStart(4, '0')}`);
    await store.make(ids);
    const gone = ids.filter((_, n) => n % 3 === 0);
    const wrapped = gone.map(wrappedOf);
    await store.destroy(gone, AT);
    const left = readFileSync(file, 'latin1') + readFileSync(`${file}-wal`, 'latin1');
    expect(wrapped.filter((bytes) => left.includes(bytes.toString('latin1')))).toEqual([]);
    expect(left).toContain(wrappedOf(ids[1]!).toString('latin1'));
  });

  it('is not back with a backup that was taken afterwards, and is with one from before', async () => {
    const store = await opened();
    await store.make(['a', 'b']);
    const [before, after] = [join(folder, 'before'), join(folder, 'after')];
    await backUpKeyStore(file, before);
    await store.destroy(['a'], AT);
    await backUpKeyStore(file, after);
    expect((await opened(store.id, { file: after })).keysOf(['a']).get('a')).toBe('destroyed');
    expect((await opened(store.id, { file: before })).keysOf(['a']).get('a')).not.toBe('destroyed');
    expect(statSync(after).mode & 0o777).toBe(0o600);
    await expect(backUpKeyStore(file, after)).rejects.toMatchObject({ code: 'EEXIST' });
  });
});

describe('where a store is not what the database was sealed with', () => {
  it('none is made in the place of one that has gone', async () => {
    await expect(opened('some-id')).rejects.toThrow(fault('key-store-missing'));
    expect(() => statSync(file)).toThrow('ENOENT');
  });

  it('another one, one that others may read and one that is none are refused by name', async () => {
    const store = await opened();
    await expect(opened('some-id')).rejects.toThrow(fault('key-store-foreign'));
    chmodSync(file, 0o640);
    await expect(opened(store.id)).rejects.toThrow(fault('key-store-open-to-others'));
    writeFileSync(join(folder, 'none'), 'no store', { mode: 0o600 });
    await expect(opened(store.id, { file: join(folder, 'none') })).rejects.toThrow(fault('key-store-damaged'));
  });

  it('taken away while it is open, it makes and destroys no key', async () => {
    const store = await opened();
    await store.make(['a']);
    expect(store.isInPlace()).toBe(true);
    renameSync(file, `${file}.away`);
    expect(store.isInPlace()).toBe(false);
    await expect(store.make(['b'])).rejects.toThrow(fault('key-store-missing'));
    await expect(store.destroy(['a'], AT)).rejects.toThrow(fault('key-store-missing'));
  });

  it('a key under another agency key is a fault, never another key', async () => {
    const store = await opened();
    await store.make(['a']);
    const foreign = await openKeyStore({ file, agencyKey: randomBytes(32).toString('base64url') }, store.id);
    stores.push(foreign);
    expect(() => foreign.keysOf(['a'])).toThrow(fault('malformed'));
  });
});
