// The releases of some days under one instrument, each with its first acknowledgement: from the ledger itself.
import { currentData, type DomainEvent, type StoredData } from '@gatehouse/event-store';
import type { DisclosureDecided, LedgerEvent } from '@gatehouse/sharing';
import type pg from 'pg';
import type { ReleasedOnce } from './performance-report.ts';

type DisclosureAcknowledged = Extract<LedgerEvent, { type: 'DisclosureAcknowledged' }>;

export interface Days {
  instrumentId: string;
  /** ISO 8601 days in UTC, both included */
  from: string;
  to: string;
}

/** What left as a message under the instrument that a release cites first; two queries. */
export const releasedUnder = async (pool: pg.Pool, { instrumentId, from, to }: Days): Promise<ReleasedOnce[]> => {
  const { rows } = await pool.query<StoredData & { recorded_at: Date }>(
    `select event_id, stream_id, type, type_version, data, recorded_at from store.events
     where type = 'DisclosureDecided' and recorded_at >= $1::date::timestamp at time zone 'UTC'
       and recorded_at < ($2::date + 1)::timestamp at time zone 'UTC'`,
    [from, to],
  );
  const decided = rows.flatMap((row) => {
    const [data] = known<DisclosureDecided>(pool, [row]);
    const isUnderIt = data?.messageId && data.delivery.agreements[0]?.split('@')[0] === instrumentId;
    return data && isUnderIt ? [{ data, at: row.recorded_at, stream: row.stream_id }] : [];
  });
  const acknowledged = await acknowledgedIn(
    pool,
    decided.map(({ stream }) => stream),
  );
  return decided.map(({ data, at }) => ({
    recipient: data.recipient,
    at,
    obligations: data.delivery.obligations,
    acknowledgedAt: acknowledged.get(data.disclosureId) ?? null,
  }));
};

/** By disclosure, the first who acknowledged. */
const acknowledgedIn = async (pool: pg.Pool, streams: string[]): Promise<Map<string, Date>> => {
  const { rows } = await pool.query<StoredData>(
    `select event_id, stream_id, type, type_version, data from store.events
     where stream_id = any($1) and type = 'DisclosureAcknowledged' order by recorded_at desc`,
    [streams],
  );
  return new Map(known<DisclosureAcknowledged>(pool, rows).map((one) => [one.disclosureId, new Date(one.at)]));
};

const known = <E extends DomainEvent>(pool: pg.Pool, rows: StoredData[]): E['data'][] =>
  rows.map((row) => currentData<E>(pool, row)).filter((data) => data !== null);
