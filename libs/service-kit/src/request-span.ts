/** The span of one HTTP request: its method, the pattern of its route, its status; nothing of what it asked for. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { contextFrom, SERVICE_ATTRIBUTE, tracer } from './trace.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Runs the answering of a request in its span, which ends with the answer. */
export const inRequestSpan = <T>(request: IncomingMessage, response: ServerResponse, work: () => T): T => {
  const parent = contextFrom(request.headers.traceparent);
  const method = METHODS.has(request.method ?? '') ? String(request.method) : '_OTHER';
  const span = tracer().startSpan(
    method,
    { kind: SpanKind.SERVER, attributes: { 'http.request.method': method } },
    parent,
  );
  if (!span.isRecording()) return context.with(trace.setSpan(parent, span), work);
  response.once('close', () => {
    span.setAttribute('http.response.status_code', response.statusCode);
    if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  const active = trace.setSpan(parent, span);
  // The body arrives on the socket's own time: its listeners would lose the span.
  context.bind(active, request);
  return context.with(active, work);
};

/** Says whose route it turned out to be. */
export const nameRequestSpan = (service: string, method: string, route: string): void => {
  const span = trace.getActiveSpan();
  if (!span?.isRecording()) return;
  span.updateName(`${method} ${route}`);
  span.setAttributes({ 'http.route': route, [SERVICE_ATTRIBUTE]: service });
};

/** The id of the trace this work belongs to, where there is one. */
export const activeTraceId = (): string | undefined => trace.getActiveSpan()?.spanContext().traceId;
