// Where a hash lives: C2SP tlog-tiles, height 8.
//
// Tile (level l, index n) holds in its i-th place MTH(D[(n*256+i) * 256^l : (n*256+i+1) * 256^l]).
// Invariants: a partial tile (1 to 255 hashes) is a prefix of every later state of that tile; it is never hashed upward.
import { HASH_BYTES } from './hashing.ts';

/** Hashes in a full tile. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** One tile as wide as it is read: 1 to 256 hashes. */
export interface Tile {
  level: number;
  index: number;
  width: number;
}

/** A node over a perfect subtree: entries [index * 2^height, (index + 1) * 2^height). */
export interface TreeNode {
  height: number;
  index: number;
}

/** Hashes of a level that a tree of `size` entries has. */
const rowLength = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** Width of tile (level, index) in a tree of `size` entries; 0 when it has none. */
export const tileWidth = (level: number, index: number, size: number): number =>
  Math.max(0, Math.min(TILE_WIDTH, rowLength(level, size) - index * TILE_WIDTH));

/** The tile that holds the row under a node, and which of its bytes. `size`: the tree whose tiles are read. */
export const placeOf = ({ height, index }: TreeNode, size: number): { tile: Tile; from: number; to: number } => {
  const level = Math.floor(height / TILE_HEIGHT);
  const span = 2 ** (height % TILE_HEIGHT);
  const first = index * span;
  const tileIndex = Math.floor(first / TILE_WIDTH);
  const offset = first % TILE_WIDTH;
  const width = tileWidth(level, tileIndex, size);
  if (offset + span > width) throw new RangeError(`node ${index} of height ${height} is not in a tree of ${size}`);
  return { tile: { level, index: tileIndex, width }, from: offset * HASH_BYTES, to: (offset + span) * HASH_BYTES };
};

/** One name for a tile whatever its width, to keep tiles in maps. */
export const tileKey = ({ level, index }: Pick<Tile, 'level' | 'index'>): string => `${level}/${index}`;

/** The rightmost, partial tile of each level of a tree of `size` entries; levels without one are left out. */
export const partialTiles = (size: number): Tile[] => {
  const tiles: Tile[] = [];
  for (let level = 0; rowLength(level, size) > 0; level++) {
    const index = Math.floor(rowLength(level, size) / TILE_WIDTH);
    const width = rowLength(level, size) % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index, width });
  }
  return tiles;
};
