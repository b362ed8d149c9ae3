// Steps 7 and 8, all flows and people together: the narrowing that only shows in the whole, and what follows.
import { emergencyTermsId } from '@gatehouse/agreements';
import type { FlowAnswer, Inquiry } from './basis.ts';
import type { Counts } from './counts.ts';
import { ask } from './engine.ts';
import { conditionsOf, markersOf } from './facts.ts';
import type { FieldAnswer } from './fields.ts';
import { partyIn } from './instruments.ts';
import { isQuery } from './outward.ts';
import type { Effect, Question } from './question.ts';
import type { Rule } from './rule-set.ts';

/** Rules of step 7 that hold of the whole answer. */
export const askWhole = (
  inquiry: Inquiry,
  fields: FieldAnswer,
  { refused, othersMasked, counts }: { refused: boolean; othersMasked: boolean; counts: Counts | null },
): Rule[] => {
  const { q, bundle, product } = inquiry;
  const answer = ask(bundle.base, {
    principal: q.caller.agency,
    action: 'combine',
    resource: { type: 'Product', id: product.name },
    context: {
      question: q.request.question,
      refused,
      disclosed: fields.disclosed.length,
      versionsDiffer: fields.versionsDiffer,
      currentGivesMore: fields.currentGivesMore,
      instrumentsDiffer: fields.instrumentsDiffer,
      othersMasked,
      counted: counts !== null,
      smallNumbers: (counts?.suppressed.length ?? 0) > 0,
      differencing: counts?.differencing ?? false,
    },
  });
  return answer.allowed ? [] : answer.rules;
};

/**
 * The effect of the failing rules (cases rules 2 to 4): a class-level reason on a query is DENY; else one that conceals
 * is NOT_FOUND; else one that neither waits nor narrows is DENY; else one that waits is PEND.
 */
export const effectOf = (q: Question, failing: Rule[], complete: boolean): Effect => {
  if (isQuery(q) && failing.some((rule) => rule.class)) return 'DENY';
  if (failing.some(({ conceals }) => conceals)) return 'NOT_FOUND';
  if (failing.some(({ waits, narrows }) => !waits && narrows === null)) return 'DENY';
  if (failing.some(({ waits }) => waits)) return 'PEND';
  if (q.request.question === 'aggregate') return 'PERMIT_AGGREGATE';
  return complete && !failing.some(({ narrows }) => narrows === 'uses') ? 'PERMIT' : 'PERMIT_REDACTED';
};

/** Refuses or waits. What narrows leaves a permission standing (cases rule 4). */
const refusing = ({ narrows }: Rule): boolean => narrows === null;

export const refuses = (failing: Rule[]): boolean => failing.some(refusing);

/** What explains a refusal: no rule that only narrows, unless it says more of a reason for which another refuses. */
export const explaining = (failing: Rule[]): ((rule: Rule) => boolean) => {
  const reasons = new Set(failing.filter(refusing).map(({ reason }) => reason));
  return ({ reason }) => reasons.has(reason);
};

/** What follows from the answer under each ruling flow: ground, obligations, marks, alarms. */
export const askConsequences = (inquiry: Inquiry, flows: FlowAnswer[], effect: Effect, special: boolean): Rule[] => {
  const { q, bundle, product } = inquiry;
  const asked = flows.length > 0 ? flows : [null];
  const rules = asked.flatMap((answer) => {
    const party = partyIn(bundle, answer?.instrument);
    return ask(answer?.instrument.rules ?? bundle.base, {
      principal: q.caller.agency,
      action: 'conclude',
      resource: { type: 'Product', id: product.name },
      context: {
        flow: answer?.flow.id ?? '',
        question: q.request.question,
        permitted: effect.startsWith('PERMIT'),
        waits: effect === 'PEND',
        kind: answer?.instrument.kind ?? '',
        callerKind: party(q.caller.agency)?.kind ?? '',
        purpose: q.request.purpose,
        product,
        conditions: q.item ? conditionsOf(q.item) : [],
        markers: q.item ? markersOf(q.item) : [],
        stale: q.bundle.ageSeconds > q.bundle.maxAgeSeconds,
        specialDisclosed: special,
        emergencyAgreed: answer !== null && answer.instrument.rules.rules.has(emergencyTermsId(answer.flow)),
      },
    }).rules;
  });
  return [...new Map(rules.map((rule) => [rule.id, rule])).values()];
};
