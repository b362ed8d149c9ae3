// Listing items. SQL narrows, the decision point decides every row, disclose() projects it; one audit row a page, before
// anything is shown. A refusal that depends on who asks for what, and on no item, is 403; everything else a shorter page.
import { disclose, shapeOf } from '@gatehouse/agreements';
import type { AuditedDecision } from '@gatehouse/audit-trail';
import { failpoint } from '@gatehouse/failpoints';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { Agency } from './agency.ts';
import { decidedPage, type DecidedPage, type Hidden, type ListQuery } from './decided-page.ts';
import { evidence } from './evidence.ts';
import { promisedDecision } from './promised-record.ts';
import type { Asked, HeldItem, ReaderFacts } from './question.ts';
import { keptDecision, permits, refusedOrShown, whoAsked, type Answer } from './reading.ts';

export interface Listed<Row> {
  rows: { row: Row; content: unknown }[];
  last: Row | null;
  more: boolean;
}

export const listItems = async <Row extends { held: HeldItem }>(
  agency: Agency,
  asked: Asked,
  facts: ReaderFacts,
  query: ListQuery<Row>,
): Promise<Answer<Listed<Row>>> => {
  const decided = await decidedPage(agency, asked, facts, query);
  const { refusal, said, page } = decided;
  const promise = await recordPage(agency, asked, decided);
  failpoint('read.after-audit');
  if (page === null) return refusedOrShown(refusal?.decision ?? nothingListed(), promise, () => noRows());
  if (refusal && page.rows.length === 0) return refusedOrShown(refusal.decision, promise, () => noRows());
  const rows = page.rows.map(({ row, made: { decision } }) => ({
    row,
    content: disclose(row.held.envelope.payload, decision.disclosedPaths, decision.values),
  }));
  const shown = { rows, last: page.last, more: page.more };
  return { outward: 200, reason: said?.decision.reason ?? '', obligations: [], promise, content: shown };
};

const nothingListed = (): never => {
  throw new TerminalFault('a list of no product at all');
};

const noRows = <Row>(): Listed<Row> => ({ rows: [], last: null, more: false });

const recordPage = <Row extends { held: HeldItem }>(
  agency: Agency,
  asked: Asked,
  { page, said, bundleVersion }: DecidedPage<Row>,
): Promise<string> => {
  const shown = page?.rows ?? [];
  const decision = said?.decision ?? null;
  const subjects = shown.flatMap(({ row }) => row.held.envelope.subjects.map((subject) => subject.auditRef));
  const fields = shown.flatMap(({ made }) => made.decision.disclosedPaths.map(shapeOf));
  const agreements = [...(decision?.agreements ?? []), ...shown.flatMap(({ made }) => made.decision.agreements)];
  const { hidden = { made: [], reasons: {} } } = page ?? {};
  // The first is the one the record tells of; a row that was hidden says why the page is empty. Behind it, why others were hidden.
  const first = shown.length > 0 ? shown.map((row) => row.made) : said ? [said] : [];
  const others = hidden.made.filter(({ itemId }) => !first.some((one) => one.itemId === itemId));
  const made = [...first, ...others];
  return evidence(agency, (client) =>
    promisedDecision(agency, client, made, {
      event: decision && !permits(decision) ? 'refused' : 'read',
      operation: 'consultation',
      action: 'list',
      ...whoAsked(asked),
      subjects: [...new Set(subjects)],
      fields: [...new Set(fields)].sort(),
      agreements: [...new Set(agreements)].sort(),
      decision: decision && { ...keptDecision(decision, bundleVersion), ...hiddenOf(hidden.reasons) },
    }),
  );
};

const hiddenOf = (reasons: Hidden['reasons']): Pick<AuditedDecision, 'hidden'> =>
  Object.keys(reasons).length > 0 ? { hidden: reasons } : {};
