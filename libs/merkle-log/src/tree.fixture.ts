import { createHash } from 'node:crypto';
import { append, emptyEdge, type TileBytes } from './append.ts';
import { tileKey, type Tile } from './tile.ts';

/** Hashes as text: what a failing spec shows is short, and comparing is fast. */
export const hex = (...hashes: Uint8Array[]): string =>
  hashes.map((hash) => Buffer.from(hash).toString('hex')).join(' ');

/** Distinct 32-byte entries. */
export const entries = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => new Uint8Array(createHash('sha256').update(`entry ${i}`).digest()));

/** A log in memory: grows in batches and keeps its tiles, one growing row for each (level, index). */
export class MemoryLog {
  edge = emptyEdge;
  root: Uint8Array = append(emptyEdge, []).root;
  readonly tiles = new Map<string, Uint8Array>();

  grow(batch: readonly Uint8Array[]): TileBytes[] {
    const { edge, root, tiles } = append(this.edge, batch);
    for (const tile of tiles) this.tiles.set(tileKey(tile), tile.bytes);
    this.edge = edge;
    this.root = root;
    return tiles;
  }

  readonly read = (tile: Tile): Uint8Array | undefined => this.tiles.get(tileKey(tile));
}
