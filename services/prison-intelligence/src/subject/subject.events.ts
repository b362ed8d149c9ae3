// What the prison service attests about a person in its custody: his status, as far as a decision depends on it (ruling 6).
import { sealed, type EventTypes, type Step } from '@gatehouse/event-store';
import type { Acquittal } from '@gatehouse/policy';

/** The records office enters it until custody does; it goes to whoever holds an item about him. */
export interface SubjectStatusAttested {
  type: 'SubjectStatusAttested';
  data: {
    /** the random id custody gave him */
    subjectId: string;
    /** LED article 6 category */
    category: string;
    /** cases, supervisions and referrals he belongs to */
    cases: string[];
    juvenile: { age: number; atConduct: boolean } | null;
    /** day from which the record is closed to all but a court */
    sealedSince: string | null;
    /** only these people, posts or agencies; an empty list is nobody */
    limitedTo: string[] | null;
    /** at most one for each case */
    acquitted: Acquittal[];
    consents: { for: string; from: string; until: string | null }[];
    /** the order of the court that opens a sealed record again, or says otherwise about a final acquittal */
    courtOrder?: string;
    by: string;
    at: string;
  };
}

export type SubjectEvent = SubjectStatusAttested;

/** 1 to 2: a person may be acquitted in several cases. */
const severalAcquittals: Step = (data) => ({ ...data, acquitted: [data['acquitted'] ?? []].flat() });

/** Sealed under the person's key, with the steps from its older versions. */
export const subjectEventTypes = {
  SubjectStatusAttested: sealed({ clear: ['subjectId', 'at'], steps: [severalAcquittals] }),
} satisfies EventTypes<SubjectEvent>;

export const subjectStream = (subjectId: string): string => `subject-${subjectId}`;
