import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leafHash } from './hashing.ts';
import { planConsistency, planInclusion, planRoot, prover, tilesOf } from './proof.ts';
import { referenceTree } from './reference-tree.fixture.ts';
import { tileKey, type Tile } from './tile.ts';
import { entries, hex, MemoryLog } from './tree.fixture.ts';
import { verifyConsistency, verifyInclusion } from './verify.ts';

const all = entries(70_000);
const reference = referenceTree(all);
const log = new MemoryLog();
log.grow(all);
const prove = prover(log.read);
const flipped = (hash: Uint8Array, bit: number): Uint8Array => {
  const copy = hash.slice();
  copy[Math.floor(bit / 8) % copy.length]! ^= 1 << (bit % 8);
  return copy;
};
const sizeUpTo = (max: number) => fc.integer({ min: 1, max });

describe('inclusion proofs', () => {
  it('are those of RFC 9162 and verify, at every size from 1 to 600', () => {
    for (let size = 1; size <= 600; size++) {
      const root = reference.root(size);
      const places = new Set([
        0,
        1,
        size >> 1,
        (size * 7) % size,
        (size * 31 + 255) % size,
        255,
        256,
        size - 2,
        size - 1,
      ]);
      for (const index of [...places].filter((i) => i >= 0 && i < size)) {
        const proof = prove(planInclusion(index, size));
        expect(hex(...proof)).toBe(hex(...reference.inclusion(index, size)));
        expect(verifyInclusion(proof, index, size, leafHash(all[index]!), root)).toBe(true);
      }
    }
  });

  it('hold for every entry of every tree up to 70 entries', () => {
    for (let size = 1; size <= 70; size++)
      for (let index = 0; index < size; index++) {
        const proof = prove(planInclusion(index, size));
        expect(verifyInclusion(proof, index, size, leafHash(all[index]!), reference.root(size))).toBe(true);
      }
  });

  it('hold across three levels of tiles', () => {
    fc.assert(
      fc.property(sizeUpTo(70_000), fc.nat(), (size, n) => {
        const proof = prove(planInclusion(n % size, size));
        expect(hex(...proof)).toBe(hex(...reference.inclusion(n % size, size)));
        expect(verifyInclusion(proof, n % size, size, leafHash(all[n % size]!), reference.root(size))).toBe(true);
      }),
    );
  });

  it('fail once anything is altered', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2_000 }), fc.nat(), fc.nat(), (size, n, bit) => {
        const index = n % size;
        const [leaf, root] = [leafHash(all[index]!), reference.root(size)];
        const proof = prove(planInclusion(index, size));
        const altered = proof.with(bit % proof.length, flipped(proof[bit % proof.length]!, bit));
        expect(verifyInclusion(altered, index, size, leaf, root)).toBe(false);
        expect(verifyInclusion(proof, index, size, flipped(leaf, bit), root)).toBe(false);
        expect(verifyInclusion(proof, index, size, leaf, flipped(root, bit))).toBe(false);
        expect(verifyInclusion(proof, (index + 1) % size, size, leaf, root)).toBe(false);
        expect(verifyInclusion(proof.slice(1), index, size, leaf, root)).toBe(false);
        expect(verifyInclusion([...proof, root], index, size, leaf, root)).toBe(false);
        expect(verifyInclusion(proof, index, size, all[index]!, root)).toBe(false);
        expect(verifyInclusion(proof, size, size, leaf, root)).toBe(false);
        expect(verifyInclusion(proof, index, size * 4, leaf, root)).toBe(false);
        expect(verifyInclusion(proof, -1, size, leaf, root)).toBe(false);
      }),
    );
  });
});

describe('consistency proofs', () => {
  it('are those of RFC 9162 and verify, at every size from 0 to 600', () => {
    for (let size = 0; size <= 600; size++)
      for (const old of new Set(
        [0, 1, 2, size >> 1, (size * 5) % 97, 128, 255, 256, 257, size - 1, size].filter((n) => n >= 0 && n <= size),
      )) {
        const proof = prove(planConsistency(old, size));
        expect(hex(...proof)).toBe(hex(...reference.consistency(old, size)));
        expect(verifyConsistency(proof, old, reference.root(old), size, reference.root(size))).toBe(true);
      }
  });

  it('hold across three levels of tiles', () => {
    fc.assert(
      fc.property(sizeUpTo(70_000), fc.nat(), (size, n) => {
        const proof = prove(planConsistency(n % size, size));
        expect(hex(...proof)).toBe(hex(...reference.consistency(n % size, size)));
        expect(verifyConsistency(proof, n % size, reference.root(n % size), size, reference.root(size))).toBe(true);
      }),
    );
  });

  it('fail once anything is altered, and for a history that was rewritten', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2_000 }), fc.nat(), fc.nat(), (size, n, bit) => {
        const old = 1 + (n % (size - 1));
        const [oldRoot, root] = [reference.root(old), reference.root(size)];
        const proof = prove(planConsistency(old, size));
        const altered = proof.with(bit % proof.length, flipped(proof[bit % proof.length]!, bit));
        expect(verifyConsistency(altered, old, oldRoot, size, root)).toBe(false);
        expect(verifyConsistency(proof, old, flipped(oldRoot, bit), size, root)).toBe(false);
        expect(verifyConsistency(proof, old, oldRoot, size, flipped(root, bit))).toBe(false);
        expect(verifyConsistency(proof.slice(1), old, oldRoot, size, root)).toBe(false);
        expect(verifyConsistency([...proof, root], old, oldRoot, size, root)).toBe(false);
        expect(verifyConsistency(proof, size, root, old, oldRoot)).toBe(false);
        expect(verifyConsistency(proof, old, oldRoot, size * 4, root)).toBe(false);
        expect(verifyConsistency([root], size, root, size, root)).toBe(false);
        expect(verifyConsistency([root], 0, reference.root(0), size, root)).toBe(false);
        const rewritten = new MemoryLog();
        rewritten.grow(all.slice(0, size).with(old - 1, flipped(all[old - 1]!, bit)));
        const forged = prover(rewritten.read)(planConsistency(old, size));
        expect(verifyConsistency(forged, old, oldRoot, size, rewritten.root)).toBe(false);
      }),
    );
  });
});

describe('a plan', () => {
  it('names each tile once, at the width of the tree it proves against', () => {
    const tiles = tilesOf(planInclusion(3, 600), planInclusion(4, 600), planConsistency(300, 600));
    expect(new Set(tiles.map(tileKey)).size).toBe(tiles.length);
    expect(tiles).toContainEqual({ level: 0, index: 2, width: 88 });
    expect(tiles).toContainEqual({ level: 1, index: 0, width: 2 });
  });

  it('needs nothing but the tiles it names', () => {
    fc.assert(
      fc.property(sizeUpTo(70_000), fc.nat(), (size, n) => {
        const plan = planInclusion(n % size, size);
        const read = new Map(
          tilesOf(plan).map((tile: Tile) => [tileKey(tile), log.read(tile)!.slice(0, tile.width * 32)]),
        );
        expect(prover((tile) => read.get(tileKey(tile)))(plan)).toEqual(reference.inclusion(n % size, size));
      }),
    );
  });

  it('gives the root of an earlier size from the tiles of a later one', () => {
    for (const size of [1, 255, 256, 257, 65_535, 65_536, 69_999])
      expect(prove(planRoot(size))).toEqual([reference.root(size)]);
  });

  it('is refused outside the tree', () => {
    expect(() => planInclusion(5, 5)).toThrow(RangeError);
    expect(() => planInclusion(-1, 5)).toThrow(RangeError);
    expect(() => planConsistency(6, 5)).toThrow(RangeError);
    expect(() => prover(() => undefined)(planInclusion(0, 2))).toThrow(RangeError);
  });
});
