// Step 5: the originator's conditions, those of the parts included.
import { asksOriginator, isLeadOnly, ruleOf } from './clauses.ts';
import { isListed } from './step4-subject.ts';
import type { View } from './view.ts';
import { consented } from './waiting.ts';

const KNOWN = [
  'NO_ONWARD',
  'NOT_IN_PROCEEDINGS',
  'NAMED_RECIPIENTS',
  'NO_OVERT_ACTION',
  'CONSULT_BEFORE_ACTION',
  'VIEW_ONLY',
  'NO_FOREIGN',
  'SANITISED_ONLY',
  'DESTROY_BY',
];

const has = ({ conditions }: View, code: string): boolean => conditions.some((condition) => condition.code === code);

export const hasUnknownCondition = ({ conditions }: View): boolean =>
  conditions.some(({ code }) => !KNOWN.includes(code));

/** Known to everybody, and not among what the parties of a ruling text agreed to use (clause 8); a lead is one by agreement. */
const hasConditionNotAgreed = (view: View): boolean =>
  view.basis.ruling.some(({ agreement }) => {
    const agreed = ruleOf(agreement, 8)?.['conditions'] as string[] | undefined;
    const all = agreed && [...agreed, ...(isLeadOnly(agreement) ? ['NOT_IN_PROCEEDINGS'] : [])];
    return all !== undefined && view.conditions.some(({ code }) => !all.includes(code));
  });

const notNamed = (view: View): boolean =>
  view.conditions.some(({ code, list }) => code === 'NAMED_RECIPIENTS' && !isListed(view, list ?? []));

/** Out of the country against the originator's condition, or to a caller from a country the agreement does not open. */
const isForeignBarred = (view: View): boolean => {
  const theirs = view.foreignCountries.filter((country) => country === view.callerCountry);
  const opened = (country: string) =>
    view.flows.every(({ foreign }) => foreign !== false && foreign.countries.includes(country));
  const leaves = view.foreignCountries.length > 0 || view.passedToStranger;
  return (has(view, 'NO_FOREIGN') && leaves) || !theirs.every(opened);
};

/** Material that may not be used or revealed in court without the originator's consent, asked for as evidence. */
const isEvidenceBarred = (view: View): boolean => {
  const { request, item } = view.cell;
  const evidence = (request.use ?? []).includes('EVIDENCE') || request.path === 'court-file';
  const barred =
    has(view, 'NOT_IN_PROCEEDINGS') || view.basis.ruling.some(({ agreement }) => asksOriginator(agreement));
  return barred && evidence && !consented(view, item.originator);
};

const isLead = ({ cell }: View): boolean => (cell.request.use ?? []).includes('LEAD');

/** Asked as lead and as evidence: it stays readable as a lead. */
export const onlyAsLead = (view: View): boolean => isEvidenceBarred(view) && isLead(view);

/** What fails in step 5 and does not wait. */
export const handlingReasons = (view: View): string[] => [
  ...(hasUnknownCondition(view) || hasConditionNotAgreed(view) ? ['UNKNOWN_CONDITION'] : []),
  ...(notNamed(view) ? ['NOT_NAMED_RECIPIENT'] : []),
  ...(isForeignBarred(view) ? ['NO_FOREIGN'] : []),
  ...(isEvidenceBarred(view) && !isLead(view) ? ['NOT_IN_PROCEEDINGS'] : []),
  ...(view.cell.request.question === 'export' && has(view, 'VIEW_ONLY') ? ['VIEW_ONLY'] : []),
];
