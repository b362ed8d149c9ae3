// Lanes of a bundle. Promise: a topic, a writer or a reader exists only because an instrument of the bundle has a flow that needs it; a
// recipient may read a data lane only while its instrument is in force for both of its ends (rulings 2 and 12). Receipts go on as long as
// the instrument stands: they say what has long been disclosed. What stays on a lane for how long says `lane-time.ts`. Pure.
import { liaisonTopic, topicName, type FlowTopic } from '@gatehouse/agreements';
import type { TopicPlan } from '@gatehouse/event-bus';
import { appliedTopic } from './applied-bundle.ts';
import type { BundleInstrument } from './bundle.ts';
import { GONE_WITHIN_MS, goneWithin } from './lane-time.ts';

/** Where parties work in a deployment: names of services are their principals on the bus. */
export interface Workplaces {
  /** every service, whatever it shares */
  services: readonly string[];
  /** where a party's products leave and arrive; without one here it has no lane, since nobody could read it */
  serviceOf: Readonly<Record<string, string>>;
  /** takes every service's audit records */
  oversight: string;
  /** publishes the bundles */
  policy: string;
  /** the party that keeps the instruments, and where those work who are told what becomes of them */
  liaison: { keeper: string; parties: Readonly<Record<string, string>> };
}

/** All topics of a deployment, and who may write and read them now. */
export const lanesOfBundle = (
  namespace: string,
  instruments: readonly BundleInstrument[],
  at: Workplaces,
): TopicPlan => ({
  topics: [
    ...instruments.flatMap((one) => lanesOfInstrument(namespace, one, at)),
    ...platformLanes(namespace, at),
    ...liaisonLanes(namespace, at),
  ],
});

const lanesOfInstrument = (
  namespace: string,
  instrument: BundleInstrument,
  { serviceOf }: Workplaces,
): TopicPlan['topics'] => {
  if (instrument.state === 'WOUND_DOWN') return [];
  return instrument.compiled.topics.flatMap((topic) => {
    const [writer, reader] = [serviceOf[topic.from], serviceOf[topic.to]];
    if (!writer || !reader) return [];
    const readers = topic.kind === 'receipts' || isOpen(instrument, topic) ? [reader] : [];
    const goneWithinMs = goneWithin(instrument, topic);
    return [
      { name: topicName(namespace, topic), writer, reader: readers, groups: [`${namespace}.${reader}`], goneWithinMs },
    ];
  });
};

const isOpen = ({ state, suspensions = [] }: BundleInstrument, { from, to }: FlowTopic): boolean =>
  state === 'IN_FORCE' &&
  !suspensions.some(({ scope }) => scope.kind === 'party' && (scope.party === from || scope.party === to));

/**
 * The lanes that are no disclosure and so have no instrument: each service's audit records to oversight, the signed policy bundles to
 * every service, and from each what it says of the bundle it has applied.
 */
export const platformLanes = (namespace: string, { services, oversight, policy }: Workplaces): TopicPlan['topics'] => [
  ...services.map((service) => ({
    name: `${namespace}.audit.${service}`,
    writer: service,
    reader: [oversight],
    groups: [`${namespace}.${oversight}`],
    goneWithinMs: GONE_WITHIN_MS.untilTaken,
  })),
  {
    name: `${namespace}.policy.bundles`,
    writer: policy,
    reader: [...services],
    groups: services.map((service) => `${namespace}.${service}.bundles`),
    goneWithinMs: GONE_WITHIN_MS.saidAnew,
  },
  ...services.map((service) => ({
    name: appliedTopic(namespace, service),
    writer: service,
    reader: [policy],
    groups: [`${namespace}.${policy}.applied`],
    goneWithinMs: GONE_WITHIN_MS.saidAnew,
  })),
];

/**
 * The lanes on which parties are told what becomes of their instruments, and report how they keep them (clauses 21, 25 and 26):
 * there before the first instrument is, and after the last one. No item, and nothing about a person, takes one.
 */
export const liaisonLanes = (
  namespace: string,
  { policy, liaison: { keeper, parties } }: Workplaces,
): TopicPlan['topics'] => {
  const lane = (from: { party: string; service: string }, to: { party: string; service: string }) => ({
    name: liaisonTopic(namespace, from.party, to.party),
    writer: from.service,
    reader: [to.service],
    groups: [`${namespace}.${to.service}.liaison`],
    goneWithinMs: GONE_WITHIN_MS.sentAgain,
  });
  const kept = { party: keeper, service: policy };
  return Object.entries(parties).flatMap(([party, service]) => [
    lane(kept, { party, service }),
    lane({ party, service }, kept),
  ]);
};
