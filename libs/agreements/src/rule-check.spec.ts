// Machine rules that contradict the rest of the document: each said at its place, with a way out.
import { describe, expect, it } from '@jest/globals';
import type { Clause } from './clause.ts';
import type { Flow, InstrumentDocument } from './instrument.ts';
import { checkRules } from './rule-check.ts';

const DOCUMENT = {
  term: { from: '2026-01-01', to: '2028-12-31' },
  parties: [{ id: 'a' }, { id: 'b' }],
  flows: [],
  clauses: [],
} as unknown as InstrumentDocument;

const reports = (more: Partial<InstrumentDocument>): unknown[] => {
  const said: unknown[] = [];
  checkRules({ ...DOCUMENT, ...more }, (...report) => said.push(report));
  return said;
};
/** A rule, after another clause so that its place is not the first. */
const ruled = (clause: number, rule: object): Clause[] => [{ clause: 28 }, { clause, rule }];
const ofRule = (clause: number, rule: object) => reports({ clauses: ruled(clause, rule) });
const flow = (more: Partial<Flow>) => ({ foreign: false, onward: 'allowed', ...more }) as Flow;

describe('codes of the closed lists', () => {
  it.each([
    [8, 'conditions', 'VIEW_ONLY', 'VIEW_ONLI', 'condition of handling'],
    [16, 'grounds', 'UNLAWFUL', 'UNLAWFULL', 'ground of withdrawal'],
    [18, 'readableFor', 'INVESTIGATE', 'INVESTIGAT', 'purpose'],
    [19, 'purposes', 'INVESTIGATE', 'INVESTIGAT', 'purpose'],
  ])('in clause %i under %s', (clause, key, code, misspelt, what) => {
    const logged = ['collection', 'alteration', 'consultation', 'disclosure', 'combination', 'erasure'];
    const periods = { timebox: 'PT4H', noticeWithin: 'PT1M', reviewWithin: 'PT72H' };
    const rule = (codes: string[]) => ({ [key]: codes, operations: logged, ...(clause === 19 && periods) });
    expect(ofRule(clause, rule([code]))).toEqual([]);
    expect(ofRule(clause, rule([code, misspelt]))).toEqual([
      [
        ['clauses', 1, 'rule', key, 1],
        `unknown ${what} ${misspelt} in clauses[1].rule.${key}[1]`,
        `did you mean ${code}?`,
      ],
    ]);
  });

  it('are all named where none is near', () => {
    const [[, , suggestion]] = ofRule(16, { grounds: ['somethingElseAltogether'] }) as [[unknown, unknown, string]];
    expect(suggestion).toMatch(/^one of ACQUITTAL, DISPROVED, UNLAWFUL,/);
  });
});

describe('nobody is left out', () => {
  it.each([
    [1, 'contacts'],
    [29, 'signatories'],
  ])('in clause %i: %s', (clause, key) => {
    expect(ofRule(clause, { [key]: [{ party: 'a' }, { party: 'b' }] })).toEqual([]);
    expect(ofRule(clause, { [key]: [{ party: 'b' }] })).toEqual([
      [['clauses', 1, 'rule', key], `a has no entry among the ${key}`, 'add party: a'],
    ]);
    expect(ofRule(clause, { [key]: [] })).toHaveLength(2);
  });

  it('where there is no such rule nobody can be', () => {
    const { clauses: _none, ...bare } = DOCUMENT;
    const said: unknown[] = [];
    checkRules(bare, (...report) => said.push(report));
    expect([said, reports({})]).toEqual([[], []]);
  });
});

describe('a country', () => {
  const abroad = (...countries: string[]) => [flow({}), flow({ foreign: { countries } })];
  const row = (country: string) => ({ country });

  it('to which a flow goes stands in a row of clause 10', () => {
    const clauses = ruled(10, { countries: [row('KG')] });
    expect(reports({ clauses, flows: abroad('KG') })).toEqual([]);
    expect(reports({ clauses, flows: abroad('KG', 'UZ', 'DE') })).toEqual([
      [['flows', 1, 'foreign'], 'UZ stands in no row of clause 10', 'add country: UZ there'],
      [['flows', 1, 'foreign'], 'DE stands in no row of clause 10', 'add country: DE there'],
    ]);
  });

  it('needs that clause', () => {
    expect(reports({ flows: abroad('KG') })).toHaveLength(1);
    expect(reports({ flows: [flow({})] })).toEqual([]);
  });
});

describe('logging', () => {
  const logged = ['collection', 'alteration', 'consultation', 'disclosure', 'combination', 'erasure'];

  it.each(logged)('leaves no operation out: %s', (operation) => {
    expect(ofRule(18, { operations: logged.filter((one) => one !== operation) })).toEqual([
      [['clauses', 1, 'rule', 'operations'], `not logged: ${operation}`, 'all six are logged'],
    ]);
  });

  it('names all that are missing', () => {
    expect(ofRule(18, { operations: logged })).toEqual([]);
    expect(ofRule(18, { operations: logged.slice(2) })).toEqual([
      [['clauses', 1, 'rule', 'operations'], 'not logged: collection, alteration', 'all six are logged'],
    ]);
  });
});

describe('the review', () => {
  const review = (reviewBy: string, warnings = [90, 30]) => ofRule(26, { reviewBy, warnings });

  it.each(['2026-01-01', '2027-06-01', '2028-12-31'])('by %s lies within the term', (day) =>
    expect(review(day)).toEqual([]),
  );

  it.each(['2025-12-31', '2029-01-01'])('by %s lies outside', (day) =>
    expect(review(day)).toEqual([
      [['clauses', 1, 'rule', 'reviewBy'], `the review (${day}) lies outside the term`, 'a day within the term'],
    ]),
  );

  it.each([[[]], [[7]], [[90, 60, 30, 7]]])('is warned of %j days before', (warnings) =>
    expect(review('2027-01-01', warnings)).toEqual([]),
  );

  it.each([[[7, 90]], [[90, 90]], [[90, 7, 30]]])('is not warned of in that order: %j', (warnings) =>
    expect(review('2027-01-01', warnings)).toEqual([
      [['clauses', 1, 'rule', 'warnings'], 'warnings run from the earliest to the last', 'for example [90, 60, 30, 7]'],
    ]),
  );
});

describe('flows that restrict onward disclosure', () => {
  it.each(['forbidden', 'originator-consent'] as const)('say so in clause 8: %s', (onward) => {
    const flows = [flow({}), flow({ onward })];
    expect(reports({ flows, clauses: ruled(8, { conditions: ['NO_ONWARD'] }) })).toEqual([]);
    expect(reports({ flows, clauses: ruled(8, { conditions: ['VIEW_ONLY'] }) })).toEqual([
      [['clauses', 1, 'rule', 'conditions'], 'flows restrict onward disclosure', 'add NO_ONWARD'],
    ]);
    expect(reports({ flows })).toEqual([]);
  });

  it('are not meant where all of them allow it', () =>
    expect(reports({ flows: [flow({})], clauses: ruled(8, { conditions: [] }) })).toEqual([]));
});
