// A batch belongs to many traces: each message is published in a span of its own, which its header then carries on.
import { contextFrom, SERVICE_ATTRIBUTE, SpanKind, traceparentOf, tracer } from '@gatehouse/service-kit/trace';
import { SpanStatusCode, type Span } from '@opentelemetry/api';
import type { BusMessage } from './bus.ts';
import type { OutboxRow } from './outbox.ts';
import { asMessage } from './outbox-queue.ts';

/** Publishes rows as messages; spans are opened for those alone that carry a trace. @throws what publishing throws */
export const inPublishSpans = async (
  service: string,
  rows: OutboxRow[],
  publish: (messages: BusMessage[]) => Promise<void>,
): Promise<void> => {
  const sent = rows.map((row) => ({ message: asMessage(row), span: spanOf(service, row) }));
  try {
    await publish(sent.map(({ message, span }) => (span ? carrying(message, span) : message)));
  } catch (error) {
    for (const { span } of sent) span?.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    for (const { span } of sent) span?.end();
  }
};

const spanOf = (service: string, { topic, headers }: OutboxRow): Span | null => {
  if (headers?.['traceparent'] === undefined) return null;
  const attributes = {
    [SERVICE_ATTRIBUTE]: service,
    'messaging.operation.name': 'publish',
    'messaging.destination.name': topic,
  };
  return tracer().startSpan('publish', { kind: SpanKind.PRODUCER, attributes }, contextFrom(headers['traceparent']));
};

const carrying = (message: BusMessage, span: Span): BusMessage => ({
  ...message,
  headers: { ...message.headers, traceparent: traceparentOf(span.spanContext()) },
});
