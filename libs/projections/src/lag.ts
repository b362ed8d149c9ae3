import type { Queryable } from '@gatehouse/event-store';
import type { Sample } from '@gatehouse/service-kit/metrics';

// Enough to say that something is wrong; counting on would make a late projection later.
const COUNTED_TO = 10_000;

/** What a projection has not seen yet, and since when: for those who watch. */
export const lagSamples = async (
  queryable: Queryable,
  service: string,
  projection: string,
  now: Date,
): Promise<Sample[]> => {
  const { rows } = await queryable.query<{ unseen: number; oldest: Date | null }>(
    `select count(*)::integer as unseen, min(recorded_at) as oldest from (
       select e.recorded_at from store.events e
       where (e.transaction_id, e.sequence) >
         (select coalesce(max(transaction_id::xid8), '0'::xid8), coalesce(max(sequence::bigint), 0)
            from read.checkpoints where projection = $1)
       order by e.transaction_id, e.sequence limit ${COUNTED_TO}) waiting`,
    [projection],
  );
  return rows.flatMap(({ unseen, oldest }): Sample[] => {
    const seconds = oldest ? Math.max(0, (now.getTime() - oldest.getTime()) / 1000) : 0;
    return [
      { name: 'gatehouse_projection_lag_events', service, labels: { projection }, value: unseen },
      { name: 'gatehouse_projection_lag_seconds', service, labels: { projection }, value: seconds },
    ];
  });
};
