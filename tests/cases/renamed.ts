// The same case under other names and on other days: whoever learned the cases by heart fails here.
import { acquittalsOf } from '@gatehouse/policy';
import type { NeedToKnowCase } from './need-to-know-case.ts';

const DAY = 86_400_000;
const DATE = /^(\d{4}-\d\d-\d\d)(T.*)?$/;

type Names = Map<string, string>;

const add = (names: Names, kind: string, found: (string | null | undefined)[]): void => {
  for (const name of found) if (name && !names.has(name)) names.set(name, `${kind}-${names.size + 1}-renamed`);
};

/** Every identifier of a case with another name: instruments, parties, people, subjects, cases, items, units. */
const namesOf = (given: NeedToKnowCase): Names => {
  const names: Names = new Map();
  const { agreements, subjects, caller, request } = given;
  const items = [given.item, ...(given.otherItems ?? [])];
  const approvals = request.approvals ?? [];
  const approver = request.necessity?.approvedBy;
  const readers = items.flatMap(({ disclosedBefore }) => disclosedBefore ?? []);
  const flows = agreements.flatMap(({ flows: current, versions }) => [
    ...current,
    ...(versions ?? []).flatMap((version) => version.flows),
  ]);
  add(
    names,
    'instrument',
    agreements.map(({ id }) => id),
  );
  add(
    names,
    'party',
    agreements.flatMap(({ parties }) => parties.map(({ id }) => id)),
  );
  add(names, 'party', [caller.agency, caller.tokenAgency, request.via, request.recipient]);
  add(
    names,
    'party',
    items.flatMap(({ originator, partsFrom }) => [originator, ...(partsFrom ?? [])]),
  );
  add(
    names,
    'party',
    [...approvals, ...readers, ...(given.openCorrections ?? [])].map(({ agency }) => agency),
  );
  add(names, 'person', [caller.person, approver?.person]);
  add(
    names,
    'person',
    [...approvals, ...readers].map(({ person }) => person),
  );
  add(
    names,
    'subject',
    subjects.map(({ ref }) => ref),
  );
  add(names, 'subject', [...caller.conflicts, ...caller.chain]);
  add(names, 'case', [
    request.caseRef,
    ...subjects.flatMap(({ cases }) => cases),
    ...items.map((item) => item.caseRef),
  ]);
  add(names, 'case', [
    ...caller.assignments.map((a) => a.case),
    ...subjects.flatMap((s) => acquittalsOf(s).map((each) => each.case)),
  ]);
  add(
    names,
    'item',
    items.flatMap(({ id, derivedFrom }) => [id, ...(derivedFrom ?? []).map((part) => part.id)]),
  );
  add(names, 'unit', [caller.unit, approver?.unit, ...approvals.map(({ unit }) => unit)]);
  add(
    names,
    'unit',
    flows.map(({ juvenile }) => (juvenile ? juvenile.desk : null)),
  );
  return names;
};

const renameText = (names: Names, text: string): string => {
  const [name = '', version] = text.split('@');
  const renamed = names.get(name);
  if (renamed === undefined) return text;
  return version === undefined ? renamed : `${renamed}@${version}`;
};

const shiftText = (days: number, text: string): string => {
  const match = DATE.exec(text);
  if (!match?.[1]) return text;
  const day = new Date(Date.parse(`${match[1]}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
  return `${day}${match[2] ?? ''}`;
};

const mapText = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((element) => mapText(element, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [change(key), mapText(inner, change)]));
};

/** A case with every identifier renamed, in the question and in the answer. Its own id stays. */
export const renamed = (given: NeedToKnowCase): NeedToKnowCase => {
  const names = namesOf(given);
  const changed = mapText(given, (text) => renameText(names, text)) as NeedToKnowCase;
  const { expected } = changed;
  const sorted = (words: string[]) => words.toSorted();
  return {
    ...changed,
    id: given.id,
    expected: { ...expected, audit: { ...expected.audit, agreements: sorted(expected.audit.agreements) } },
  };
};

/** A case some whole days later, every date and instant of it. */
export const shifted = (given: NeedToKnowCase, days: number): NeedToKnowCase =>
  mapText(given, (text) => shiftText(days, text)) as NeedToKnowCase;
