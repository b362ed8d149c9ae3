import type { Cursor, Queryable } from '@gatehouse/event-store';
import { readCheckpoint } from '../checkpoint.ts';
import type { Projection } from '../projection.ts';
import { schemaBeside } from '../schema.ts';

export interface RebuildProgress {
  /** of the rows beside; null before the first event */
  position: Cursor | null;
  /** of the live rows, where the rebuild has to come */
  live: Cursor | null;
  /** 0 to 1, of the store up to the live position; taken from the store's running number, so that nothing is counted */
  share: number;
}

/** How far a rebuild is; null when none is under way. For whoever asks, from any process. */
export const rebuildProgress = async (
  queryable: Queryable,
  { name }: Pick<Projection, 'name'>,
): Promise<RebuildProgress | null> => {
  const { rowCount } = await queryable.query('select from pg_namespace where nspname = $1', [schemaBeside(name)]);
  if (rowCount === 0) return null;
  const position = await readCheckpoint(queryable, name, schemaBeside(name));
  const live = await readCheckpoint(queryable, name);
  return { position, live, share: shareOf(position, live) };
};

const shareOf = (position: Cursor | null, live: Cursor | null): number => {
  if (live === null) return 1;
  return position === null ? 0 : Math.min(1, Number(position.sequence) / Number(live.sequence));
};
