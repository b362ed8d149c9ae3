// Clause 24: who alone approves an amendment is the one party there is. Where there are others, each of them signs what binds it.
import { ruleOf } from './clause.ts';
import type { InstrumentDocument } from './instrument.ts';
import type { Report } from './law-check.ts';

/** Reports a text that one of several parties could amend. */
export const checkIssuer = (document: InstrumentDocument, report: Report): void => {
  if (ruleOf(document, 24)?.approvedBy !== 'issuer' || document.parties.length === 1) return;
  const at = document.clauses?.findIndex(({ clause }) => clause === 24) ?? 0;
  const says = `an amendment is the issuer's alone, and ${document.parties.length} parties are bound`;
  report(['clauses', at, 'rule', 'approvedBy'], says, 'every-party');
};
