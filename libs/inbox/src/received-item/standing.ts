// What everybody who may see an item is told of how it stands: pure.
import type { Envelope } from '@gatehouse/sharing';
import { consentsOf, type Consent } from '../consent/consents.ts';
import { acknowledgeBy } from './acknowledge-by.ts';
import { basisChangesOf, clearedAt, correctionsOf } from './notices.ts';
import type { ReceivedItem } from './received-item.decider.ts';

export interface Standing {
  /** what was corrected, and when; the reason stands in the notice */
  corrections: { noticeId: string; what: string; effect: string; paragraphs: number[]; at: string }[];
  /** what it rests on and was corrected or withdrawn */
  basisChanges: { noticeId: string; kind: string; at: string }[];
  /** since when the alert is over, by its originator's word */
  clearedAt: string | null;
  acknowledgeBy: string | null;
  acknowledgedBy: string | null;
  acknowledgedAt: string | null;
  /** requests for its originator's consent; what state each is in is a comparison with the clock */
  consents: StandingConsent[];
}

/** A request without the words of whoever made it. */
export interface StandingConsent extends Omit<Consent, 'asked' | 'answer'> {
  asked: Pick<Consent['asked'], 'requestId' | 'use' | 'recipient' | 'purpose' | 'at' | 'answerBy'>;
  answer: Consent['answer'];
}

export const STATES = ['open', 'cleared', 'expired'] as const;
export type ItemState = (typeof STATES)[number];

/** How an item stands at an instant. That its time is over is a comparison with the clock (domain reference 5). */
export const stateOf = (envelope: Envelope, { clearedAt }: Pick<Standing, 'clearedAt'>, now: Date): ItemState => {
  if (clearedAt !== null) return 'cleared';
  const end = validUntil(envelope);
  return end !== null && end <= now ? 'expired' : 'open';
};

/** When the item's life ends, where it has an end of its own, as an alert has. */
export const validUntil = ({ payload }: Envelope): Date | null => {
  const { validUntil: said } = (payload ?? {}) as { validUntil?: unknown };
  const end = typeof said === 'string' ? new Date(said) : null;
  return end === null || Number.isNaN(end.getTime()) ? null : end;
};

export const standingOf = (item: ReceivedItem): Standing => ({
  corrections: correctionsOf(item).map(({ noticeId, what, effect, grades, at }) => ({
    noticeId,
    what,
    effect,
    paragraphs: grades.map(({ n }) => n),
    at,
  })),
  basisChanges: basisChangesOf(item).map(({ noticeId, kind, at }) => ({ noticeId, kind, at })),
  clearedAt: clearedAt(item),
  acknowledgeBy: item.held && acknowledgeBy(item.held.envelope, item.held.provenance.receivedAt),
  acknowledgedBy: item.acknowledged?.by ?? null,
  acknowledgedAt: item.acknowledged?.at ?? null,
  consents: consentsOf(item).map(({ asked: { requestId, use, recipient, purpose, at, answerBy }, ...rest }) => ({
    ...rest,
    asked: { requestId, use, recipient, purpose, at, answerBy },
  })),
});

/** When the next request that waits for an answer lapses. */
export const consentDue = ({ consents }: Standing): string | null =>
  consents
    .filter(({ answer, withdrawnAt, lapsedAt }) => answer === null && withdrawnAt === null && lapsedAt === null)
    .map(({ asked }) => asked.answerBy)
    .toSorted()[0] ?? null;
