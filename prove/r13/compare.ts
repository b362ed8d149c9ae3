// Where two answers part: on every member that leaves or is recorded, sets as sets.
import type { Answer } from './case.ts';

/** What the program answered; more members than are compared do not matter. */
export type Given = Answer;

export interface Difference {
  member: string;
  right: string;
  given: string;
}

const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

const asSet = (words: string[]): string[] => [...new Set(words)].toSorted();

const obligations = (words: string[]): string[] => asSet(words).filter((word) => word !== 'LOG_REASON');

const masks = (answer: Answer): string[] => asSet(answer.masked.map(({ ref, reason }) => `${ref}:${reason}`));

const always = (answer: Answer): Record<string, unknown> => ({
  effect: answer.effect,
  outward: answer.outward,
  disclosed: asSet(answer.disclosedPaths),
  obligations: obligations(answer.obligations),
  reason: answer.reason,
  reasons: answer.reasonsInOrder,
  agreements: asSet(answer.agreements),
  operation: answer.operation,
  emergency: answer.emergency,
  degraded: answer.degraded,
  alarms: asSet(answer.alarms),
  list: answer.list,
});

/** What only a permission says: a refusal masks nobody and lets nothing travel. */
const whenPermitted = (answer: Answer): Record<string, unknown> => ({
  masked: masks(answer),
  marks: asSet(answer.marks),
  values: answer.values ?? {},
  travels: answer.travels && { ...answer.travels, conditions: asSet(answer.travels.conditions) },
});

const membersOf = (answer: Answer, permitted: boolean): Record<string, unknown> =>
  permitted ? { ...always(answer), ...whenPermitted(answer) } : always(answer);

/** Every member on which the program's answer is not the right one. */
export const differencesOf = (right: Answer, given: Given): Difference[] => {
  const permitted = right.effect.startsWith('PERMIT');
  const other = membersOf(given, permitted);
  return Object.entries(membersOf(right, permitted))
    .map(([member, value]) => ({ member, right: text(value), given: text(other[member]) }))
    .filter((one) => one.right !== one.given);
};

const words = (list: string): string[] => list.match(/[A-Za-z0-9_@.[\]-]+/g) ?? [];

const lost = (from: string, than: string): string[] => words(from).filter((word) => !words(than).includes(word));

/** The kind of a difference, for counting: which members, and which words are missing or too many. */
export const patternOf = (differences: Difference[]): string =>
  differences
    .filter(({ member }) => ['effect', 'outward', 'reasons', 'obligations', 'alarms', 'agreements'].includes(member))
    .map(({ member, right, given }) => `${member} -${lost(right, given).join(',')} +${lost(given, right).join(',')}`)
    .join('; ') || differences.map(({ member }) => member).join(', ');
