// A statement about special categories as its events tell it, and as it goes with the report: pure.
import { necessityEnds } from '@gatehouse/policy/necessity';
import type { DisseminatedSpecial, SpecialCategoryEvent, SpecialStatement } from './special-category.events.ts';

/** A statement after one more event. */
export const stated = (before: SpecialStatement | null, event: SpecialCategoryEvent): SpecialStatement | null => {
  const { statementId, by, at } = event.data;
  if (event.type === 'SpecialCategoryStated') return { statementId, by, at, fields: event.data.fields, answer: null };
  if (before?.statementId !== statementId) return before;
  const verdict = event.type === 'SpecialCategoryApproved' ? 'APPROVED' : 'REFUSED';
  const { unit, roles } = event.data;
  return { ...before, answer: { verdict, by, unit, ...(roles && { roles }), at } };
};

/** Nothing of what was refused goes with the report at all; what still waits stands in it and is withheld. */
export const disseminatedSpecial = (statement: SpecialStatement | null): DisseminatedSpecial | null => {
  if (statement === null || statement.answer?.verdict === 'REFUSED') return null;
  const { statementId, fields, answer } = statement;
  const until = necessityEnds(statement);
  if (!answer || !until) return { statementId, fields, approved: null };
  const { by, unit, roles } = answer;
  return { statementId, fields, approved: { by, unit, ...(roles && { roles }), until } };
};
