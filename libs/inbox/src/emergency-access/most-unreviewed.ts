// How many emergency accesses of one person may wait for their review at a time. What a list shows may lag behind; what counts is asked
// of the store, in the transaction of the use, one use of a person after the other.
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { loadEmergencyAccesses } from './load-emergency-accesses.ts';

/** Reviews come within days; who has as many open ones is asked to let a colleague act, or the reviewers. */
export const MOST_UNREVIEWED = 3;

/** The code of the fault by which a use too many is undone. */
export const TOO_MANY_UNREVIEWED = 'too-many-unreviewed';

const OF_PERSON = `select substr(stream_id, length($1) + 1, 36) as item_id from store.streams
  where starts_with(stream_id, $1) and substr(stream_id, length($1) + 38) = $2`;

/**
 * Undoes the caller's transaction where it made one use too many. Two at once wait for each other here, so that the second sees the
 * first.
 * @param itemId what was opened in it
 * @throws TerminalFault `too-many-unreviewed`
 */
export const refuseTooMany = async (client: pg.ClientBase, itemId: string, person: string): Promise<void> => {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`gatehouse.emergency-access.${person}`]);
  const { rows } = await client.query<{ item_id: string }>(OF_PERSON, ['emergency-access-', person]);
  const others = rows.map((row) => row.item_id).filter((id) => id !== itemId);
  let unreviewed = 0;
  for (const id of others) {
    const accesses = await loadEmergencyAccesses(client, id, person);
    unreviewed += accesses.filter(({ verdict }) => verdict === null).length;
  }
  if (unreviewed >= MOST_UNREVIEWED)
    throw new TerminalFault('one emergency access too many', { code: TOO_MANY_UNREVIEWED });
};
