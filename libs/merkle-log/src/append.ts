// Growing the tree.
//
// Promise: pure; `append` needs the right edge alone (at most 255 hashes a level), whatever the size of the log.
// Invariants: the root is that of RFC 9162, section 2.1.1, over all entries ever appended in order; a tile given out
// later starts with the bytes given out before; the edge passed in is not changed, so that the caller may throw the
// result away when its transaction fails.
import { foldPeaks, HASH_BYTES, leafHash, perfectSubtree } from './hashing.ts';
import { partialTiles, TILE_WIDTH, tileKey, type Tile } from './tile.ts';

/** The right edge of a tree: its size and, for each level, the bytes of its partial tile (empty where it has none). */
export interface Edge {
  readonly size: number;
  readonly partials: readonly Uint8Array[];
}

/** A tile that is new or has grown, with all of its bytes. */
export interface TileBytes extends Tile {
  bytes: Uint8Array;
}

/** A tree without entries. */
export const emptyEdge: Edge = { size: 0, partials: [] };

interface GrowingRow {
  hashes: Uint8Array[];
  index: number;
  grown: boolean;
}

const split = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: bytes.length / HASH_BYTES }, (_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));

const join = (hashes: Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES);
  hashes.forEach((hash, i) => bytes.set(hash, i * HASH_BYTES));
  return bytes;
};

/**
 * Appends entries to the tree whose right edge is given.
 * @param entries 32-byte commitments, in order
 * @returns the new edge, its root, and every tile to be written: a full tile once, a partial one as far as it is filled
 * @throws RangeError when an entry is not 32 bytes long
 */
export const append = (
  edge: Edge,
  entries: readonly Uint8Array[],
): { edge: Edge; root: Uint8Array; tiles: TileBytes[] } => {
  const size = edge.size + entries.length;
  if (!Number.isSafeInteger(size)) throw new RangeError('the log is full');
  const rows: GrowingRow[] = edge.partials.map((bytes, level) => ({
    hashes: split(bytes),
    index: Math.floor(edge.size / TILE_WIDTH ** (level + 1)),
    grown: false,
  }));
  const tiles: TileBytes[] = [];

  const push = (level: number, hash: Uint8Array): void => {
    const row = (rows[level] ??= { hashes: [], index: 0, grown: false });
    row.hashes.push(hash);
    row.grown = true;
    if (row.hashes.length < TILE_WIDTH) return;
    const bytes = join(row.hashes);
    tiles.push({ level, index: row.index, width: TILE_WIDTH, bytes });
    rows[level] = { hashes: [], index: row.index + 1, grown: false };
    push(level + 1, perfectSubtree(bytes));
  };
  for (const entry of entries) {
    if (entry.length !== HASH_BYTES) throw new RangeError(`an entry is ${HASH_BYTES} bytes, not ${entry.length}`);
    push(0, leafHash(entry));
  }

  const partials = rows.map((row) => join(row.hashes));
  rows.forEach(({ grown, index, hashes }, level) => {
    if (grown) tiles.push({ level, index, width: hashes.length, bytes: partials[level]! });
  });
  const next = { size, partials };
  return { edge: next, root: rootOf(next), tiles };
};

/** The root hash of the tree with this right edge. */
export const rootOf = ({ partials }: Edge): Uint8Array => {
  const peaks: Uint8Array[] = [];
  for (const bytes of partials.toReversed()) {
    let from = 0;
    for (let span = TILE_WIDTH / 2; span >= 1; span /= 2) {
      if (((bytes.length / HASH_BYTES) & span) === 0) continue;
      peaks.push(perfectSubtree(bytes.subarray(from, from + span * HASH_BYTES)));
      from += span * HASH_BYTES;
    }
  }
  return foldPeaks(peaks);
};

/**
 * The right edge of a tree read back from its stored tiles.
 * @param read the bytes of a tile, at least as wide as asked
 * @throws RangeError when a tile is missing or too narrow
 */
export const edgeFromTiles = (size: number, read: (tile: Tile) => Uint8Array | undefined): Edge => {
  const partials: Uint8Array[] = [];
  for (const tile of partialTiles(size)) {
    const bytes = read(tile)?.slice(0, tile.width * HASH_BYTES);
    if (bytes?.length !== tile.width * HASH_BYTES)
      throw new RangeError(`tile ${tileKey(tile)} does not hold ${tile.width} hashes`);
    partials[tile.level] = bytes;
  }
  return { size, partials: Array.from(partials, (bytes) => bytes ?? new Uint8Array(0)) };
};
