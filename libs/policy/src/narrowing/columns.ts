// Which attributes of an item and of its main subjects a row keeps, as the rules read them. Promise: what is kept follows from
// the item alone, whoever asks and whenever; what depends on the day (an acquittal, a consent) is kept by none.
import { itemFacts, subjectFacts } from '../facts.ts';
import type { ItemFacts, Question, SubjectFacts } from '../question.ts';

export type ColumnType = 'text' | 'set' | 'day' | 'yes-or-no';

export interface Column {
  of: 'item' | 'subject';
  attribute: string;
  type: ColumnType;
  optional: boolean;
}

const columns = (of: Column['of'], given: Record<string, [type: ColumnType, optional?: 'optional']>) =>
  new Map(
    Object.entries(given).map(([attribute, [type, optional]]): [string, Column] => [
      attribute,
      { of, attribute, type, optional: optional === 'optional' },
    ]),
  );

export const COLUMNS = {
  item: columns('item', {
    priority: ['text'],
    caseRef: ['text', 'optional'],
    alertType: ['text'],
    grades: ['set'],
    violenceIndicator: ['yes-or-no'],
    withdrawn: ['yes-or-no'],
    markers: ['set'],
    conditions: ['set'],
    namedRecipients: ['set'],
    partsFrom: ['set'],
    reviewBy: ['day', 'optional'],
    destroyBy: ['day', 'optional'],
  }),
  subject: columns('subject', {
    ref: ['text'],
    category: ['text'],
    cases: ['set'],
    juvenileAtConduct: ['yes-or-no'],
    sealedSince: ['day', 'optional'],
    limitedTo: ['set', 'optional'],
    confidentialSource: ['yes-or-no'],
  }),
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** No column of a database holds it in a text. */
const NUL = '\0';

const plain = (value: unknown, type: ColumnType): unknown =>
  type === 'day' ? (value as { __extn: { arg: string } } | undefined)?.__extn.arg : value;

const fits = (value: unknown, { type, optional }: Column): boolean => {
  if (value === undefined) return optional;
  if (type === 'yes-or-no') return typeof value === 'boolean';
  const texts = Array.isArray(value) ? (value as unknown[]) : [value];
  if (Array.isArray(value) !== (type === 'set')) return false;
  return texts.every(
    (text) =>
      typeof text === 'string' && text.isWellFormed() && !text.includes(NUL) && (type !== 'day' || DAY.test(text)),
  );
};

const kept = (facts: Record<string, unknown>, of: Column['of']): Record<string, unknown> | null => {
  const values = [...COLUMNS[of].values()].map(
    (column) => [column, plain(facts[column.attribute], column.type)] as const,
  );
  if (!values.every(([column, value]) => fits(value, column))) return null;
  return Object.fromEntries(
    values.flatMap(([{ attribute }, value]) => (value === undefined ? [] : [[attribute, value]])),
  );
};

/** What a row keeps of an item to be narrowed by: its attributes, its main subjects', and the cases of all of these. */
export interface RowFacts extends Record<string, unknown> {
  subjects: Record<string, unknown>[];
  cases: string[];
}

const ANYBODY = {
  now: '1970-01-01T00:00:00Z',
  caller: { agency: '', person: null },
} as Question;

const factsOf = (item: ItemFacts, states: readonly SubjectFacts[]): RowFacts | null => {
  const main = item.subjects.filter(({ role }) => role === 'MAIN').map(({ ref }) => ref);
  const found = main.map((ref) => states.find((state) => state.ref === ref));
  const subjects = found.map((state) => state && kept(subjectFacts(withoutTime(state), ANYBODY.now), 'subject'));
  const own = kept(
    itemFacts({ ...item, disclosedBefore: [] }, { ...ANYBODY, item }, () => undefined),
    'item',
  );
  if (own === null || !subjects.every((subject) => subject !== null && subject !== undefined)) return null;
  const cases = [...new Set(subjects.flatMap((subject) => subject['cases'] as string[]))];
  return { ...own, subjects, cases };
};

/**
 * What a row keeps of an item, to be written with it.
 * @returns null where something of it is not of its form: then the row is not narrowed, and decided like any other
 */
export const rowFacts = (item: ItemFacts, states: readonly SubjectFacts[]): RowFacts | null => {
  try {
    return factsOf(item, states);
  } catch {
    // What deciding fails on is refused there; it must not keep the rows behind it from being written.
    return null;
  }
};

/** What is not kept need not be of its form either. */
const withoutTime = ({ acquitted: _acquitted, consents: _consents, ...state }: SubjectFacts): SubjectFacts => state;
