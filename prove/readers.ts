// Two readers that follow a store while others write to it: the store's own, and the control.
import { readAll, type Cursor, type RecordedEvent } from '@gatehouse/event-store';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';

/** How every consumer of the store reads: on from the last cursor, or from one given, until writers are done and nothing is left. */
export const readOn = async (
  pool: pg.Pool,
  seen: Set<string>,
  writing: { still: boolean },
  after: Cursor | null = null,
): Promise<void> => {
  let last = after;
  for (;;) {
    const wasWriting = writing.still;
    const events: RecordedEvent[] = await readAll(pool, last, 500);
    for (const { streamId, version } of events) {
      const id = `${streamId}@${version}`;
      if (seen.has(id)) throw new Error('an event was shown twice');
      seen.add(id);
    }
    last = events.at(-1)?.cursor ?? last;
    if (events.length === 0 && !wasWriting) return;
    if (events.length === 0) await pause(5);
  }
};

/** The reader of so many systems: the highest number seen, and what is above it. */
export const readNaively = async (pool: pg.Pool, seen: Set<string>, writing: { still: boolean }): Promise<void> => {
  let position = '0';
  for (;;) {
    const wasWriting = writing.still;
    const { rows } = await pool.query<{ stream_id: string; version: number; sequence: string }>(
      'select stream_id, version, sequence from store.events where sequence > $1 order by sequence limit 500',
      [position],
    );
    for (const { stream_id, version } of rows) seen.add(`${stream_id}@${version}`);
    position = rows.at(-1)?.sequence ?? position;
    if (rows.length === 0 && !wasWriting) return;
    if (rows.length === 0) await pause(5);
  }
};
