// What agencies' audit trails hold of an action, as it was recorded.
import type { Agency } from '@gatehouse/sharing';

export type AuditRow = Record<string, unknown>;

/** The records of an action at each of these agencies. */
export const auditedAs = async (action: string, ...agencies: Pick<Agency, 'pool'>[]): Promise<AuditRow[]> => {
  const all = await Promise.all(
    agencies.map(({ pool }) =>
      pool.query<{ record: AuditRow }>(
        `select record::json as record from audit.record where record::json ->> 'action' = $1`,
        [action],
      ),
    ),
  );
  return all.flatMap(({ rows }) => rows.map(({ record }) => record));
};
