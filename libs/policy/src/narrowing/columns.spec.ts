// What a row keeps of an item: what follows from the item alone, and nothing where anything of it is not of its form.
import { describe, expect, it } from '@jest/globals';
import { asked } from '../question.fixture.ts';
import type { ItemFacts, SubjectFacts } from '../question.ts';
import { COLUMNS, rowFacts } from './columns.ts';

const { item, subjects } = asked({});
const of = (change: Partial<ItemFacts>, ...states: Partial<SubjectFacts>[]) =>
  rowFacts({ ...item!, ...change }, states.length > 0 ? states.map((one) => ({ ...subjects[0]!, ...one })) : subjects);

describe('a row keeps', () => {
  it('what the rules read of an item, and of its main subjects', () => {
    const facts = of({ grades: [{ scale: '3x5x2', source: '1', information: 'A' }], markers: ['MAY_HELP_DEFENCE'] });
    expect(facts).toEqual({
      priority: 'ROUTINE',
      caseRef: 'KZ-2026-114',
      alertType: 'RECRUITMENT_ACTIVITY',
      grades: ['3x5x2:1:A'],
      violenceIndicator: false,
      withdrawn: false,
      markers: ['MAY_HELP_DEFENCE'],
      conditions: [],
      namedRecipients: [],
      partsFrom: [],
      reviewBy: '2027-05-31',
      cases: ['KZ-2026-114'],
      subjects: [
        { ref: 'P1', category: 'SUSPECT', cases: ['KZ-2026-114'], juvenileAtConduct: false, confidentialSource: false },
      ],
    });
  });

  it('what is there of what need not be', () => {
    const facts = of(
      { destroyBy: '2028-01-01', reviewBy: null, caseRef: null },
      {
        sealed: { since: '2026-01-01' },
        limitedAccess: { allow: ['po-aidos'] },
        juvenile: { age: 17, atConduct: true },
      },
    );
    expect(facts).toMatchObject({
      destroyBy: '2028-01-01',
      subjects: [{ sealedSince: '2026-01-01', limitedTo: ['po-aidos'], juvenileAtConduct: true }],
    });
    expect(Object.keys(facts!)).not.toEqual(expect.arrayContaining(['reviewBy']));
    expect(Object.keys(facts!)).not.toEqual(expect.arrayContaining(['caseRef']));
  });

  it('the same whatever day it is and whoever has read it', () => {
    const acquitted = { case: 'KZ-2026-114', final: true, at: 'no instant' };
    const consents = [{ for: 'x', from: 'no instant', until: null }];
    const disclosedBefore = [{ agency: '', person: null as never, at: '1969-01-01T00:00:00Z' }];
    expect(of({ disclosedBefore }, { acquitted, consents })).toEqual(of({}));
  });

  it('the cases of all main subjects once, and of no other', () => {
    const people = ['MAIN', 'MAIN', 'OTHER'].map((role, n) => ({ ref: `P${n}`, role })) as ItemFacts['subjects'];
    const states = [['C-1', 'C-2'], ['C-2', 'C-3'], ['C-4']].map((cases, n) => ({ ref: `P${n}`, cases }));
    const facts = of({ subjects: people }, ...states);
    expect(facts!.cases).toEqual(['C-1', 'C-2', 'C-3']);
    expect(facts!.subjects.map(({ ref }) => ref)).toEqual(['P0', 'P1']);
    expect(of({ subjects: [] })).toMatchObject({ cases: [], subjects: [] });
  });
});

describe('a row is not narrowed by', () => {
  it.each<[what: string, change: Record<string, unknown>]>([
    ['a priority that is none', { priority: 7 }],
    ['a priority that is a list', { priority: ['ROUTINE'] }],
    ['no priority', { priority: undefined }],
    ['a text no database holds', { priority: 'a\0b' }],
    ['a text that is none', { caseRef: '\ud800' }],
    ['a marker that is none', { markers: ['x', 'a\0b'] }],
    ['a day that is none', { reviewBy: 'soon' }],
    ['a day with an hour', { reviewBy: '2027-05-31T00:00' }],
    ['a day behind a word', { destroyBy: 'on 2027-05-31' }],
    ['a handling that is none', { handling: null }],
  ])('%s', (_what, change) => expect(of(change as Partial<ItemFacts>)).toBeNull());

  it.each<[what: string, state: Record<string, unknown>]>([
    ['nobody’s state', { ref: 'P2' }],
    ['a category that is none', { category: null }],
    ['cases that are none', { cases: ['\ud800'] }],
    ['a day that is none', { sealed: { since: 'long ago' } }],
  ])('a main subject with %s', (_what, state) => expect(of({}, state as Partial<SubjectFacts>)).toBeNull());

  it('an item that is none', () => expect(rowFacts({} as ItemFacts, [])).toBeNull());
});

describe('a column', () => {
  it.each([
    [
      'item',
      {
        text: ['priority', 'caseRef', 'alertType'],
        set: ['grades', 'markers', 'conditions', 'namedRecipients', 'partsFrom'],
        'yes-or-no': ['violenceIndicator', 'withdrawn'],
        day: ['reviewBy', 'destroyBy'],
      },
      ['caseRef', 'reviewBy', 'destroyBy'],
    ],
    [
      'subject',
      {
        text: ['ref', 'category'],
        set: ['cases', 'limitedTo'],
        'yes-or-no': ['juvenileAtConduct', 'confidentialSource'],
        day: ['sealedSince'],
      },
      ['sealedSince', 'limitedTo'],
    ],
  ] as const)('of the %s is of its type, and not every row has it', (whose, types, optional) => {
    const columns = [...COLUMNS[whose].values()];
    const names = (list: typeof columns) => list.map(({ attribute }) => attribute);
    const byType = Object.entries(Object.groupBy(columns, ({ type }) => type));
    expect(Object.fromEntries(byType.map(([type, list]) => [type, names(list)]))).toEqual(types);
    expect(names(columns.filter((column) => column.optional))).toEqual(optional);
    for (const [name, column] of COLUMNS[whose]) expect([column.of, column.attribute]).toEqual([whose, name]);
  });
});
