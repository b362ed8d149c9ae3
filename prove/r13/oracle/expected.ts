// The right answer to a cell, from the rulings and the README of the cases. Written without reading the program it judges; where the
// text has a hole, docs/decisions/0063 says which reading was taken and why.
import type { Answer, Cell } from '../case.ts';
import { CLASS_LEVEL, CONCEALING } from '../codes.ts';
import { conditionsOfTexts } from './clauses.ts';
import { countsOf } from './aggregate.ts';
import { ofExport, ofLeaving, ofNarrowing, ofReasons, ofWaiting, standing } from './obligations.ts';
import { failingReasons, maskedOf, narrowingReasons, ordered, type Masked } from './reasons.ts';
import { goesWhenStale, isStale } from './step2-basis.ts';
import { isContested } from './step4-subject.ts';
import { hasUnknownCondition } from './step5-handling.ts';
import { hasReadBefore } from './step6-person.ts';
import { fieldsOf, type Fields } from './step7-fields.ts';
import { groundsOf } from './step8-grounds.ts';
import { viewOf, type View } from './view.ts';
import { asksForComplaints } from './step1-absolute.ts';
import { waitingReasons } from './waiting.ts';

const isQuery = ({ cell }: View): boolean => ['search', 'list'].includes(cell.request.question);

const conceals = (view: View, reason: string): boolean =>
  CONCEALING.includes(reason) && !(reason === 'ASSIGNMENT_ENDED' && hasReadBefore(view));

/** It depends on who asks for what. A complaint does where its product or its fields are asked for, and not where a record is marked. */
const isOfClass = (view: View, reason: string): boolean =>
  CLASS_LEVEL.includes(reason) && (reason !== 'COMPLAINT_PRIVILEGE' || asksForComplaints(view));

/** Existence first; on a query what depends on nobody's record comes before it. */
const refusalOf = (view: View, failing: string[]): 'DENY' | 'NOT_FOUND' => {
  if (isQuery(view) && failing.some((reason) => isOfClass(view, reason))) return 'DENY';
  return failing.some((reason) => conceals(view, reason)) ? 'NOT_FOUND' : 'DENY';
};

const STATUS = { PERMIT: 200, PERMIT_REDACTED: 200, PERMIT_AGGREGATE: 200, PEND: 202, DENY: 403, NOT_FOUND: 404 };

const outwardOf = (view: View, effect: Answer['effect']): number | null => {
  const { question, path } = view.cell.request;
  if (question === 'deliver' && path !== 'http') return null;
  return isQuery(view) && effect === 'NOT_FOUND' ? 200 : STATUS[effect];
};

const OPERATIONS: Record<string, string> = {
  publish: 'disclosure',
  deliver: 'disclosure',
  onward: 'disclosure',
  export: 'disclosure',
  aggregate: 'combination',
  adverseDecision: 'alteration',
};

const alarmsOf = (view: View, failing: string[], degraded: boolean): string[] => [
  ...(failing.includes('BUNDLE_STALE') || degraded ? ['BUNDLE_STALE'] : []),
  ...(failing.includes('BUNDLE_UNVERIFIED') ? ['BUNDLE_UNVERIFIED'] : []),
  ...(hasUnknownCondition(view) ? ['UNKNOWN_CONDITION'] : []),
];

type Verdict = Pick<Answer, 'effect' | 'reasonsInOrder' | 'obligations' | 'disclosedPaths' | 'values'>;

const refused = (view: View, effect: Answer['effect'], reasons: string[], obligations: string[]): Verdict => ({
  effect,
  reasonsInOrder: ordered(reasons),
  obligations: [...standing(view), ...ofReasons(view, reasons), ...obligations],
  disclosedPaths: [],
  values: null,
});

const permitted = (view: View, fields: Fields, narrowing: string[]): Verdict => {
  const grounds = groundsOf(view, fields);
  const used = narrowing.some((reason) => ['RESTRICTED', 'NOT_IN_PROCEEDINGS'].includes(reason));
  return {
    effect: fields.whole && !used ? 'PERMIT' : 'PERMIT_REDACTED',
    reasonsInOrder: narrowing.length > 0 ? ordered(narrowing) : [grounds.at(-1)!],
    obligations: [
      ...standing(view),
      ...ofReasons(view, narrowing),
      ...ofNarrowing(narrowing, fields),
      ...ofLeaving(view, grounds),
      ...ofExport(view),
    ],
    disclosedPaths: fields.disclosed,
    values: null,
  };
};

const aggregated = (view: View, fields: Fields, narrowing: string[]): Verdict => {
  const counts = countsOf(view);
  const hidden = (path: string) => counts.suppressed.some((part) => path === part || path.startsWith(`${part}.`));
  const disclosed = fields.disclosed.filter((path) => !hidden(path));
  const all = [...narrowing, ...(counts.suppressed.length > 0 ? ['SMALL_NUMBERS'] : [])];
  if (disclosed.length === 0) return empty(view, fields, all);
  const verdict = permitted(view, { ...fields, disclosed }, all);
  const obligations = [...verdict.obligations, 'QUERY_BUDGET', 'DIFFERENCING_CHECK'];
  const values = Object.fromEntries(Object.entries(counts.values).filter(([path]) => disclosed.includes(path)));
  return { ...verdict, effect: 'PERMIT_AGGREGATE', obligations, values };
};

/** Nothing is left to give. */
const empty = (view: View, fields: Fields, narrowing: string[]): Verdict =>
  refused(view, 'DENY', [...narrowing, 'NO_FIELDS'], ofNarrowing(narrowing, fields));

const verdictOf = (view: View, masked: Masked[]): Verdict => {
  const failing = failingReasons(view);
  const waiting = waitingReasons(view);
  const stored = [...failing, ...waiting.map(({ reason }) => reason)];
  if (failing.length > 0 || waiting.some(({ over }) => over))
    return refused(view, refusalOf(view, failing), stored, []);
  if (waiting.length > 0) return refused(view, 'PEND', stored, [...ofWaiting(stored), ...ofExport(view)]);
  const fields = fieldsOf(
    view,
    masked.map(({ subject }) => subject),
  );
  const narrowing = narrowingReasons(view, fields, masked);
  if (view.cell.request.question === 'aggregate') return aggregated(view, fields, narrowing);
  return fields.disclosed.length === 0 ? empty(view, fields, narrowing) : permitted(view, fields, narrowing);
};

const travelsOf = (view: View): Answer['travels'] => {
  const { item } = view.cell;
  const added = conditionsOfTexts(view);
  const parts = item.derivedFrom ?? [];
  const codes = [item.handling, ...parts.map(({ handling }) => handling)].map(({ code }) => code);
  return {
    code: codes.includes('C') || added.length > 0 ? 'C' : 'P',
    conditions: [...new Set([...view.conditions.map(({ code }) => code), ...added])].toSorted(),
    destroyBy: view.destroyDays.toSorted()[0] ?? null,
  };
};

/** The answer about the item of a cell alone. */
const answerFor = (cell: Cell): Answer => {
  const view = viewOf(cell);
  const masked = maskedOf(view);
  const verdict = verdictOf(view, masked);
  const goes = verdict.effect.startsWith('PERMIT');
  const degraded = goes && isStale(view) && goesWhenStale(view);
  return {
    ...verdict,
    obligations: [...new Set(verdict.obligations)].toSorted(),
    outward: outwardOf(view, verdict.effect),
    reason: verdict.reasonsInOrder[0]!,
    agreements: [
      ...new Set(view.basis.ruling.map(({ agreement, version }) => `${agreement.id}@${version}`)),
    ].toSorted(),
    operation: OPERATIONS[cell.request.question] ?? 'consultation',
    emergency: cell.request.question === 'breakGlass',
    masked: masked.map(({ subject, reason }) => ({ ref: subject.ref, reason })),
    marks: goes && isContested(view) ? ['ACCURACY_CONTESTED'] : [],
    travels: goes ? travelsOf(view) : null,
    list: null,
    degraded,
    alarms: alarmsOf(view, verdict.reasonsInOrder, degraded),
  };
};

/** A page holds the items that may be shown, each decided for itself. */
const listOf = (cell: Cell, own: Answer): Answer['list'] => {
  if (!['search', 'list'].includes(cell.request.question)) return null;
  const others = (cell.otherItems ?? []).filter((item) => answerFor({ ...cell, item }).effect.startsWith('PERMIT'));
  const shown = own.effect.startsWith('PERMIT') ? [cell.item, ...others] : others;
  return { ids: shown.map(({ id }) => id), count: shown.length };
};

/** The right answer to a cell. */
export const expected = (cell: Cell): Answer => {
  const own = answerFor(cell);
  return { ...own, list: listOf(cell, own) };
};
