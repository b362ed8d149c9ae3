/**
 * One id per request that ties answer, logs and audit records together: the trace id of W3C Trace Context where the
 * caller sent one or a tracer is at work, else random. 32 lower-case hexadecimal digits either way.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { activeTraceId } from './request-span.ts';
import { TRACEPARENT } from './trace.ts';

export const CORRELATION_HEADER = 'gatehouse-correlation-id';
const given = new WeakMap<IncomingMessage, string>();

/** The same id however often it is asked for. */
export const correlationIdOf = (request: IncomingMessage): string => {
  const known = given.get(request);
  if (known) return known;
  const { traceparent } = request.headers;
  const fromCaller = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
  const id = fromCaller ?? activeTraceId() ?? randomBytes(16).toString('hex');
  given.set(request, id);
  return id;
};
