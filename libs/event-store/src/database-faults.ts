/**
 * What a database error means to the caller.
 *
 * Source: PostgreSQL's SQLSTATE classes and the errors of Node's sockets. Invariant: what is not known to pass by
 * itself stays what it was; nothing is called retryable that repeats the same error for ever.
 */
import { types } from 'node:util';
import { ConcurrencyConflict, RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';

// Serialisation failure, deadlock: the same work in a new transaction may succeed at once.
const CONFLICTS = new Set(['40001', '40P01']);
// Statement or lock time-out, idle too long, too many connections, shutting down, starting up, disk full, read only.
const PASSING = new Set([
  '57014',
  '55P03',
  '25P03',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '53100',
  '53200',
  '25006',
]);
const SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** @returns the fault to throw: ConcurrencyConflict, RetryableFault, or the error itself */
export const asFault = (error: unknown): unknown => {
  if (!types.isNativeError(error) || error instanceof RetryableFault || error instanceof TerminalFault) return error;
  const code = (error as Error & { code?: string }).code ?? '';
  if (CONFLICTS.has(code)) return new ConcurrencyConflict('another transaction was in the way', { cause: error });
  if (PASSING.has(code) || SOCKET.has(code) || code.startsWith('08') || LOST.test(error.message))
    return new RetryableFault('the database cannot be reached or is busy', {
      cause: error,
      code: 'database-unavailable',
      retryAfterSeconds: 1,
    });
  return error;
};
