// The two questions of the share hop: may this be published to that party, may it be delivered now (design 2).
import { sealedItemOf, type RecordedEvent } from '@gatehouse/event-store';
import type { Decision, ItemFacts, Question } from '@gatehouse/policy';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import type { Agency } from './agency.ts';
import type { DecisionMade } from './decision-made.ts';
import { decideForPost } from './own-posts.ts';
import { askedAbout } from './present-subjects.ts';
import { bundleInUse } from './reading.ts';
import type { Outgoing } from './to-product.ts';

type OpenCorrections = NonNullable<Question['openCorrections']>;

/** One item towards one recipient. */
export interface ToShare {
  event: Pick<RecordedEvent, 'eventId' | 'type' | 'streamId' | 'version' | 'metadata' | 'occurredAt' | 'recordedAt'>;
  outgoing: Outgoing;
  recipient: string;
  /** the reason it is held for: while that stands, deciding it again is no news */
  heldFor?: string;
  /** when it left before, and under which versions: it is sent anew as what it was */
  published?: Pick<ItemFacts, 'publishedAt' | 'underVersions'>;
}

/** What was approved as strictly necessary; nothing where that has ended by now, as it may have for what is held or sent anew. */
const necessityAt = ({ necessity }: Outgoing, now: string): Pick<Question['request'], 'necessity'> => {
  if (!necessity || necessity.until <= now) return {};
  const { until: _until, ...approved } = necessity;
  return { necessity: approved };
};

/** The same with both answers. */
export interface Share extends ToShare {
  item: ItemFacts;
  publication: Decision;
  delivery: Decision;
  /** the question that refused; where both allow, delivery: the later and narrower one */
  decisive: Decision;
  /** exact leaves that both questions allow */
  paths: string[];
  orderKey: string;
  messageId: string;
  disclosureId: string;
  bundleVersion: number;
  /** what the answers were made from, in the order in which they were asked */
  made: DecisionMade[];
}

/**
 * Asks both questions on the bundle in use.
 * @throws RetryableFault when there is no verified bundle yet
 */
export const prepare = (agency: Agency, toShare: ToShare, openCorrections: OpenCorrections = []): Share => {
  const { outgoing } = toShare;
  const current = agency.keeper.current();
  const product = agency.products.get(outgoing.item.product);
  if (!current || !product) throw new RetryableFault('no verified bundle, or a product this service does not know');
  const underVersions = Object.fromEntries(
    current.bundle.instruments.map(({ compiled }) => [compiled.id, compiled.version]),
  );
  const now = agency.clock.now().toISOString();
  const published = toShare.published ?? { underVersions, publishedAt: now };
  const item: ItemFacts = { ...outgoing.item, originator: agency.party, ...published };
  const ask = (question: 'publish' | 'deliver'): Question => ({
    ...questionToParty(agency, question, toShare, item),
    now,
    openCorrections,
  });
  const questions = [ask('publish'), ask('deliver')] as const;
  const publication = current.point.decide(questions[0]);
  const delivery = current.point.decide(questions[1]);
  const sealedUnder = sealedItemOf(agency.pool, toShare.event);
  const made = (question: Question, decision: Decision): DecisionMade => ({
    itemId: item.id,
    question,
    decision,
    by: current.digests,
    known: true,
    sealedUnder,
  });
  return {
    ...toShare,
    item,
    publication,
    delivery,
    decisive: publication.disclosedPaths.length === 0 ? publication : delivery,
    paths: publication.disclosedPaths.filter((path) => delivery.disclosedPaths.includes(path)),
    orderKey: orderKeyOf(product.orderKey, outgoing),
    messageId: agency.newId(),
    disclosureId: agency.newId(),
    bundleVersion: current.bundle.version,
    made: [made(questions[0], publication), made(questions[1], delivery)],
  };
};

/**
 * A question about a party, of which nobody is asked to read anything yet.
 * @throws RetryableFault when there is no verified bundle yet
 */
export const questionToParty = (
  agency: Agency,
  question: 'publish' | 'deliver',
  { outgoing, recipient }: ToShare,
  item: ItemFacts,
): Question => {
  const { ageSeconds, maxAgeSeconds, verified } = bundleInUse(agency);
  const now = agency.clock.now().toISOString();
  return {
    now,
    item,
    subjects: askedAbout(outgoing),
    caller: agencyItself(recipient),
    request: {
      question,
      path: 'bus',
      purpose: outgoing.purpose,
      justification: '',
      ...(outgoing.caseRef ? { caseRef: outgoing.caseRef } : {}),
      ...necessityAt(outgoing, now),
    },
    bundle: { ageSeconds, maxAgeSeconds, verified },
    openCorrections: [],
  };
};

/** One item towards a post of the own people: one decision, since publication and reading are under one roof. */
export const prepareForPost = (agency: Agency, toShare: ToShare, post: string): Share => {
  const { event, outgoing } = toShare;
  const { decision, made } = decideForPost(agency, event, outgoing, post);
  const { bundle } = bundleInUse(agency);
  const publishedAt = agency.clock.now().toISOString();
  return {
    ...toShare,
    item: { ...outgoing.item, originator: agency.party, underVersions: {}, publishedAt },
    publication: decision,
    delivery: decision,
    decisive: decision,
    paths: decision.disclosedPaths,
    orderKey: outgoing.about?.itemId ?? outgoing.item.id,
    messageId: agency.newId(),
    disclosureId: agency.newId(),
    bundleVersion: bundle.version,
    made: [{ ...made, itemId: outgoing.item.id, decision, known: true, sealedUnder: sealedItemOf(agency.pool, event) }],
  };
};

/** A correction follows the item it corrects. */
const orderKeyOf = (orderKey: 'item' | 'subject', { about, subjects, item }: Outgoing): string =>
  about?.itemId ?? (orderKey === 'subject' ? (subjects[0]?.ref ?? item.id) : item.id);

/** On publish and deliver the receiving agency itself asks; its people are asked about when they read. */
const agencyItself = (agency: string): Question['caller'] => ({
  agency,
  person: null,
  roles: [],
  unit: null,
  vetting: null,
  training: [],
  assignments: [],
  conflicts: [],
  chain: [],
});
