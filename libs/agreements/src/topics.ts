// Lanes compiled from instruments. Promise: a topic exists only because an instrument has a flow that needs it; its
// one writer is the service of the party that sends, its one reader the service of the party that receives.
import type { CompiledInstrument, Flow, FlowTopic } from './instrument.ts';

/** Structurally the plan `@gatehouse/event-bus` provisions. */
export interface TopicPlan {
  topics: {
    name: string;
    writer: string;
    reader: string[];
    groups: string[];
    retentionMs?: number;
    compact?: boolean;
  }[];
}

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

/**
 * Topics and who may write and read them, from instruments alone.
 * @param servicesOfParty the service (its bus principal) where each party works; a lane to a party without a service
 * here is left out, since nobody could read it.
 */
export const topicPlan = (
  namespace: string,
  instruments: CompiledInstrument[],
  servicesOfParty: Record<string, string>,
): TopicPlan => ({
  topics: instruments
    .flatMap(({ topics }) => topics)
    .flatMap((topic) => {
      const writer = servicesOfParty[topic.from];
      const reader = servicesOfParty[topic.to];
      if (!writer || !reader) return [];
      return [{ name: topicName(namespace, topic), writer, reader: [reader], groups: [`${namespace}.${reader}`] }];
    }),
});

/** The lane of a party with the keeper of the instruments, in one of its two directions. */
export const liaisonTopic = (namespace: string, from: string, to: string): string =>
  `${namespace}.liaison.${from}.${to}`;

/**
 * The lanes on which parties are told what becomes of their instruments, and report how they keep them (clauses 21, 25 and 26):
 * there before the first instrument is, and after the last one. No item, and nothing about a person, takes one.
 * @param agencies the service where each party works
 */
export const liaisonLanes = (
  namespace: string,
  agencies: Record<string, string>,
  keeper: { party: string; service: string },
): TopicPlan => {
  const lane = (from: { party: string; service: string }, to: { party: string; service: string }) => ({
    name: liaisonTopic(namespace, from.party, to.party),
    writer: from.service,
    reader: [to.service],
    groups: [`${namespace}.${to.service}.liaison`],
  });
  return {
    topics: Object.entries(agencies).flatMap(([party, service]) => [
      lane(keeper, { party, service }),
      lane({ party, service }, keeper),
    ]),
  };
};

/**
 * The lanes that are no disclosure and so have no instrument: each service's audit records to oversight, and the
 * signed policy bundles to every service.
 */
export const platformLanes = (
  namespace: string,
  services: string[],
  keeper: { oversight: string; policy: string },
): TopicPlan => ({
  topics: [
    ...services.map((service) => ({
      name: `${namespace}.audit.${service}`,
      writer: service,
      reader: [keeper.oversight],
      groups: [`${namespace}.${keeper.oversight}`],
    })),
    {
      name: `${namespace}.policy.bundles`,
      writer: keeper.policy,
      reader: services,
      groups: services.map((service) => `${namespace}.${service}.bundles`),
    },
  ],
});
