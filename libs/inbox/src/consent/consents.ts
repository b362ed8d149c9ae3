// How the requests for consent about an item stand at an instant: pure. Only the originator's word counts, and only on a request
// that was made here; a yes counts when it was given in time and until it ends, a no whenever it comes.
import type { Approval, RequestFacts } from '@gatehouse/policy';
import type { ReceivedItem } from '../received-item/received-item.decider.ts';
import type { ConsentAnswered, ConsentAsked, ConsentScope } from './consent.events.ts';

export const CONSENT_STATES = ['waiting', 'granted', 'refused', 'withdrawn', 'lapsed', 'ended'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

/** A request with the word that counts; without the clock. */
export interface Consent {
  asked: ConsentAsked['data'];
  /** the first in time that grants or refuses; null while there is none */
  answer: ConsentAnswered['data'] | null;
  /** since when the originator has taken it back */
  withdrawnAt: string | null;
  lapsedAt: string | null;
}

/** The requests about an item, in the order in which they were made. */
export const consentsOf = ({ held, consents }: Pick<ReceivedItem, 'held' | 'consents'>): Consent[] => {
  const answers = consents
    .flatMap((event) => (event.type === 'ConsentAnswered' ? [event.data] : []))
    .filter(({ originator }) => originator === held?.envelope.originator)
    .toSorted((a, b) => instant(a.answeredAt) - instant(b.answeredAt));
  const lapses = consents.flatMap((event) => (event.type === 'ConsentLapsed' ? [event.data] : []));
  return consents.flatMap((event) => {
    if (event.type !== 'ConsentAsked') return [];
    const asked = event.data;
    const said = answers.filter(({ requestId }) => requestId === asked.requestId);
    return [
      {
        asked,
        answer: said.find((answer) => isInTime(answer, asked)) ?? null,
        withdrawnAt: said.find(({ verdict }) => verdict === 'WITHDRAWN')?.answeredAt ?? null,
        lapsedAt: lapses.find(({ requestId }) => requestId === asked.requestId)?.at ?? null,
      },
    ];
  });
};

/** A consent that never ends is none: its originator says until when. */
const isInTime = ({ verdict, validUntil, answeredAt }: ConsentAnswered['data'], { answerBy }: ConsentAsked['data']) =>
  (verdict === 'REFUSED' || (verdict === 'GRANTED' && validUntil !== null)) && instant(answeredAt) < instant(answerBy);

const instant = (text: string): number => Date.parse(text);

/** Of a request at an instant. */
export const stateOfConsent = (
  { asked, answer, withdrawnAt }: Pick<Consent, 'answer' | 'withdrawnAt'> & { asked: { answerBy: string } },
  now: Date,
): ConsentState => {
  if (withdrawnAt !== null) return 'withdrawn';
  if (answer?.verdict === 'REFUSED') return 'refused';
  if (answer) return instant(answer.validUntil ?? answer.answeredAt) <= now.getTime() ? 'ended' : 'granted';
  return instant(asked.answerBy) <= now.getTime() ? 'lapsed' : 'waiting';
};

const isSame = (a: ConsentScope, b: ConsentScope): boolean =>
  a.use === b.use && a.recipient === b.recipient && a.purpose === b.purpose && a.caseRef === b.caseRef;

/** The requests for this use and no other. */
export const consentsAbout = (item: ReceivedItem, scope: ConsentScope): Consent[] =>
  consentsOf(item).filter(({ asked }) => isSame(asked, scope));

/** The request that decides about this use now: one that is granted, else the last. */
export const consentFor = (item: ReceivedItem, scope: ConsentScope, now: Date): Consent | null => {
  const same = consentsAbout(item, scope);
  return same.findLast((consent) => stateOfConsent(consent, now) === 'granted') ?? same.at(-1) ?? null;
};

/** The question of policy that a use is. */
export const useOf = ({ use, recipient }: ConsentScope): Pick<RequestFacts, 'question' | 'use' | 'recipient'> =>
  use === 'PASS_ON'
    ? { question: 'onward', ...(recipient === null ? {} : { recipient }) }
    : { question: 'open', use: ['EVIDENCE'] };

/** What the originator said, as policy takes it: bound to the use it was said about. */
export const approvalsOf = (consent: Consent, originator: string): Pick<RequestFacts, 'approvals' | 'pendingSince'> => {
  const { asked, answer, withdrawnAt } = consent;
  const { question, use = [], recipient = null } = useOf(asked);
  const covers = { question, use, recipient, purpose: asked.purpose, caseRef: asked.caseRef };
  const said = (kind: string, at: string, until?: string | null): Approval => ({
    kind,
    agency: originator,
    at,
    covers,
    ...(until ? { until } : {}),
  });
  const approvals = [
    ...(answer?.verdict === 'GRANTED' ? [said('ORIGINATOR_CONSENT', answer.answeredAt, answer.validUntil)] : []),
    ...(answer?.verdict === 'REFUSED' ? [said('ORIGINATOR_REFUSAL', answer.answeredAt)] : []),
    ...(withdrawnAt === null ? [] : [said('ORIGINATOR_REFUSAL', withdrawnAt)]),
  ];
  return { approvals, pendingSince: asked.at };
};
