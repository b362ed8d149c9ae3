// What the services themselves say they released: the ledger and the audit rows.
import { ledgerStream, type Agency, type LedgerEvent } from '@gatehouse/sharing';
import { readStream } from '@gatehouse/event-store';
import type { Agencies } from './agencies.ts';
import { POLICE } from './memorandum.ts';

/** Whether the prison's ledger says that an item was released to the police. */
export const isReleased = async ({ prison }: Agencies, itemId: string): Promise<boolean> => {
  const events = (await readStream(prison.pool, ledgerStream(itemId, POLICE))) as unknown as LedgerEvent[];
  return events.some((event) => event.type === 'DisclosureDecided' && event.data.released);
};

/** Whether the share hop has gone past an item that was raised, whatever it decided. */
export const isDecided = async ({ pool }: Pick<Agency, 'pool'>, itemId: string): Promise<boolean> => {
  const { rowCount } = await pool.query(
    `select from sharing.outgoing_position p, store.events e where e.stream_id = $1
       and (p.transaction_id::xid8, p.sequence::bigint) >= (e.transaction_id, e.sequence)`,
    [`raised-${itemId}`],
  );
  return rowCount === 1;
};

interface AuditRow {
  event: string;
  decision: { bundleVersion: number | null } | null;
  agreements: string[];
}

const RELEASES = ['disclosed', 'replayed', 'read'];

/** The last audit row of each service so far. */
export const lastRecords = ({ prison, police }: Agencies): Promise<string[]> =>
  Promise.all(
    [prison, police].map(async ({ pool }) => {
      const { rows } = await pool.query<{ last: string | null }>(
        'select max(sequence)::text as last from audit.record',
      );
      return rows[0]?.last ?? '0';
    }),
  );

/**
 * Releases recorded as decided under the memorandum by the bundle of the change or a newer one.
 * @param behind only rows behind these
 */
export const releasesUnder = async (
  { prison, police }: Agencies,
  version: number,
  behind: readonly string[],
): Promise<string[]> => {
  const found: string[] = [];
  for (const [place, { pool, service }] of [prison, police].entries()) {
    const query = 'select record from audit.record where sequence > $1 order by sequence';
    const { rows } = await pool.query<{ record: string }>(query, [behind[place]]);
    for (const { event, decision, agreements } of rows.map(({ record }) => JSON.parse(record) as AuditRow)) {
      if (!RELEASES.includes(event) || !agreements.some((one) => one.startsWith('kz-prisons-police@'))) continue;
      const isLate = (decision?.bundleVersion ?? 0) >= version;
      if (isLate) found.push(`${service} recorded '${event}' as decided under the change`);
    }
  }
  return found;
};
