// The memorandum of the repository between prisons and police.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { instrumentIds, loadInstrumentSource } from '@gatehouse/contracts';
import { parse } from 'yaml';

export const MOU = 'kz-prisons-police';

/** The memorandum of the repository, with parts of it replaced; its review lies within its term. */
export const memorandum = (change: Partial<InstrumentDocument> & Record<string, unknown> = {}): InstrumentDocument => {
  if (!instrumentIds().includes(MOU)) throw new Error('the memorandum is missing');
  const document = parse(loadInstrumentSource(MOU).text, { schema: 'core' }) as InstrumentDocument;
  return reviewedWithin({ ...document, ...change });
};

const reviewedWithin = (document: InstrumentDocument): InstrumentDocument => {
  const clauses = document.clauses?.map((clause) => {
    const { reviewBy } = (clause.rule ?? {}) as { reviewBy?: string };
    const late = reviewBy !== undefined && reviewBy > document.term.to;
    return late ? { ...clause, rule: { ...clause.rule, reviewBy: document.term.to } } : clause;
  });
  return clauses ? { ...document, clauses } : document;
};

/** The same without obligations, where the clock shall bring nothing but the end of the term. */
export const unobliged = (change: Partial<InstrumentDocument> = {}): InstrumentDocument => {
  // Who may suspend owes its reasons, or the text does not compile.
  const clauses = (memorandum().clauses ?? []).map(({ obligations = [], ...said }) =>
    said.clause === 25 ? { ...said, obligations } : said,
  );
  return memorandum({ clauses, ...change });
};
