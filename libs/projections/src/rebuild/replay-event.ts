// One event applied once more by hand: for a row that was lost or damaged, where a rebuild would be too much.
import { inTransaction, readStream } from '@gatehouse/event-store';
import type pg from 'pg';
import { notAfter, readCheckpoint } from '../checkpoint.ts';
import type { Projection } from '../projection.ts';
import { LIVE, runnerLock, workIn } from '../schema.ts';

export type Replayed =
  | { outcome: 'replayed'; events: number }
  /** a projection that counts, appends or inserts is rebuilt instead; an event ahead of the checkpoint comes by itself */
  | { outcome: 'not-repeatable' | 'no-such-event' | 'not-yet-applied' };

/** Applies an event, and what followed it in its stream up to the checkpoint, to the live rows once more. */
export const replayEvent = async (pool: pg.Pool, projection: Projection, eventId: string): Promise<Replayed> => {
  if (!projection.repeatable) return { outcome: 'not-repeatable' };
  return inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [runnerLock(projection.name)]);
    const place = await placeOf(client, eventId);
    if (!place) return { outcome: 'no-such-event' };
    const checkpoint = await readCheckpoint(client, projection.name);
    const events = (await readStream(client, place.stream_id, place.version - 1)).filter(
      ({ cursor }) => checkpoint !== null && notAfter(cursor, checkpoint),
    );
    if (events.length === 0) return { outcome: 'not-yet-applied' };
    await workIn(client, LIVE);
    for (const event of events) await projection.apply(client, event);
    return { outcome: 'replayed', events: events.length };
  });
};

const placeOf = async (client: pg.ClientBase, eventId: string) => {
  const { rows } = await client.query<{ stream_id: string; version: number }>(
    'select stream_id, version from store.events where event_id::text = lower($1)',
    [eventId],
  );
  return rows[0];
};
