// Evidence first: what cannot be recorded locally is neither done nor released, and the caller is told that and when to
// come back.
import { asOneTransaction, inTransaction, type TransactionLimits } from '@gatehouse/event-store';
import { ConcurrencyConflict, RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import type { Agency } from './agency.ts';

/**
 * Runs what records a release or a change, in one transaction.
 * @throws RetryableFault `evidence-unavailable` when the record could not be made durable; ConcurrencyConflict and
 * TerminalFault as they are
 */
export const evidence = <T>(
  agency: Agency,
  work: (client: pg.PoolClient) => Promise<T>,
  limits?: TransactionLimits,
): Promise<T> => inTransaction(agency.pool, work, limits).catch(throwUnavailable);

/**
 * The same for a decision and all that is recorded of it, with whatever is asked of the agency's pool in between: one transaction.
 * @throws as `evidence`
 */
export const decidedWithEvidence = <T>(
  agency: Agency,
  work: (client: pg.PoolClient) => Promise<T>,
  limits?: TransactionLimits,
): Promise<T> => asOneTransaction(agency.pool, work, limits).catch(throwUnavailable);

/** What is thrown in place of a fault that kept a record from being written. */
export const throwUnavailable = (cause: unknown): never => {
  if (cause instanceof ConcurrencyConflict || cause instanceof TerminalFault) throw cause;
  const code = 'evidence-unavailable';
  throw new RetryableFault('a record could not be written', { code, cause, retryAfterSeconds: 5 });
};
