// What needs the originator's consent, and what became of it (MoU 9, 11): asked by one of our people, answered by the originator, or
// by silence; and what was done under it. On the item's own stream.
import { sealed, type EventTypes, type Step } from '@gatehouse/event-store';
import type { Envelope } from '@gatehouse/sharing';

export const CONSENT_USES = ['PASS_ON', 'PROCEEDINGS'] as const;

/** What consent is asked for, and alone covers. */
export interface ConsentScope {
  use: (typeof CONSENT_USES)[number];
  /** to whom it is passed on; null in proceedings */
  recipient: string | null;
  purpose: string;
  caseRef: string | null;
}

export interface ConsentAsked {
  type: 'ConsentAsked';
  data: ConsentScope & {
    requestId: string;
    itemId: string;
    justification: string;
    /** whose item it is, and who alone is asked; null in what was written before that was kept */
    originator: string | null;
    subjects: Envelope['subjects'];
    unit: string;
    by: string;
    at: string;
    /** from this instant on silence is a refusal */
    answerBy: string;
  };
}

/** A condition under which consent was given: one of those of the item from then on, for this use. */
export interface ConsentCondition {
  code: string;
  date?: string;
}

/** A foreign fact: what an agency says to a request. It counts when the item is that agency's. */
export interface ConsentAnswered {
  type: 'ConsentAnswered';
  data: {
    requestId: string;
    itemId: string;
    /** the answer as an item of its own */
    answerId: string;
    originator: string;
    verdict: string;
    conditions: ConsentCondition[];
    validUntil: string | null;
    /** by the originator's own clock, inside its signature */
    answeredAt: string;
  };
}

/** Nobody answered in time: recorded once; that it is refused is a comparison with the clock. */
export interface ConsentLapsed {
  type: 'ConsentLapsed';
  data: { requestId: string; itemId: string; at: string };
}

/** The item was passed on, or used in proceedings. */
export interface ItemUsed {
  type: 'ItemUsed';
  data: ConsentScope & {
    useId: string;
    itemId: string;
    /** under which consent; null where none was needed */
    requestId: string | null;
    /** who is told of a use under its consent, and about whom; null and nobody in what was written before that was kept */
    originator: string | null;
    subjects: Envelope['subjects'];
    fields: string[];
    unit: string;
    by: string;
    at: string;
  };
}

export type ConsentEvent = ConsentAsked | ConsentAnswered | ConsentLapsed | ItemUsed;

/** Whose item it is stood in no event at first: such a one names nobody it is for, and goes to nobody. */
export const withoutOriginator: Step = (data) => ({ ...data, originator: null });

const untold: Step = (data) => ({ ...data, originator: null, subjects: [] });

/** Sealed under the item's key, each with the steps from its older versions. */
export const consentEventTypes = {
  ConsentAsked: sealed({ clear: ['requestId', 'itemId', 'at', 'answerBy'], steps: [withoutOriginator] }),
  ConsentAnswered: sealed({ clear: ['requestId', 'itemId', 'answerId', 'originator', 'answeredAt'] }),
  ConsentLapsed: sealed({ clear: ['requestId', 'itemId', 'at'] }),
  ItemUsed: sealed({ clear: ['useId', 'itemId', 'at'], steps: [untold] }),
} satisfies EventTypes<ConsentEvent>;
