/**
 * Faults: what is thrown, as against refusals, which are returned. A fault's class tells the caller what to do.
 *
 * Invariants: messages are for operators and carry no personal data; `code` is a stable slug that one filter maps to
 * an RFC 9457 problem type.
 */
export interface FaultDetails {
  cause?: unknown;
  /** a stable slug, such as 'bad-signature' */
  code?: string;
}

/** The same call may succeed later: try again, after `retryAfterSeconds` where it is known. */
export class RetryableFault extends Error {
  override readonly name: string = 'RetryableFault';
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, details: FaultDetails & { retryAfterSeconds?: number } = {}) {
    super(message, { cause: details.cause });
    this.code = details.code ?? 'retryable';
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** The same call will never succeed: somebody has to change something first. */
export class TerminalFault extends Error {
  override readonly name: string = 'TerminalFault';
  readonly code: string;

  constructor(message: string, details: FaultDetails = {}) {
    super(message, { cause: details.cause });
    this.code = details.code ?? 'terminal';
  }
}

/** Someone else wrote the stream first: load it again, decide again. */
export class ConcurrencyConflict extends RetryableFault {
  override readonly name: string = 'ConcurrencyConflict';

  constructor(message: string, details: FaultDetails = {}) {
    super(message, { code: 'concurrency-conflict', ...details });
  }
}
