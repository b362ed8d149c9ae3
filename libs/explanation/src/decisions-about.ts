// Which decisions about an item this service has recorded.
import type { AuditRecord } from '@gatehouse/audit-trail';
import type pg from 'pg';

const MOST = 100;

/** The audit records of decisions about an item, the youngest first. One query. */
export const decisionsAbout = async (pool: pg.Pool, itemId: string): Promise<AuditRecord[]> => {
  const { rows } = await pool.query<{ record: string }>(
    `select record from audit.record where record_id in (select record_id from sharing.decision_made where item_id = $1)
     order by transaction_id desc, sequence desc limit $2`,
    [itemId, MOST],
  );
  return rows.map(({ record }) => JSON.parse(record) as AuditRecord);
};
