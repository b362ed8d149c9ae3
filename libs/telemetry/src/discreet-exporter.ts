/**
 * The last gate of every span.
 *
 * Promise: nothing but the names on this list leaves the process, whatever an instrumentation puts on a span: no SQL, no
 * addresses, no messages of errors, no events, no links.
 */
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { SERVICE_ATTRIBUTE } from '@gatehouse/service-kit/trace';

const TOLD: ReadonlySet<string> = new Set([
  SERVICE_ATTRIBUTE,
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'messaging.operation.name',
  'messaging.destination.name',
  'db.system.name',
  'db.namespace',
  'error.type',
]);

export class DiscreetExporter implements SpanExporter {
  constructor(private readonly to: SpanExporter) {}

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.to.export(spans.map(discreet), done);
  }

  async forceFlush(): Promise<void> {
    await this.to.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.to.shutdown();
  }
}

const discreet = (span: ReadableSpan): ReadableSpan =>
  Object.create(span, {
    attributes: { value: Object.fromEntries(Object.entries(span.attributes).filter(([name]) => TOLD.has(name))) },
    events: { value: [] },
    links: { value: [] },
    status: { value: { code: span.status.code } },
  }) as ReadableSpan;
