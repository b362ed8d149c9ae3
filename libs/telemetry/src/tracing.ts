/** The tracer of a process: our own spans, those of PostgreSQL statements inside them, and where they go. */
import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, SimpleSpanProcessor, TracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace';
import { inTime } from '@gatehouse/service-kit/in-time';
import { DiscreetExporter } from './discreet-exporter.ts';
import { FileExporter } from './file-exporter.ts';
import { OfService } from './of-service.ts';
import type { Tracing } from './start-tracing.ts';

export interface TraceTargets {
  /** the collector that the environment names */
  collector?: boolean;
  /** a path */
  file?: string;
  /** any other exporter, at once and not in batches: for tests */
  exporter?: SpanExporter;
  /** `service.name` */
  name: string;
}

const PATIENCE_MS = 5_000;

/** Registers the process's tracer. A second one in the same process is refused by the API and does nothing. */
export const traceTo = ({ collector, file, exporter, name }: TraceTargets): Tracing => {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': name }),
    spanProcessors: [
      new OfService(),
      ...(collector ? [new BatchSpanProcessor({ exporter: new DiscreetExporter(new OTLPTraceExporter()) })] : []),
      ...(file ? [new SimpleSpanProcessor({ exporter: new DiscreetExporter(new FileExporter(file)) })] : []),
      ...(exporter ? [new SimpleSpanProcessor({ exporter: new DiscreetExporter(exporter) })] : []),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  instrumentPostgres();
  const ended = () => provider.shutdown().catch(() => undefined);
  return { stop: () => inTime(ended(), PATIENCE_MS, () => undefined) };
};

/** Statements outside any span are polls: they would be most of all spans and say nothing. */
const instrumentPostgres = (): void => {
  new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true });
  // It changes what is required; the module is the same one that `import` gives.
  createRequire(import.meta.url)('pg');
};
