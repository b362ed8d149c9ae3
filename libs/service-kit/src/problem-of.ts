/**
 * From whatever was thrown to the problem that answers it: faults, refused tokens, Fastify's and Nest's own errors.
 *
 * Promise: what is not known is `internal` and says nothing but the correlation id (messages of databases and
 * libraries hold personal data).
 */
import { HttpException } from '@nestjs/common';
import { AuthenticationFault } from './caller.ts';
import { ConcurrencyConflict, RetryableFault, TerminalFault } from './faults.ts';
import { Problem } from './problem.ts';
import type { ProblemSlug } from './problems.ts';

const RETRY_AFTER_SECONDS = 5;

const FRAMEWORK: Record<string, ProblemSlug> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-unsupported',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-request',
  FST_ERR_BAD_URL: 'malformed-url',
  FST_ERR_MAX_PARAM_LENGTH: 'url-too-long',
  FST_ERR_HANDLER_TIMEOUT: 'temporarily-unavailable',
};

// Exceptions of Nest's own pipes; a controller throws problems.
const NEST: Record<number, ProblemSlug> = { 400: 'validation-failed', 404: 'not-found' };

// What could not be recorded was not released: the caller is told so.
const RETRYABLE: Record<string, 'evidence-unavailable'> = { 'evidence-unavailable': 'evidence-unavailable' };

// A position that this store never gave, or gave before it was re-based or set back, is no cursor of ours either.
const TERMINAL: Record<string, ProblemSlug> = {
  cursor: 'cursor-invalid',
  'cursor-epoch': 'cursor-invalid',
  'cursor-ahead': 'cursor-invalid',
};

/**
 * @param error anything thrown
 * @param correlationId the only thing an internal error tells
 */
export const problemOf = (error: unknown, correlationId: string): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof AuthenticationFault) return unauthorised(error);
  if (error instanceof ConcurrencyConflict) return new Problem('concurrent-change', { cause: error });
  if (error instanceof RetryableFault) return unavailable(RETRYABLE[error.code] ?? 'temporarily-unavailable', error);
  const slug = slugOf(error);
  if (slug === 'temporarily-unavailable') return unavailable(slug, error);
  return slug
    ? new Problem(slug, { cause: error })
    : new Problem('internal', { cause: error, members: { correlationId } });
};

/** A 503 that says when to come back. */
export const unavailable = (slug: 'temporarily-unavailable' | 'evidence-unavailable', cause: unknown): Problem => {
  const seconds = cause instanceof RetryableFault ? cause.retryAfterSeconds : undefined;
  return new Problem(slug, { cause, headers: { 'retry-after': String(Math.ceil(seconds ?? RETRY_AFTER_SECONDS)) } });
};

const slugOf = (error: unknown): ProblemSlug | undefined => {
  if (error instanceof TerminalFault) return own(TERMINAL, error.code);
  if (error instanceof HttpException) return NEST[error.getStatus()];
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? own(FRAMEWORK, code) : undefined;
};

const own = (table: Record<string, ProblemSlug>, key: string) => (Object.hasOwn(table, key) ? table[key] : undefined);

// RFC 6750, 3: the challenge carries no error code when no token was sent.
const unauthorised = (fault: AuthenticationFault): Problem => {
  const error = fault.code === 'token-missing' ? '' : ', error="invalid_token"';
  return new Problem(fault.code, { cause: fault, headers: { 'www-authenticate': `Bearer realm="gatehouse"${error}` } });
};
