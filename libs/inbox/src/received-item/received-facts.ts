// What arrives becomes which foreign facts: pure. A notice is an item of its own, which people open and acknowledge, and a fact
// about the item it corrects, withdraws or clears, and about those here that rest on it.
import { unreachable } from '@gatehouse/event-store/decider';
import type { Envelope, ForeignFact, ToForeignFacts } from '@gatehouse/sharing';
import { consentAnswerFacts } from '../consent/consent-answer-facts.ts';
import {
  receivedItemStream,
  type Findings,
  type Grade,
  type Notice,
  type NoticeEvent,
} from './received-item.events.ts';

/**
 * Keeps these products in the inbox; of any other nothing, so that it is parked as one this service does not know.
 * @param answers those of them that answer a request for consent
 */
export const receivedFacts =
  (products: readonly string[], answers: readonly string[] = []): ToForeignFacts =>
  (envelope, provenance) =>
    products.includes(envelope.product)
      ? [
          {
            streamId: receivedItemStream(envelope.itemId),
            event: { type: 'ItemReceived', data: { envelope, provenance } },
            comes: 'once',
          },
          ...noticeFacts(envelope),
          ...(answers.includes(envelope.product) ? consentAnswerFacts(envelope) : []),
        ]
      : [];

const noticeFacts = (envelope: Envelope): ForeignFact[] => {
  const { about, payload } = envelope;
  if (!about) return [];
  const said = objectIn(payload);
  return [aboutItem(envelope, about, said), ...basisChanges(envelope, about, said)].map((event) => ({
    streamId: receivedItemStream(event.data.itemId),
    event,
    comes: 'after',
  }));
};

/** About the items here that rest on the one the notice is about. A cleared alert changes nothing that rests on it. */
const basisChanges = (
  envelope: Envelope,
  { itemId: basis, kind }: NonNullable<Envelope['about']>,
  said: Record<string, unknown>,
): NoticeEvent[] => {
  if (kind === 'clearance') return [];
  const others = [...new Set(textsIn(said['derivedItems']))].filter((id) => UUID.test(id) && id !== basis);
  const findings = findingsIn(said['findings']);
  return others.map((itemId) => ({
    type: 'ItemBasisChanged',
    data: { ...noticeOf(envelope, itemId), kind, basis, findings },
  }));
};

const aboutItem = (
  envelope: Envelope,
  { itemId, kind }: NonNullable<Envelope['about']>,
  said: Record<string, unknown>,
): NoticeEvent => {
  const notice = noticeOf(envelope, itemId);
  const text = (name: string): string => textsIn([said[name]])[0] ?? '';
  switch (kind) {
    case 'withdrawal':
      return { type: 'ItemWithdrawn', data: { ...notice, ground: text('ground'), required: text('required') } };
    case 'clearance':
      return { type: 'ItemCleared', data: { ...notice, clearedAt: text('clearedAt') } };
    case 'correction': {
      const changes = { reviewBy: dayIn(said['reviewBy']), findings: findingsIn(said['findings']) };
      const grades = gradesIn(said['paragraphs']);
      return {
        type: 'ItemCorrected',
        data: { ...notice, what: text('what'), effect: text('effect'), grades, ...changes },
      };
    }
    default:
      return unreachable(kind);
  }
};

const noticeOf = (envelope: Envelope, itemId: string): Notice => ({
  itemId,
  noticeId: envelope.itemId,
  originator: envelope.originator,
  sequence: envelope.order.sequence,
  at: envelope.publishedAt,
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// The signature says who wrote a payload, and the lane which fields it may have; of what form they are nobody has said yet.
const objectIn = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};

const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const textsIn = (value: unknown): string[] => listIn(value).filter((one) => typeof one === 'string');

const DAY = /^\d{4}-\d\d-\d\d$/;

const dayIn = (value: unknown): string | null =>
  typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : null;

const findingsIn = (value: unknown): Findings => {
  const { set, lifted } = objectIn(value);
  return { set: textsIn(set), lifted: textsIn(lifted) };
};

const gradesIn = (value: unknown): { n: number; grade: Grade }[] =>
  listIn(value).flatMap((one) => {
    const { n, grade } = objectIn(one);
    const { scale, source, information } = objectIn(grade);
    const whole = [scale, source, information].every((part) => typeof part === 'string');
    return typeof n === 'number' && whole ? [{ n, grade: { scale, source, information } as Grade }] : [];
  });
