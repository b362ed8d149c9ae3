/**
 * The headers every answer has, whatever it says: nothing is cached, nothing is guessed, nothing is executed, and the
 * set is the same for what exists and for what does not.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CORRELATION_HEADER, correlationIdOf } from './correlation.ts';

export const ANSWER_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** For a deployment behind TLS: two years, as browsers' preload lists ask. Over plain HTTP it means nothing (RFC 6797, 7.2). */
export const STRICT_TRANSPORT = { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } as const;

/** Idempotent; to be called before anything else answers. */
export const setAnswerHeaders = (request: IncomingMessage, response: ServerResponse): void => {
  for (const [name, value] of Object.entries(ANSWER_HEADERS)) response.setHeader(name, value);
  response.setHeader(CORRELATION_HEADER, correlationIdOf(request));
};
