import type { Queryable } from '@gatehouse/event-store';
import type { Sample } from '@gatehouse/service-kit/metrics';

interface Waiting {
  unsent: number;
  oldest_unsent: Date | null;
  unreceipted: number;
  oldest_unreceipted: Date | null;
  received: number;
}

/** What waits in the outbox and for how long, and how much the inbox holds: for those who watch. */
export const busSamples = async (queryable: Queryable, service: string, now: Date): Promise<Sample[]> => {
  const { rows } = await queryable.query<Waiting>(
    `select count(*) filter (where sent_at is null)::integer as unsent,
       min(enqueued_at) filter (where sent_at is null) as oldest_unsent,
       count(*) filter (where sent_at is not null and received_at is null)::integer as unreceipted,
       min(enqueued_at) filter (where sent_at is not null and received_at is null) as oldest_unreceipted,
       (select n_live_tup from pg_stat_user_tables where schemaname = 'bus' and relname = 'inbox')::integer as received
     from bus.outbox`,
  );
  return rows.flatMap((row): Sample[] => [
    ...waiting(service, 'bus', row.unsent, row.oldest_unsent, now),
    ...waiting(service, 'receipt', row.unreceipted, row.oldest_unreceipted, now),
    { name: 'gatehouse_inbox_messages', service, labels: {}, value: row.received },
  ]);
};

const waiting = (service: string, waits_for: string, count: number, oldest: Date | null, now: Date): Sample[] => [
  { name: 'gatehouse_outbox_messages', service, labels: { waits_for }, value: count },
  { name: 'gatehouse_outbox_oldest_seconds', service, labels: { waits_for }, value: age(oldest, now) },
];

const age = (since: Date | null, now: Date): number =>
  since === null ? 0 : Math.max(0, (now.getTime() - since.getTime()) / 1000);
