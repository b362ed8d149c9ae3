// The log's tables. Every function takes the client of the caller's transaction.
import {
  HASH_BYTES,
  planRoot,
  prover,
  TILE_WIDTH,
  tileKey,
  tilesOf,
  type Checkpoint,
  type Tile,
  type TileBytes,
} from '@gatehouse/merkle-log';
import type { Queryable } from '@gatehouse/event-store';

export interface StoredCheckpoint extends Omit<Checkpoint, 'origin'> {
  note: string;
}

/** The newest checkpoint of at most `size` entries, whatever their number unless said; null before the first. */
export const latestCheckpoint = async (client: Queryable, size?: number): Promise<StoredCheckpoint | null> => {
  const { rows } = await client.query<{ size: string; root: Buffer; note: string }>(
    'select size, root, note from oversight.checkpoint where size <= $1 order by size desc limit 1',
    [size ?? Number.MAX_SAFE_INTEGER],
  );
  const [row] = rows;
  return row ? { size: Number(row.size), root: new Uint8Array(row.root), note: row.note } : null;
};

export const insertCheckpoint = async (
  client: Queryable,
  { size, root, note }: StoredCheckpoint,
  at: Date,
): Promise<void> => {
  await client.query('insert into oversight.checkpoint (size, root, note, signed_at) values ($1, $2, $3, $4)', [
    size,
    Buffer.from(root),
    note,
    at,
  ]);
};

/** Reads tiles by one query, whatever their number, and gives their bytes by tileKey; missing ones are left out. */
export const readTiles = async (client: Queryable, tiles: readonly Tile[]): Promise<Map<string, Uint8Array>> => {
  const { rows } = await client.query<{ level: number; index: string; hashes: Buffer }>(
    'select level, index, hashes from oversight.tile join unnest($1::int[], $2::bigint[]) as asked (level, index) using (level, index)',
    [tiles.map(({ level }) => level), tiles.map(({ index }) => index)],
  );
  return new Map(
    rows.map(({ level, index, hashes }) => [tileKey({ level, index: Number(index) }), new Uint8Array(hashes)]),
  );
};

/** The root of the log's first `size` entries, by its tiles; null where they cannot say. */
export const rootOfFirst = async (client: Queryable, size: number): Promise<Uint8Array | null> => {
  const plan = planRoot(size);
  const tiles = await readTiles(client, tilesOf(plan));
  try {
    return prover((tile) => tiles.get(tileKey(tile)))(plan)[0] ?? null;
  } catch (fault) {
    if (fault instanceof RangeError) return null;
    throw fault;
  }
};

/** Writes tiles; the database refuses one that does not start with what it was. */
export const writeTiles = async (client: Queryable, tiles: readonly TileBytes[]): Promise<void> => {
  await client.query(
    `insert into oversight.tile (level, index, hashes) select * from unnest($1::int[], $2::bigint[], $3::bytea[])
     on conflict (level, index) do update set hashes = excluded.hashes`,
    [tiles.map(({ level }) => level), tiles.map(({ index }) => index), tiles.map(({ bytes }) => Buffer.from(bytes))],
  );
};

/** The entries of one bundle, in order: as many as there are, at most `width`. */
export const readEntries = async (client: Queryable, index: number, width: number): Promise<Uint8Array[]> => {
  const from = index * TILE_WIDTH;
  const { rows } = await client.query<{ entry: Buffer }>(
    'select entry from oversight.log_entry where log_index >= $1 and log_index < $2 order by log_index',
    [from, from + width],
  );
  return rows.map(({ entry }) => new Uint8Array(entry));
};

/** One tile at the width asked for; null when it is not that wide (yet). */
export const readTile = async (client: Queryable, tile: Tile): Promise<Uint8Array | null> => {
  const bytes = (await readTiles(client, [tile])).get(tileKey(tile));
  return bytes && bytes.length >= tile.width * HASH_BYTES ? bytes.subarray(0, tile.width * HASH_BYTES) : null;
};
