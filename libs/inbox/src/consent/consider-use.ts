// The question whether an item may be used so, by this person, now: with what its originator said to it.
import type { Question } from '@gatehouse/policy';
import {
  bundleInUse,
  questionAbout,
  type Agency,
  type Asked,
  type Considered,
  type HeldItem,
  type ReaderFacts,
} from '@gatehouse/sharing';
import { approvalsOf, stateOfConsent, useOf, type Consent } from './consents.ts';
import type { ConsentCondition, ConsentScope } from './consent.events.ts';

export interface UseAsked {
  asked: Asked;
  facts: ReaderFacts;
  held: HeldItem;
  scope: ConsentScope;
  /** the request that decides about this use; null where none was made */
  consent: Consent | null;
}

/** Decides about a use as things stand. */
export const considerUse = (agency: Agency, use: UseAsked): Considered => {
  const { consent, held } = use;
  const said = consent ? approvalsOf(consent, held.envelope.originator) : {};
  return decided(agency, use, said, conditionsNow(agency, consent));
};

/** Decides about it as if its originator had just consented: what else stands in the way, no consent takes away. */
export const considerWithConsent = (agency: Agency, use: UseAsked): Considered => {
  const at = agency.clock.now().toISOString();
  const consented = { kind: 'ORIGINATOR_CONSENT', agency: use.held.envelope.originator, at };
  return decided(agency, use, { approvals: [consented] }, []);
};

/** What consent was given under binds this use like the item's own handling. */
const conditionsNow = (agency: Agency, consent: Consent | null): ConsentCondition[] =>
  consent && stateOfConsent(consent, agency.clock.now()) === 'granted' ? (consent.answer?.conditions ?? []) : [];

const decided = (
  agency: Agency,
  { asked, facts, held, scope }: UseAsked,
  said: Pick<Question['request'], 'approvals' | 'pendingSince'>,
  conditions: ConsentCondition[],
): Considered => {
  const { bundle, point, digests } = bundleInUse(agency);
  const opening = questionAbout(agency, asked, facts, 'open', held, held.envelope.product);
  const { item, request } = opening;
  const question: Question = {
    ...opening,
    item: item && { ...item, handling: stricter(item.handling, conditions) },
    request: { ...request, ...useOf(scope), ...said },
  };
  const decision = point.decide(question);
  for (const name of decision.alarms) agency.alarm(name, { question: 'use' });
  return { decision, held, made: { question, by: digests }, bundleVersion: bundle.version };
};

const stricter = (handling: NonNullable<Question['item']>['handling'], more: ConsentCondition[]) =>
  more.length === 0 ? handling : { code: 'C', conditions: [...handling.conditions, ...more] };
