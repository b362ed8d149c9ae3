// An originator's answer as it arrives: an item of its own, and a fact about the item it is about. Pure.
import type { Envelope, ForeignFact } from '@gatehouse/sharing';
import { receivedItemStream } from '../received-item/received-item.events.ts';
import type { ConsentAnswered, ConsentCondition } from './consent.events.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What cannot be read as an answer to a request about an item is a fact about none; nobody has checked the form of a payload yet. */
export const consentAnswerFacts = ({ itemId: answerId, originator, payload }: Envelope): ForeignFact[] => {
  const said = (payload ?? {}) as Record<string, unknown>;
  const [requestId, itemId, verdict, answeredAt] = ['requestId', 'itemId', 'verdict', 'answeredAt'].map((name) =>
    textIn(said[name]),
  );
  if (!requestId || !itemId || !verdict || !isInstant(answeredAt) || !UUID.test(itemId)) return [];
  const conditions = listIn(said['conditions']).map(conditionIn);
  const validUntil = textIn(said['validUntil']);
  const answered: ConsentAnswered = {
    type: 'ConsentAnswered',
    data: {
      requestId,
      itemId,
      answerId,
      originator,
      verdict,
      conditions,
      answeredAt,
      validUntil: isInstant(validUntil) ? validUntil : null,
    },
  };
  return [{ streamId: receivedItemStream(itemId), event: answered, comes: 'after' }];
};

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const isInstant = (text: string | null | undefined): text is string =>
  typeof text === 'string' && !Number.isNaN(Date.parse(text));

/** A condition that cannot be read stays one that nobody knows, and so refuses (MoU 8). */
const conditionIn = (value: unknown): ConsentCondition => {
  const { code, date } = (value ?? {}) as Record<string, unknown>;
  const day = textIn(date);
  return { code: textIn(code) ?? '', ...(day !== null && { date: day }) };
};
