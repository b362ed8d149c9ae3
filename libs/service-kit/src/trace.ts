/**
 * One trace from a request to the recipient's read model (W3C Trace Context).
 *
 * Promise: the context travels with the record itself: in the event's metadata, in the outbox row, in the message's header;
 * each hop continues what it finds there, whenever it runs. Without a tracer registered in the process (the default)
 * nothing is recorded, stored or sent, and a call costs next to nothing.
 * Invariants: attributes come from closed lists: no values, no addresses, no ids of people or items. What a header says is
 * never decided on.
 */
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, Context, SpanContext } from '@opentelemetry/api';

export { SpanKind };

export interface SpanOptions {
  /** low in number: of the step, not of what passes through it */
  name: string;
  /** the service whose work it is: `gatehouse.service` */
  service: string;
  kind?: SpanKind;
  attributes?: Attributes;
  /** the traceparent to continue; without one the span is a child of the active span, or begins a trace */
  from?: string | undefined;
}

export const SERVICE_ATTRIBUTE = 'gatehouse.service';
export const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Looked up each time: a process may start its tracer after this module was loaded. */
export const tracer = () => trace.getTracer('gatehouse');

/** The active span as a traceparent; undefined where nothing is traced. */
export const traceparent = (): string | undefined => {
  const active = trace.getActiveSpan()?.spanContext();
  return active && trace.isSpanContextValid(active) ? traceparentOf(active) : undefined;
};

export const traceparentOf = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** The same as a member to spread into headers or metadata; empty where nothing is traced. */
export const carriedTrace = (): { traceparent?: string } => {
  const active = traceparent();
  return active === undefined ? {} : { traceparent: active };
};

/** Where a traceparent leads to; the active context where it is missing or malformed. */
export const contextFrom = (from: unknown): Context => {
  const [, traceId, spanId, flags] = (typeof from === 'string' && TRACEPARENT.exec(from)) || [];
  if (!traceId || !spanId || !flags) return context.active();
  const remote = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, remote);
};

/** Does work in a span; what it throws marks the span by its kind alone, since messages may hold personal data. */
export const inSpan = <T>(options: SpanOptions, work: () => Promise<T>): Promise<T> => {
  const { name, service, kind, from } = options;
  const attributes = { ...options.attributes, [SERVICE_ATTRIBUTE]: service };
  return tracer().startActiveSpan(name, { kind, attributes }, contextFrom(from), async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', kindOf(error));
      throw error;
    } finally {
      span.end();
    }
  });
};

/** Does work in a span of the trace a record carries; where it carries none, no trace is begun for it. */
export const inCarriedSpan = <T>(carried: unknown, options: SpanOptions, work: () => Promise<T>): Promise<T> =>
  typeof carried === 'string' ? inSpan({ ...options, from: carried }, work) : work();

const kindOf = (error: unknown): string => {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
};
