// Every file under need-to-know is a case, asked as it stands, under other names, and on other days.
import { describe, expect, it } from '@jest/globals';
import { decideCase } from './decide-case.ts';
import { differences } from './differences.ts';
import { loadCases, ownCases, type NeedToKnowCase } from './need-to-know-case.ts';
import { renamed, shifted } from './renamed.ts';

// Four years and a day: the same season, so that no clock change comes between.
const DAYS = 1461;

const loaded = loadCases(ownCases);
const cases = loaded.flatMap((entry) => ('case' in entry ? [entry.case] : []));

const wrong = (given: NeedToKnowCase): string[] => differences(decideCase(given), given);

it('reads every case of the folder', () => {
  expect(loaded.flatMap((entry) => ('faults' in entry ? [entry] : []))).toEqual([]);
  expect(cases.length).toBe(46);
});

describe.each(cases.map((given) => [given.id, given.title, given] as const))('%s %s', (_id, _title, given) => {
  it('is answered rightly', () => expect(wrong(given)).toEqual([]));
  it('is answered alike under other names', () => expect(wrong(renamed(given))).toEqual([]));
  it('is answered alike on other days', () => expect(wrong(shifted(given, DAYS))).toEqual([]));
});
