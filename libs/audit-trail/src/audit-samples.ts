import type { Queryable } from '@gatehouse/event-store';
import type { Sample } from '@gatehouse/service-kit/metrics';

/** How far the sequencer is behind: for those who watch. `source`: the service. */
export const auditSamples = async (queryable: Queryable, source: string): Promise<Sample[]> => {
  const { rows } = await queryable.query<{ unnumbered: number; unshipped: number }>(
    `select (select count(*) from audit.record where source = $1 and number is null)::integer as unnumbered,
       (select count(*) from audit.record where source = $1 and number is not null and shipped_at is null)::integer
         as unshipped`,
    [source],
  );
  return rows.flatMap(({ unnumbered, unshipped }): Sample[] => [
    { name: 'gatehouse_audit_unnumbered_records', service: source, labels: {}, value: unnumbered },
    { name: 'gatehouse_audit_unshipped_records', service: source, labels: {}, value: unshipped },
  ]);
};
