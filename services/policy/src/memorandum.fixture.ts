// The memorandum of the repository between prisons and police.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { instrumentIds, loadInstrumentSource } from '@gatehouse/contracts';
import { parse } from 'yaml';

export const MOU = 'kz-prisons-police';

/** The memorandum of the repository, with parts of it replaced. */
export const memorandum = (change: Partial<InstrumentDocument> & Record<string, unknown> = {}): InstrumentDocument => {
  if (!instrumentIds().includes(MOU)) throw new Error('the memorandum is missing');
  return reviewedInTerm({
    ...(parse(loadInstrumentSource(MOU).text, { schema: 'core' }) as InstrumentDocument),
    ...change,
  });
};

/** The day of its review (clause 26) lies within the term, however short that is. */
const reviewedInTerm = (document: InstrumentDocument): InstrumentDocument => {
  const { to } = document.term;
  const said = document.clauses?.map((clause) => {
    const rule = clause.rule as { reviewBy?: string } | undefined;
    return rule?.reviewBy !== undefined && rule.reviewBy > to ? { ...clause, rule: { ...rule, reviewBy: to } } : clause;
  });
  return said ? ({ ...document, clauses: said } as InstrumentDocument) : document;
};

/** The same without obligations, where the clock shall bring nothing but the end of the term. */
export const unobliged = (change: Partial<InstrumentDocument> = {}): InstrumentDocument => {
  const clauses = (memorandum().clauses ?? []).map(({ obligations: _owed, ...said }) => said);
  return memorandum({ clauses, ...change });
};
