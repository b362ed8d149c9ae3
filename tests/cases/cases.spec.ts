// Every file under need-to-know is a case, asked as it stands, under other names, and on other days.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { decideCase } from './decide-case.ts';
import { differences } from './differences.ts';
import { loadCases, ownCases, type NeedToKnowCase } from './need-to-know-case.ts';
import { renamed, shifted } from './renamed.ts';

// Four years and a day: the same season, so that no clock change comes between.
const DAYS = 1461;
const DUE = ['N01', 'N03', 'N04', 'N10', 'N29', 'N30', 'N32'];

const loaded = loadCases(ownCases);
const cases = loaded.flatMap((entry) => ('case' in entry ? [entry.case] : []));
// It only shrinks: a case on it that passes fails this run.
const notDue = JSON.parse(readFileSync(join(import.meta.dirname, 'not-due.json'), 'utf8')) as string[];
const due = cases.filter(({ id }) => !notDue.includes(id));

const wrong = (given: NeedToKnowCase): string[] => differences(decideCase(given), given);

it('reads every case of the folder', () => {
  expect(loaded.flatMap((entry) => ('faults' in entry ? [entry] : []))).toEqual([]);
  expect(cases.length).toBe(46);
});

it('never puts off the cases of the spine', () => {
  expect(DUE.filter((id) => notDue.includes(id))).toEqual([]);
  expect(notDue.filter((id) => !cases.some((known) => known.id === id))).toEqual([]);
});

describe.each(due.map((given) => [given.id, given.title, given] as const))('%s %s', (_id, _title, given) => {
  it('is answered rightly', () => expect(wrong(given)).toEqual([]));
  it('is answered alike under other names', () => expect(wrong(renamed(given))).toEqual([]));
  it('is answered alike on other days', () => expect(wrong(shifted(given, DAYS))).toEqual([]));
});

describe('not due yet', () => {
  it.each(cases.filter(({ id }) => notDue.includes(id)).map((given) => [given.id, given] as const))(
    '%s does not pass; when it does, it leaves the list',
    (_id, given) => expect(wrong(given)).not.toEqual([]),
  );
});
