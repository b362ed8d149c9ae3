// The embedded decision point: request and bundle in, decision out. Promise: it never throws and never permits by
// mistake; whatever goes wrong while deciding is a refusal with the reason DECISION_FAILED and an alarm.
import type { ProductCatalogue } from '@gatehouse/agreements';
import { decideApproval, type ApprovalQuestion } from './approval.ts';
import type { Bundle, BundleInstrument } from './bundle.ts';
import { decideItem, answer, inquiryOf, productOf } from './decide.ts';
import { findBasis } from './basis.ts';
import { effectOf } from './combine.ts';
import { anyOf, narrowingOf, type Formula } from './narrowing/index.ts';
import { decideDuty, dutyUnder, type DutyAnswer, type DutyQuestion } from './duty.ts';
import { readyBundle } from './instruments.ts';
import { isQuery, operationOf, outwardOf } from './outward.ts';
import type { RulesOfRecord } from './rules-of-record.ts';
import type { Decision, Effect, Question, QuestionKind } from './question.ts';

/** Reason and alarm of a decision that could not be made. In no closed list: no case may expect it. */
export const DECISION_FAILED = 'DECISION_FAILED';
/** Reason when nothing of that id is known and nothing else forbids the question. Outward like any NOT_FOUND. */
export const NO_SUCH_ITEM = 'NO_SUCH_ITEM';

export interface DecisionPoint {
  /** Decides about an item, or about an id behind which there is none. */
  decide(q: Question): Decision;
  /** On list and search: the refusal of who asks for what, before any row is looked at; null when there is none. */
  classRefusal(q: Question): Decision | null;
  /**
   * Which rows a list may show, for the database to leave the others out. A row that `decide` would show is never left out.
   * @param questions to list, one for each product, about no item
   */
  narrowing(questions: Question[]): Formula;
  /** A duty of an agency's own staff in its own service. */
  duty(d: DutyQuestion): DutyAnswer;
  /** Whether a person who has the duty is independent enough to approve this one thing. */
  approval(a: ApprovalQuestion): DutyAnswer;
}

/** Questions a person asks to read: there a failure must not tell that the item exists. */
const READS: QuestionKind[] = ['open', 'list', 'search', 'breakGlass'];

const bare = (q: Question, effect: Effect, reason: string, alarms: string[]): Decision => ({
  effect,
  outward: outwardOf(q, effect),
  disclosedPaths: [],
  obligations: [],
  reason,
  reasonsInOrder: [reason],
  agreements: [],
  operation: operationOf(q),
  emergency: q.request.question === 'breakGlass',
  masked: [],
  degraded: false,
  alarms,
  marks: [],
  travels: null,
  keeps: null,
  values: null,
  list: null,
  clauses: [],
});

/** A refusal because deciding failed: NOT_FOUND to a reader, DENY to anybody else. */
export const failedDecision = (q: Question): Decision =>
  bare(q, READS.includes(q.request.question) ? 'NOT_FOUND' : 'DENY', DECISION_FAILED, [DECISION_FAILED]);

/**
 * A decision point for one bundle.
 * @param products the catalogue of products; a field that stands in none has no category and never leaves.
 * @param rules the rules beside the bundle; today's unless a decision is made again
 * @param heldOut instruments that are not in force here, beside those of the bundle
 * @throws PolicyFault when the bundle's rules do not load; such a bundle must not be taken into use.
 */
export const decisionPoint = (
  bundle: Bundle,
  products: ProductCatalogue,
  rules?: RulesOfRecord,
  heldOut: readonly BundleInstrument[] = [],
): DecisionPoint => {
  const ready = readyBundle(bundle, rules?.common, heldOut);
  const categoriesOf = (product: string) => products.get(product)?.fields ?? {};

  const classRefusal = (q: Question): Decision | null => {
    const asked: Question = { ...q, item: null, product: productOf(q) };
    const inquiry = inquiryOf(ready, asked, categoriesOf(productOf(q)), true);
    const basis = findBasis(inquiry);
    if (basis.failing.length === 0) return null;
    return answer(inquiry, basis, basis.failing, effectOf(q, basis.failing, false), null);
  };

  const row = (q: Question): Decision =>
    q.item === null
      ? (classRefusal(q) ?? bare(q, 'NOT_FOUND', NO_SUCH_ITEM, []))
      : decideItem(ready, q, categoriesOf(q.item.product));

  const rows = (q: Question): Decision => {
    const first = row(q);
    if (!isQuery(q)) return first;
    const others = (q.otherItems ?? []).map((item) => ({ item, decision: row({ ...q, item }) }));
    const ids = [{ item: q.item, decision: first }, ...others]
      .filter(({ decision }) => decision.effect.startsWith('PERMIT'))
      .flatMap(({ item }) => (item ? [item.id] : []));
    return { ...first, list: { ids, count: ids.length } };
  };

  const failClosed = <T>(q: Question, work: () => T): T | Decision => {
    try {
      return work();
    } catch {
      return failedDecision(q);
    }
  };

  return {
    decide: (q) => failClosed(q, () => rows(q)),
    classRefusal: (q) => failClosed(q, () => classRefusal(q)),
    narrowing: (questions) => {
      try {
        return anyOf(questions.map((q) => narrowingOf(ready, q, categoriesOf(productOf(q)))));
      } catch {
        // Without it a list takes longer and shows the same.
        return true;
      }
    },
    duty: rules ? dutyUnder(rules.duties) : decideDuty,
    approval: decideApproval,
  };
};

const NO_BUNDLE: Bundle = {
  version: 0,
  issuedAt: '1970-01-01T00:00:00Z',
  maxAgeSeconds: 0,
  instruments: [],
  parties: [],
};

/** The answer where no bundle has ever verified: nothing is served (cases rule 9). */
export const decideWithoutBundle = (q: Question, products: ProductCatalogue): Decision =>
  decisionPoint(NO_BUNDLE, products).decide({ ...q, bundle: { ageSeconds: 0, maxAgeSeconds: 0, verified: false } });
