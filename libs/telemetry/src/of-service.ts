/** In one process each span says whose work it is: a span that does not know takes it from the one it is part of. */
import { trace, type Context } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { SERVICE_ATTRIBUTE } from '@gatehouse/service-kit/trace';

export class OfService implements SpanProcessor {
  onStart(span: Span, parent: Context): void {
    const above = trace.getSpan(parent) as { attributes?: Record<string, unknown> } | undefined;
    const service = above?.attributes?.[SERVICE_ATTRIBUTE];
    if (span.attributes[SERVICE_ATTRIBUTE] === undefined && typeof service === 'string')
      span.setAttribute(SERVICE_ATTRIBUTE, service);
  }

  onEnd(): void {}
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
