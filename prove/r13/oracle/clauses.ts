// Rules of a signed text that hold for all its flows.
import type { Agreement } from '../case.ts';
import type { View } from './view.ts';

export const ruleOf = ({ clauses = [] }: Agreement, number: number): Record<string, unknown> | undefined =>
  clauses.find(({ clause }) => clause === number)?.rule;

const useOf = (agreement: Agreement): unknown => ruleOf(agreement, 11)?.['use'];

/** Clause 11: what is shared is a lead, wherever it goes. */
export const isLeadOnly = (agreement: Agreement): boolean => useOf(agreement) === 'lead';

/** Nothing is used in proceedings before its originator says so. */
export const asksOriginator = (agreement: Agreement): boolean =>
  ['lead', 'with-consent'].includes(String(useOf(agreement)));

/** What the ruling texts make every item carry. */
export const conditionsOfTexts = ({ basis }: View): string[] =>
  basis.ruling.some(({ agreement }) => isLeadOnly(agreement)) ? ['NOT_IN_PROCEEDINGS'] : [];
