/** Spans as lines of JSON in a file: for tests, and for a machine without a collector. */
import { appendFileSync } from 'node:fs';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/** One line of the file. */
export interface WrittenSpan {
  name: string;
  kind: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  status: string;
  /** seconds since 1970, and how long it took in milliseconds */
  start: number;
  ms: number;
  attributes: Record<string, unknown>;
  resource: Record<string, unknown>;
}

export class FileExporter implements SpanExporter {
  constructor(private readonly path: string) {}

  // Whole lines at once, so that a process that is killed leaves no half of one.
  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    try {
      appendFileSync(this.path, spans.map((span) => `${JSON.stringify(written(span))}\n`).join(''));
      done({ code: 0 });
    } catch (error) {
      done({ code: 1, error: error as Error });
    }
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

const written = (span: ReadableSpan): WrittenSpan => {
  const { traceId, spanId } = span.spanContext();
  const [seconds, nanoseconds] = span.duration;
  return {
    name: span.name,
    kind: SpanKind[span.kind],
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? null,
    status: SpanStatusCode[span.status.code],
    start: span.startTime[0] + span.startTime[1] / 1e9,
    ms: seconds * 1e3 + nanoseconds / 1e6,
    attributes: span.attributes,
    resource: span.resource.attributes,
  };
};
