// What this service can be watched by: asked at each scrape.
import { auditSamples } from '@gatehouse/audit-trail';
import { inTransaction } from '@gatehouse/event-store';
import { deciding } from '@gatehouse/policy';
import { poolSamples, workerSamples, type Sample } from '@gatehouse/service-kit';
import type { Worker } from '@gatehouse/service-kit/worker';
import type { Oversight } from './oversight.ts';

export const oversightSamples = async ({ service, pool }: Oversight, workers: Worker[]): Promise<Sample[]> => {
  const fromDatabase = await inTransaction(
    pool,
    async (client): Promise<Sample[]> => {
      const { rows } = await client.query<{ n: number }>(
        'select count(*)::integer as n from oversight.kept where log_index is null',
      );
      const value = rows[0]?.n ?? 0;
      const waiting: Sample = { name: 'gatehouse_log_unintegrated_records', service, labels: {}, value };
      return [waiting, ...(await auditSamples(client, service))];
    },
    { statementMs: 1_500 },
  );
  const shadowed: Sample[] = [
    { name: 'gatehouse_decisions_shadowed_total', service, labels: {}, value: deciding.shadowed() },
    { name: 'gatehouse_engines_diverged', service, labels: {}, value: deciding.state() === true ? 0 : 1 },
  ];
  return [...fromDatabase, ...shadowed, ...poolSamples(service, pool), ...workerSamples(service, workers)];
};
