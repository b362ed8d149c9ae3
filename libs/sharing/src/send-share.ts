// What leaves: the envelope with what both questions allow, signed, encrypted to its recipient, and put into the outbox.
import { disclose } from '@gatehouse/agreements';
import { pseudonym, sealFor } from '@gatehouse/crypto';
import { enqueue } from '@gatehouse/event-bus';
import { planted } from '@gatehouse/failpoints';
import { acquittalsOf, type Bundle } from '@gatehouse/policy';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { auditReferences, partyKeys, subjectReferences, type Agency } from './agency.ts';
import { asAgreed } from './as-agreed.ts';
import { ENVELOPE_TYPE, type Envelope } from './envelope.ts';
import { itemTopic } from './lanes.ts';
import { lawCited } from './law-cited.ts';
import type { Order } from './order.ts';
import type { Share } from './prepare-share.ts';
import { instantsOf, type Outgoing, type OutgoingSubject } from './to-product.ts';

/**
 * Seals a released item and enqueues it with the caller's transaction.
 * @throws TerminalFault `recipient-without-keys` when the bundle names no keys for the recipient
 */
export const sendShare = async (agency: Agency, client: pg.ClientBase, share: Share, order: Order): Promise<void> => {
  const current = agency.keeper.current();
  const to = current && partyKeys(current.bundle, share.recipient);
  if (!to) throw new TerminalFault('the bundle names no keys for the recipient', { code: 'recipient-without-keys' });
  const envelope = seal(agency, current.bundle, share, order);
  await enqueue(
    client,
    {
      messageId: share.messageId,
      topic: itemTopic(agency.namespace, share.delivery.agreements, share.item.product, agency.party, share.recipient),
      key: pseudonym(agency.keys.pseudonym, share.recipient, share.orderKey),
      value: await sealFor(envelope, agency.keys, to, ENVELOPE_TYPE),
      ...(planted('tells-what-was-written') ? { headers: { item: JSON.stringify(envelope.payload) } } : {}),
      about: {
        itemId: share.item.id,
        product: share.item.product,
        recipient: share.recipient,
        disclosureId: share.disclosureId,
        correlationId: share.event.metadata.correlationId,
        subjects: subjectReferences(agency, shownOutgoing(share)),
        agreements: share.delivery.agreements,
      },
      awaitsReceipt: true,
      // Its recipient lets it wait for no predecessor either (waiting.ts).
      urgent: share.item.priority === 'IMMEDIATE',
    },
    agency.clock.now(),
  );
};

const seal = (agency: Agency, bundle: Bundle, share: Share, order: Order): Envelope => {
  const { item, outgoing, event, delivery, publication } = share;
  const hidden = (ref: string) => pseudonym(agency.keys.pseudonym, share.recipient, ref);
  return {
    messageId: share.messageId,
    eventId: event.eventId,
    type: outgoing.type,
    schemaVersion: '1.0.0',
    itemId: item.id,
    product: item.product,
    disclosureId: share.disclosureId,
    originator: agency.party,
    unit: outgoing.unit,
    recipient: share.recipient,
    ...instantsOf(event, outgoing),
    publishedAt: item.publishedAt,
    purpose: outgoing.purpose,
    caseRef: outgoing.caseRef,
    basis: basisOf(agency, bundle, share),
    underVersions: citedVersions(share),
    classification: outgoing.classification,
    ...asAgreed(share),
    ...askedAgain(share),
    ...mentioned(share, hidden),
    ...(outgoing.about && { about: { itemId: outgoing.about.itemId, kind: outgoing.about.kind } }),
    priority: item.priority,
    subjects: shownSubjects(share).flatMap(({ ref, role }) =>
      outgoing.subjects
        .filter((s) => s.ref === ref)
        .map((s) => ({
          ...knownFor(share, s),
          cases: casesFor(share, s.cases),
          ref: hidden(ref),
          role,
          auditRef: s.auditRef ?? auditReferences(agency, [ref])[0] ?? '',
        })),
    ),
    reviewBy: item.reviewBy,
    obligations: [...new Set([...publication.obligations, ...delivery.obligations])].sort(),
    degraded: delivery.degraded,
    order: { ...order, key: hidden(share.orderKey) },
    traceId: event.metadata.correlationId,
    payload: disclose(item.payload, share.paths),
  };
};

/** An acquittal in another case than the item's is not this recipient's business either. */
const knownFor = ({ outgoing: { caseRef } }: Share, { acquitted, ...subject }: OutgoingSubject): OutgoingSubject => {
  const known = acquittalsOf({ acquitted }).filter((acquittal) => caseRef === null || acquittal.case === caseRef);
  return known.length > 0 ? { ...subject, acquitted: known } : subject;
};

/** The case the item is about, where it names one: the person's other cases are not this recipient's business. */
const casesFor = ({ outgoing: { caseRef } }: Share, cases: string[]): string[] =>
  caseRef !== null && cases.includes(caseRef) ? [caseRef] : cases;

/** Versions of the instruments that ruled, and of no others: what else the originator has agreed to stays unsaid. */
const citedVersions = ({ item, publication, delivery }: Share): Record<string, number> => {
  const cited = [...publication.agreements, ...delivery.agreements].map((agreement) => agreement.split('@')[0]);
  return Object.fromEntries(Object.entries(item.underVersions).filter(([id]) => cited.includes(id)));
};

/** Whoever is masked from this recipient is absent: not even a pseudonym tells that he exists (ruling 5). */
const shownSubjects = ({ item, publication, delivery }: Share): Share['item']['subjects'] => {
  const masked = [...publication.masked, ...delivery.masked].map(({ ref }) => ref);
  return item.subjects.filter(({ ref }) => !masked.includes(ref));
};

/** The item with those people alone whom its recipient is told of. */
export const shownOutgoing = (share: Share): Pick<Outgoing, 'item' | 'subjects'> => ({
  item: { ...share.outgoing.item, subjects: shownSubjects(share) },
  subjects: share.outgoing.subjects,
});

/** Grades and the violence indicator go along where reading asks for them again, and nowhere else (domain reference 4.1). */
const askedAgain = ({ item }: Share): Pick<Envelope, 'grades' | 'violenceIndicator'> =>
  (item.payload as { type?: unknown }).type === 'RADICALISATION_CONCERN'
    ? { grades: item.grades ?? [], violenceIndicator: item.violenceIndicator === true }
    : {};

/** Whom each paragraph that leaves is about, so that the recipient can withhold it from a reader who may not see one of them. */
const mentioned = (share: Share, hidden: (ref: string) => string): Pick<Envelope, 'mentions'> => {
  const left = share.paths.flatMap((path) => /^paragraphs\[(\d+)\]/.exec(path)?.[1] ?? []).map(Number);
  const places = [...new Set(left)].sort((a, b) => a - b);
  const { paragraphs = [] } = share.item.payload as { paragraphs?: { names?: string[] }[] };
  const mentions = places.map((owner, place) => ({
    path: `paragraphs[${place}]`,
    refs: (paragraphs[owner]?.names ?? []).map(hidden),
  }));
  return mentions.length > 0 ? { mentions } : {};
};

/** A bundle that knows no law of it names none. */
const basisOf = ({ party }: Agency, bundle: Bundle, { delivery, recipient, outgoing }: Share): Envelope['basis'] => {
  const { agreements } = delivery;
  const law = lawCited(bundle, { agreements, from: party, to: recipient, outgoing });
  return { kind: basisKind(bundle, agreements), agreements, ...(law.length > 0 && { law }) };
};

/** The kind of basis in the words of the wire (domain reference 3.1). */
const basisKind = (bundle: Bundle, agreements: string[]): Envelope['basis']['kind'] => {
  const ruling = bundle.instruments.find(({ compiled }) => agreements.includes(`${compiled.id}@${compiled.version}`));
  switch (ruling?.compiled.instrument) {
    case 'statute':
      return 'STATUTE';
    case 'vital-interest':
      return 'VITAL_INTEREST';
    default:
      return 'MOU';
  }
};
