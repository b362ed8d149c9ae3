// Handling: the originator's conditions on an item (domain reference 3.3). What every decider that sets them checks; pure.
import { isDay } from './day.ts';

export interface HandlingCondition {
  code: string;
  date?: string;
  list?: string[];
}

/** 3x5x2: P lawful sharing permitted, C permitted with conditions. */
export interface Handling {
  code: 'P' | 'C';
  conditions: HandlingCondition[];
}

export type HandlingRefusal =
  'handling-condition-unknown' | 'handling-condition-incomplete' | 'handling-code-contradicts';

/**
 * Whether handling is said completely and in words this system knows.
 * @param knownConditions the closed list of conditions
 * @returns why not, or null
 */
export const handlingRefusal = (
  { code, conditions }: Handling,
  knownConditions: readonly string[],
): HandlingRefusal | null => {
  if (!conditions.every((condition) => knownConditions.includes(condition.code))) return 'handling-condition-unknown';
  if (!conditions.every(isComplete)) return 'handling-condition-incomplete';
  return (code === 'C') === conditions.length > 0 ? null : 'handling-code-contradicts';
};

const isComplete = ({ code, date, list }: HandlingCondition): boolean => {
  if (code === 'DESTROY_BY') return date !== undefined && isDay(date);
  if (code === 'NAMED_RECIPIENTS') return (list ?? []).length > 0;
  return true;
};

/** Whether handling gives more away than that of a part: what is derived is as strict as its strictest part (domain 6). */
export const loosens = (handling: Handling, part: Handling): boolean =>
  part.conditions.some((kept) => !handling.conditions.some((condition) => isAsStrict(condition, kept)));

const isAsStrict = (condition: HandlingCondition, kept: HandlingCondition): boolean => {
  if (condition.code !== kept.code) return false;
  if (kept.code === 'DESTROY_BY') return (condition.date ?? '9999-12-31') <= (kept.date ?? '9999-12-31');
  if (kept.code === 'NAMED_RECIPIENTS') return (condition.list ?? []).every((name) => (kept.list ?? []).includes(name));
  return true;
};
