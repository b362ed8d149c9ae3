// What is written when a log grows, and what is refused: beside the roots and proofs of the other specs.
import { describe, expect, it } from '@jest/globals';
import { append, edgeFromTiles, emptyEdge, rootOf } from './append.ts';
import { HASH_BYTES, leafHash, perfectSubtree } from './hashing.ts';
import { planInclusion, prover } from './proof.ts';
import { partialTiles, placeOf, tileKey, tileWidth, type Tile } from './tile.ts';
import { entries, hex } from './tree.fixture.ts';

const all = entries(520);
const named = (tiles: Tile[]): string[] => tiles.map((tile) => `${tileKey(tile)} ${tile.width}`);
const grown = (from: number, to: number) => append(append(emptyEdge, all.slice(0, from)).edge, all.slice(from, to));

describe('growing', () => {
  it.each([
    [0, 0, []],
    [0, 1, ['0/0 1']],
    [1, 1, []],
    [1, 3, ['0/0 3']],
    [3, 256, ['0/0 256', '1/0 1']],
    [3, 257, ['0/0 256', '0/1 1', '1/0 1']],
    [256, 257, ['0/1 1']],
    [257, 511, ['0/1 255']],
    [257, 513, ['0/1 256', '0/2 1', '1/0 2']],
    [0, 520, ['0/0 256', '0/1 256', '0/2 8', '1/0 2']],
  ])('from %i entries to %i writes the tiles that change, and no others', (from, to, tiles) =>
    expect(named(grown(from, to).tiles)).toEqual(tiles),
  );

  it('writes the hashes of the entries, and above each full tile its own', () => {
    const { tiles } = grown(0, 257);
    const [full, next, above] = tiles.map(({ bytes }) => bytes);
    expect(hex(full!)).toBe(
      all
        .slice(0, 256)
        .map((one) => hex(leafHash(one)))
        .join(''),
    );
    expect(hex(next!)).toBe(hex(leafHash(all[256]!)));
    expect(hex(above!)).toBe(hex(perfectSubtree(full!)));
  });

  it.each([0, 31, 33, 64])('refuses an entry of %i bytes', (length) =>
    expect(() => append(emptyEdge, [all[0]!, new Uint8Array(length)])).toThrow(
      new RangeError(`an entry is 32 bytes, not ${length}`),
    ),
  );

  it('ends where sizes are exact no more', () => {
    const full = { size: Number.MAX_SAFE_INTEGER, partials: [] };
    expect(() => append(full, [all[0]!])).toThrow(new RangeError('the log is full'));
    expect(append({ ...full, size: full.size - 1 }, []).edge.size).toBe(full.size - 1);
  });
});

describe('the edge read back', () => {
  const { edge, tiles } = grown(0, 515);
  const kept = new Map(tiles.map((tile) => [tileKey(tile), tile.bytes]));

  it('is the edge that was, also from tiles that have grown since', () => {
    expect(edgeFromTiles(515, (tile) => kept.get(tileKey(tile)))).toEqual(edge);
    const before = edgeFromTiles(513, (tile) => kept.get(tileKey(tile)));
    expect(hex(rootOf(before))).toBe(hex(grown(0, 513).root));
    expect(before.partials.map(({ length }) => length / HASH_BYTES)).toEqual([1, 2]);
  });

  it('has an empty row where a level has no partial tile', () => {
    const { partials } = edgeFromTiles(512, (tile) => kept.get(tileKey(tile)));
    expect(partials.map(({ length }) => length / HASH_BYTES)).toEqual([0, 2]);
  });

  it.each([
    ['is missing', () => undefined],
    ['is too narrow', (tile: Tile) => kept.get(tileKey(tile))?.slice(0, 2 * HASH_BYTES)],
  ])('is refused where a tile %s', (_what, read) =>
    expect(() => edgeFromTiles(515, read)).toThrow(new RangeError('tile 0/2 does not hold 3 hashes')),
  );
});

describe('a place in a tile', () => {
  it.each([
    [{ height: 0, index: 0 }, 1, { level: 0, index: 0, width: 1 }, 0, 1],
    [{ height: 0, index: 257 }, 300, { level: 0, index: 1, width: 44 }, 1, 2],
    [{ height: 3, index: 33 }, 300, { level: 0, index: 1, width: 44 }, 8, 16],
    [{ height: 7, index: 1 }, 256, { level: 0, index: 0, width: 256 }, 128, 256],
    [{ height: 8, index: 1 }, 512, { level: 1, index: 0, width: 2 }, 1, 2],
    [{ height: 9, index: 0 }, 512, { level: 1, index: 0, width: 2 }, 0, 2],
  ])('%j of a tree of %i', (node, size, tile, from, to) =>
    expect(placeOf(node, size)).toEqual({ tile, from: from * HASH_BYTES, to: to * HASH_BYTES }),
  );

  it.each([
    [{ height: 0, index: 1 }, 1],
    [{ height: 1, index: 0 }, 1],
    [{ height: 8, index: 2 }, 767],
  ])('%j is none of a tree of %i', (node, size) =>
    expect(() => placeOf(node, size)).toThrow(
      new RangeError(`node ${node.index} of height ${node.height} is not in a tree of ${size}`),
    ),
  );

  it('is as wide as the tree is large', () => {
    const widths = [0, 1, 255, 256, 257, 511, 512, 600].map((size) => [0, 1, 2].map((at) => tileWidth(0, at, size)));
    expect(widths.map((row) => row.join())).toEqual([
      '0,0,0',
      '1,0,0',
      '255,0,0',
      '256,0,0',
      '256,1,0',
      '256,255,0',
      '256,256,0',
      '256,256,88',
    ]);
    expect([tileWidth(1, 0, 255), tileWidth(1, 0, 600)]).toEqual([0, 2]);
    expect([0, 1, 256, 257].map((size) => named(partialTiles(size)).join())).toEqual([
      '',
      '0/0 1',
      '1/0 1',
      '0/1 1,1/0 1',
    ]);
  });
});

it.each([
  ['is missing', () => undefined],
  ['is too narrow', () => new Uint8Array(2 * HASH_BYTES)],
  ['ends inside a hash', () => new Uint8Array(3 * HASH_BYTES - 1)],
])('nothing is proven from a tile that %s', (_what, read) =>
  expect(() => prover(read)(planInclusion(0, 3))).toThrow(new RangeError('tile 0/0 was not read')),
);
