// A page decided: SQL leaves out what the rules would not show, the decision point decides every row left.
import { setImmediate } from 'node:timers/promises';
import type { Decision, Formula } from '@gatehouse/policy';
import type { Agency } from './agency.ts';
import type { DecisionMade } from './decision-made.ts';
import { phantomOf } from './phantom.ts';
import { questionAbout, type Asked, type HeldItem, type ReaderFacts } from './question.ts';
import { bundleInUse, permits } from './reading.ts';

export interface ListQuery<Row> {
  /** what may be listed, and what a row of it shows where the reader may see it */
  products: { product: string; fields: string[] }[];
  limit: number;
  /** whether a row that this person may see belongs into the list, by the paths it shows him; all do unless said */
  shows?: (row: Row, disclosedPaths: string[]) => boolean;
  /**
   * The next candidates behind a row, in the caller's order; none when there are no more. What `narrowing` does not hold of may be
   * left out: it would not be shown.
   */
  next: (after: Row | null, narrowing: Formula) => Promise<Row[]>;
}

export interface DecidedPage<Row> {
  /** why who asks is refused everything but what is urgent */
  refusal: DecisionMade | null;
  /** null where not even urgent rows are looked at */
  page: Page<Row> | null;
  /** what the audit keeps */
  said: DecisionMade | null;
  bundleVersion: number;
}

/**
 * Rows are looked at while others are served: when a newer bundle came meanwhile, the page is decided anew, so that no row is shown on
 * what held no more when it was decided (ruling 12).
 */
export const decidedPage = async <Row extends { held: HeldItem }>(
  ...given: Parameters<typeof decidePage<Row>>
): Promise<DecidedPage<Row>> => {
  for (;;) {
    const decided = await decidePage(...given);
    if (bundleInUse(given[0]).bundle.version === decided.bundleVersion) return decided;
  }
};

const decidePage = async <Row extends { held: HeldItem }>(
  agency: Agency,
  asked: Asked,
  facts: ReaderFacts,
  query: ListQuery<Row>,
): Promise<DecidedPage<Row>> => {
  const { point, bundle, digests } = bundleInUse(agency);
  const bundleVersion = bundle.version;
  const kinds = query.products.map((kind) => ({ ...kind, refusal: classRefusal(agency, asked, facts, kind) }));
  const open = kinds.filter(({ refusal }) => refusal === null || refusal.urgentMayPass);
  const refusal = kinds.every((kind) => kind.refusal !== null) ? (kinds[0]?.refusal?.made ?? null) : null;
  if (open.length === 0) return { refusal, page: null, said: refusal, bundleVersion };
  const question = (held: HeldItem | null, { product, fields }: { product: string; fields: string[] }) =>
    questionAbout(agency, asked, facts, 'list', held, product, fields);
  const decide = (held: HeldItem): DecisionMade | null => {
    const kind = open.find(({ product }) => product === held.envelope.product);
    if (!kind) return null;
    // What the reader opened before is not looked up for a list, and rows are narrowed as if he had opened none.
    const about = question({ ...held, openedBefore: [] }, kind);
    const { itemId } = held.envelope;
    const { sealedUnder } = held;
    return { itemId, question: about, decision: point.decide(about), by: digests, known: true, sealedUnder };
  };
  const page = await pageOf(query, point.narrowing(open.map((kind) => question(null, kind))), decide);
  const said = page.rows[0]?.made ?? refusal ?? (await firstHidden(query, decide));
  return { refusal, page, said, bundleVersion };
};

/** The refusal of this caller for a product as a class, and whether it spares what is urgent; null when there is none. */
const classRefusal = (
  agency: Agency,
  asked: Asked,
  facts: ReaderFacts,
  { product, fields }: { product: string; fields: string[] },
): { made: DecisionMade; urgentMayPass: boolean } | null => {
  const { point, digests } = bundleInUse(agency);
  const about = (held: HeldItem | null) => questionAbout(agency, asked, facts, 'list', held, product, fields);
  const question = about(null);
  const decision = point.classRefusal(question);
  if (decision === null) return null;
  const made = { itemId: null, question, decision, by: digests, known: true, sealedUnder: undefined };
  return { made, urgentMayPass: urgentMayPass(agency, decision, product, (held) => point.decide(about(held))) };
};

/** Whether what refuses this caller as a class spares urgent items (ruling 1): then each row has to say how urgent it is. */
const urgentMayPass = (
  agency: Agency,
  refusal: Decision,
  product: string,
  decide: (held: HeldItem) => Decision,
): boolean => {
  const phantom = phantomOf(bundleInUse(agency).bundle, product);
  const urgent = decide({ ...phantom, envelope: { ...phantom.envelope, priority: 'IMMEDIATE' } });
  return refusal.reasonsInOrder.every((reason) => !urgent.reasonsInOrder.includes(reason));
};

export interface Page<Row> {
  rows: { row: Row; made: DecisionMade }[];
  last: Row | null;
  /** there is another row that this person will be shown */
  more: boolean;
  hidden: Hidden;
}

/** Rows that SQL gave and the decision point did not let through. */
export interface Hidden {
  /** the first of them, whose decisions are kept */
  made: DecisionMade[];
  /** how many, by the reason of each */
  reasons: Record<string, number>;
}

/** Of more than so many rows hidden behind one page only the reasons are counted: no page writes without a limit. */
const HIDDEN_KEPT = 100;

/** Of a page with nothing on it the audit keeps why: the refusal of the first row that was left out by SQL or by the decision. */
const firstHidden = async <Row extends { held: HeldItem }>(
  { next }: ListQuery<Row>,
  decide: (held: HeldItem) => DecisionMade | null,
): Promise<DecisionMade | null> => {
  for (let rows = await next(null, true); rows.length > 0; rows = await next(rows.at(-1) ?? null, true))
    for (const { held } of rows) {
      await setImmediate();
      const made = decide(held);
      if (made && !permits(made.decision)) return made;
    }
  return null;
};

const hide = ({ made, reasons }: Hidden, one: DecisionMade): void => {
  const { reason } = one.decision;
  reasons[reason] = (reasons[reason] ?? 0) + 1;
  if (made.length < HIDDEN_KEPT) made.push(one);
};

const pageOf = async <Row extends { held: HeldItem }>(
  query: ListQuery<Row>,
  narrowing: Formula,
  decide: (held: HeldItem) => DecisionMade | null,
): Promise<Page<Row>> => {
  const page: Page<Row> = { rows: [], last: null, more: false, hidden: { made: [], reasons: {} } };
  let from: Row | null = null;
  for (;;) {
    const candidates = await query.next(from, narrowing);
    for (const row of candidates) {
      from = row;
      // Deciding takes milliseconds of the one thread that serves everybody.
      await setImmediate();
      const made = decide(row.held);
      if (made === null) continue;
      if (!permits(made.decision)) {
        hide(page.hidden, made);
        continue;
      }
      if (query.shows && !query.shows(row, made.decision.disclosedPaths)) continue;
      // "More" is said only of a row this person will be shown: a next page that turns out empty would tell of hidden ones.
      else if (page.rows.length === query.limit) return { ...page, more: true };
      else {
        page.rows.push({ row, made });
        page.last = row;
      }
    }
    if (candidates.length === 0) return page;
  }
};
