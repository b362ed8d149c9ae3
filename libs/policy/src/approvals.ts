// What others have said to a request: an originator's consent or refusal, a second officer's approval. Each counts from its
// instant, until it ends, and only for what it was given for.
import type { CedarRecord } from './engine.ts';
import { instant } from './day.ts';
import type { Approval, ApprovedUse, Question } from './question.ts';

const HOUR = 3_600_000;
/** A request that waits takes an approval within this time (cases rule 3); a refusal whenever it comes. */
const WINDOW_HOURS: Record<string, number> = { FOUR_EYES: 24, ORIGINATOR_CONSENT: 72, ORIGINATOR_REFUSAL: Infinity };

const unique = (words: (string | undefined)[]): string[] => [
  ...new Set(words.filter((word): word is string => word !== undefined)),
];

/** Another recipient, purpose, case or use than it was given for is another request. */
const covers = (given: ApprovedUse | undefined, { request }: Question): boolean =>
  given === undefined ||
  (given.question === request.question &&
    given.recipient === (request.recipient ?? null) &&
    given.purpose === request.purpose &&
    given.caseRef === (request.caseRef ?? null) &&
    (request.use ?? []).every((use) => given.use.includes(use)));

const inTime = ({ request, now }: Question, { kind, at, until }: Approval): boolean => {
  const end =
    request.pendingSince === undefined ? Infinity : instant(request.pendingSince) + (WINDOW_HOURS[kind] ?? 0) * HOUR;
  const ended = until !== undefined && instant(until) <= instant(now);
  return instant(at) <= instant(now) && instant(at) < end && !ended;
};

const hoursWaiting = ({ request, now }: Question): number =>
  request.pendingSince === undefined
    ? 0
    : Math.max(0, Math.floor((instant(now) - instant(request.pendingSince)) / HOUR));

/** The approvals of a question as rules speak of them. */
export const approvalFacts = (q: Question): CedarRecord => {
  const counting = (q.request.approvals ?? []).filter((one) => inTime(q, one) && covers(one.covers, q));
  const saidBy = (kind: string) => unique(counting.filter((one) => one.kind === kind).map(({ agency }) => agency));
  const { person, unit } = q.caller;
  return {
    consents: saidBy('ORIGINATOR_CONSENT'),
    refusals: saidBy('ORIGINATOR_REFUSAL'),
    secondOfficer: counting.some(
      (approval) =>
        approval.kind === 'FOUR_EYES' &&
        approval.person !== undefined &&
        approval.person !== person &&
        approval.unit !== undefined &&
        approval.unit !== unit,
    ),
    hoursWaiting: hoursWaiting(q),
  };
};
