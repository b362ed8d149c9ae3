// On which terms may a consent be given? For a time that ends within a year, under conditions everybody knows. Pure.
import { handlingRefusal, monthsLater } from '@gatehouse/handling';

export type TermsRefusal =
  | 'consent-ends-before-it-begins'
  | 'consent-runs-too-long'
  | 'handling-condition-unknown'
  | 'handling-condition-incomplete';

/** A consent is looked at again as often as an item is reviewed (domain reference 4.7). */
const MONTHS = 12;

interface Terms {
  conditions: { code: string; date?: string }[];
  validUntil: string;
  at: string;
}

/** @returns why a consent may not be given so, or null */
export const termsRefusal = (
  { conditions, validUntil, at }: Terms,
  knownConditions: readonly string[],
): TermsRefusal | null => {
  const unfit = handlingRefusal({ code: conditions.length > 0 ? 'C' : 'P', conditions }, knownConditions);
  if (unfit && unfit !== 'handling-code-contradicts') return unfit;
  if (Date.parse(validUntil) <= Date.parse(at)) return 'consent-ends-before-it-begins';
  return validUntil.slice(0, 10) > monthsLater(at.slice(0, 10), MONTHS) ? 'consent-runs-too-long' : null;
};
