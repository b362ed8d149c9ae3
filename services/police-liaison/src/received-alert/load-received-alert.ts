// A received alert as its stream stands, with the reader's own earlier openings: one query each for stream and openings.
import { readStream } from '@gatehouse/event-store';
import type { HeldItem } from '@gatehouse/sharing';
import type pg from 'pg';
import { receivedAlertDecider, type ReceivedAlert } from './received-alert.decider.ts';
import { receivedAlertStream, type ReceivedAlertEvent } from './received-alert.events.ts';

export interface LoadedAlert {
  alert: ReceivedAlert;
  held: HeldItem | null;
}

export const loadReceivedAlert = async (pool: pg.Pool, itemId: string, person: string): Promise<LoadedAlert> => {
  const events = await readStream(pool, receivedAlertStream(itemId));
  const opened = await pool.query<{ opened_at: Date }>(
    'select opened_at from sharing.opened where item_id = $1 and person = $2',
    [itemId, person],
  );
  const alert = events.reduce(
    (state, event) => receivedAlertDecider.evolve(state, event as unknown as ReceivedAlertEvent),
    receivedAlertDecider.initial(),
  );
  if (alert.status === 'none') return { alert, held: null };
  const openedBefore = opened.rows.map((row) => ({ person, at: row.opened_at.toISOString() }));
  return { alert, held: { ...alert.held, openedBefore } };
};
