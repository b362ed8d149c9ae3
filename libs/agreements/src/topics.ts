// Lanes compiled from instruments. Promise: a topic exists only because an instrument has a flow that needs it; the party that sends
// alone writes it, the party that receives alone reads it.
import type { Flow, FlowTopic } from './instrument.ts';

const laneKey = (topic: FlowTopic): string => topicName('', topic);

/**
 * The lanes of an instrument: data from producer to consumer by product, receipts the other way. What an instruction gives
 * to a party's own people needs none: it never leaves.
 */
export const topicsOf = (instrument: string, flows: Flow[]): FlowTopic[] => {
  const lanes = flows.flatMap((flow) =>
    flow.consumers
      .filter((consumer) => consumer !== flow.producer)
      .flatMap((consumer): FlowTopic[] => [
        { kind: 'data', instrument, product: flow.product, from: flow.producer, to: consumer },
        { kind: 'receipts', instrument, from: consumer, to: flow.producer },
      ]),
  );
  return [...new Map(lanes.map((lane) => [laneKey(lane), lane])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, lane]) => lane);
};

/** `<ns>.<instrument>.<product>.<from>.<to>`, or `<ns>.<instrument>.receipts.<from>.<to>`. */
export const topicName = (namespace: string, topic: FlowTopic): string =>
  [namespace, topic.instrument, topic.kind === 'data' ? (topic.product ?? '') : 'receipts', topic.from, topic.to].join(
    '.',
  );

/** The lane of a party with the keeper of the instruments, in one of its two directions. */
export const liaisonTopic = (namespace: string, from: string, to: string): string =>
  `${namespace}.liaison.${from}.${to}`;
