import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { append, edgeFromTiles, emptyEdge, rootOf } from './append.ts';
import { HASH_BYTES } from './hashing.ts';
import { referenceTree } from './reference-tree.fixture.ts';
import { partialTiles, tileKey, tileWidth } from './tile.ts';
import { entries, hex, MemoryLog } from './tree.fixture.ts';

const all = entries(70_000);
const reference = referenceTree(all);

describe('append', () => {
  it('gives the root of RFC 9162 at every size from 0 to 600, one entry at a time', () => {
    const log = new MemoryLog();
    expect(hex(log.root)).toBe(hex(reference.root(0)));
    for (let size = 1; size <= 600; size++) {
      log.grow([all[size - 1]!]);
      expect(hex(log.root)).toBe(hex(reference.root(size)));
      expect(hex(rootOf(log.edge))).toBe(hex(log.root));
    }
  });

  it('gives the same tree however the entries are cut into batches', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 8 }), (batches) => {
        const log = new MemoryLog();
        for (const count of batches) log.grow(all.slice(log.edge.size, log.edge.size + count));
        const once = append(emptyEdge, all.slice(0, log.edge.size));
        expect(hex(log.root)).toBe(hex(reference.root(log.edge.size)));
        expect(hex(...log.edge.partials)).toBe(hex(...once.edge.partials));
        for (const tile of once.tiles) expect(hex(log.read(tile)!)).toBe(hex(tile.bytes));
      }),
    );
  });

  it('lays out 70,000 entries as the specification says', () => {
    const log = new MemoryLog();
    log.grow(all);
    const of = (level: number) => [...log.tiles.keys()].filter((key) => key.startsWith(`${level}/`)).length;
    expect([of(0), of(1), of(2), of(3)]).toEqual([274, 2, 1, 0]);
    expect(partialTiles(70_000)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    for (const [key, bytes] of log.tiles) {
      const [level, index] = key.split('/').map(Number);
      expect(bytes.length / HASH_BYTES).toBe(tileWidth(level!, index!, 70_000));
    }
    expect(hex(log.root)).toBe(hex(reference.root(70_000)));
  });

  it('starts a grown tile with the bytes it had', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 2, maxLength: 6 }), (batches) => {
        const log = new MemoryLog();
        for (const count of batches) {
          const before = new Map(log.tiles);
          for (const tile of log.grow(all.slice(log.edge.size, log.edge.size + count))) {
            const old = before.get(tileKey(tile)) ?? new Uint8Array(0);
            expect(hex(tile.bytes.slice(0, old.length))).toBe(hex(old));
          }
        }
      }),
    );
  });

  it('leaves the edge it was given as it was, so that a failed transaction changes nothing', () => {
    const { edge } = append(emptyEdge, all.slice(0, 255));
    const before = structuredClone(edge);
    append(edge, all.slice(255, 600));
    expect(edge).toEqual(before);
  });

  it('reads the edge back from tiles, and refuses when one is missing or too narrow', () => {
    const log = new MemoryLog();
    for (const size of [1, 255, 256, 257, 512, 65_536, 65_793]) {
      log.grow(all.slice(log.edge.size, size));
      const edge = edgeFromTiles(size, log.read);
      expect(hex(rootOf(edge))).toBe(hex(reference.root(size)));
      expect(append(edge, []).edge.size).toBe(size);
    }
    expect(() => edgeFromTiles(3, () => undefined)).toThrow(RangeError);
    expect(() => edgeFromTiles(3, () => new Uint8Array(2 * HASH_BYTES))).toThrow(RangeError);
  });

  it('refuses an entry that is not 32 bytes long', () => {
    expect(() => append(emptyEdge, [new Uint8Array(31)])).toThrow(RangeError);
  });
});
