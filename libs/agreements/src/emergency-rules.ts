// Clause 19 of an instrument of vital interest: for which purposes somebody may break the glass under it, how long it stays open, how
// soon the originator hears of it, and who looks at it afterwards. Of any other instrument it names where to go, and rules nothing.
import { guards, reason, set, type Rule } from './cedar-rule.ts';
import { ruleOf, type Emergency } from './clause.ts';
import type { CompiledFlow, InstrumentDocument } from './instrument.ts';
import { deadlineMs } from './periods.ts';

const MINUTE_MS = 60_000;
/** As many as look at a use where nobody says how many. */
const USUAL_REVIEWERS = 2;

const minutes = (period: string): number => deadlineMs(period) / MINUTE_MS;

/** Each period as the obligation of the closed list that stands for it, where it has one. */
export const emergencyPeriods = ({ timebox, noticeWithin, reviewWithin }: Emergency) => ({
  timebox: `TIMEBOX_${minutes(timebox) / 60}H`,
  noticeWithin: minutes(noticeWithin) === 1 ? 'NOTIFY_ORIGINATOR_NOW' : `NOTIFY_ORIGINATOR_${minutes(noticeWithin)}M`,
  reviewWithin: `REVIEW_${minutes(reviewWithin) / 60}H`,
});

const termsOf = (rule: Emergency): string =>
  [
    ...Object.values(emergencyPeriods(rule)),
    ...(rule.reviewers > USUAL_REVIEWERS ? [`REVIEWERS_${rule.reviewers}`] : []),
  ].join(' ');

/** The rule by which an instrument says itself how long an emergency lasts; without it the common rules say so. */
export const emergencyTermsId = (flow: Pick<CompiledFlow, 'id'>): string => `${flow.id} obliges, emergency`;

/** Steps 3 and 8 of an emergency. */
export const emergencyRules = (flow: CompiledFlow, _named: string, document: InstrumentDocument): Rule[] => {
  const rule = document.instrument === 'vital-interest' ? ruleOf(document, 19) : undefined;
  if (!rule) return [];
  const { flow: ofThis } = guards(flow);
  const purposes: Rule = {
    id: `${flow.id} emergency purposes`,
    clause: 'clause 19: purposes',
    annotations: { ...reason('PURPOSE_MISMATCH', 3, 'class', 'lacks:purpose'), obligations: 'OFFER_RFI' },
    action: 'action == Gatehouse::Action::"breakGlass"',
    when: [ofThis],
    unless: `${set(rule.purposes)}.contains(context.request.purpose)`,
  };
  // A flow that has no other purpose says as much itself: the rule would be dead.
  const narrows = flow.purposes.some((purpose) => !rule.purposes.includes(purpose));
  return [
    ...(narrows ? [purposes] : []),
    {
      id: emergencyTermsId(flow),
      clause: 'clause 19: time box, notice and review',
      annotations: { step: '8', obligations: termsOf(rule) },
      effect: 'permit',
      action: 'action == Gatehouse::Action::"conclude"',
      when: [ofThis, 'context.permitted', 'context.question == "breakGlass"'],
    },
  ];
};
