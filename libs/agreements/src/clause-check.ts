// What a signed text has to say: every clause of its kind, once; parties that exist; flows that name their basis, their special
// categories and their grading; no two flows that offer the same to the same people.
import { clauseTable, type ClauseEntry } from '@gatehouse/contracts';
import type { Clause } from './clause.ts';
import type { Path, Positions } from './document.ts';
import { checkFlowClauses } from './flow-clause-check.ts';
import type { CompileError, InstrumentDocument } from './instrument.ts';
import { checkIssuer } from './issuer-check.ts';
import { reporter, type Report } from './law-check.ts';
import { checkNamedParties } from './named-parties.ts';
import { checkOverlaps } from './overlap.ts';
import type { ProductCatalogue } from './product.ts';
import { checkRules } from './rule-check.ts';
import { checkReasons } from './suspension-check.ts';

const heading = ({ number, title }: ClauseEntry): string => `clause ${number} (${title.toLowerCase()})`;

const checkApplicable = (clause: Clause, entry: ClauseEntry, kind: string, at: Path, report: Report): void => {
  const place = entry.kinds[kind];
  if (clause.notApplicable === undefined) {
    if (place === 'none')
      report(at, `${heading(entry)} has no place in an instrument of kind ${kind}`, 'say so with notApplicable:');
    return;
  }
  if (place === 'must')
    report(
      [...at, 'notApplicable'],
      `an instrument of kind ${kind} must have ${heading(entry)}`,
      'say what was agreed',
    );
  if (clause.rule !== undefined || clause.obligations !== undefined)
    report(at, `${heading(entry)} is not applicable and yet rules`, 'remove notApplicable:, or the rule');
};

const checkSaid = (clause: Clause, entry: ClauseEntry, at: Path, report: Report): void => {
  if (clause.notApplicable !== undefined) return;
  if (clause.text === undefined) report(at, `${heading(entry)} says nothing`, 'add text:');
  if (entry.rule === 'own' && clause.rule === undefined) report(at, `${heading(entry)} has no rule`, 'add rule:');
  if (entry.rule !== 'own' && clause.rule !== undefined)
    report(
      [...at, 'rule'],
      `${heading(entry)} has no rule of its own`,
      entry.rule === 'flows' ? 'its rule stands in each flow' : 'write it as an obligation',
    );
};

const checkObligations = (clause: Clause, at: Path, report: Report): void =>
  clause.obligations?.forEach(({ due, within, after, every }, index) => {
    const path = [...at, 'obligations', index];
    if ([due, within, every].filter((given) => given !== undefined).length !== 1)
      report(path, 'an obligation is owed by a day, within a period or again and again', 'one of due, within, every');
    if ((within === undefined) !== (after === undefined))
      report(path, 'a period runs from an event, and an event starts a period', 'within: and after: together');
  });

const checkEach = (document: InstrumentDocument, clauses: Clause[], report: Report): void =>
  clauses.forEach((clause, index) => {
    const at: Path = ['clauses', index];
    const entry = clauseTable.find(({ number }) => number === clause.clause);
    if (!entry) return;
    checkApplicable(clause, entry, document.instrument, at, report);
    checkSaid(clause, entry, at, report);
    checkObligations(clause, at, report);
  });

/** Faults of the clauses, each at its line. Empty when the text can be signed. */
export const checkClauses = (
  document: InstrumentDocument,
  products: ProductCatalogue,
  positions: Positions,
): CompileError[] => {
  const errors: CompileError[] = [];
  const report = reporter(document, positions, errors);
  const clauses = document.clauses ?? [];
  const missing = clauseTable.filter(({ number }) => !clauses.some(({ clause }) => clause === number));
  for (const entry of missing)
    errors.push({
      ...positions.of(['clauses']),
      message: `${heading(entry)} is missing`,
      suggestion: `add - clause: ${entry.number}, or why it is not applicable`,
      clause: entry.number,
      pointer: '/clauses',
    });
  checkEach(document, clauses, report);
  checkNamedParties(document, report);
  checkIssuer(document, report);
  checkReasons(document, report);
  checkRules(document, report);
  checkFlowClauses(document, products, report);
  checkOverlaps(document.flows, report);
  return errors;
};
