// Evidence first: what cannot be recorded locally is not released, and the caller is told that and when to come back.
import { inTransaction } from '@gatehouse/event-store';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import type { Agency } from './agency.ts';

/**
 * Runs what records a release, in one transaction.
 * @throws RetryableFault `evidence-unavailable`, whatever kept the record from being durable
 */
export const evidence = <T>(agency: Agency, work: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
  inTransaction(agency.pool, work).catch((cause: unknown) => {
    throw new RetryableFault('the record of a release could not be written', {
      code: 'evidence-unavailable',
      cause,
      retryAfterSeconds: 5,
    });
  });
