// What the clauses of a signed text have to say: each of its kind, once, with its rule and its obligations.
import { describe, expect, it } from '@jest/globals';
import { loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import { parse } from 'yaml';
import { checkClauses } from './clause-check.ts';
import type { Clause } from './clause.ts';
import { noPositions } from './document.ts';
import type { InstrumentDocument } from './instrument.ts';

const products = loadProducts();
const mou = parse(loadInstrumentSource('kz-prisons-police').text, { schema: 'core' }) as InstrumentDocument;
const clauseOf = (number: number): Clause => mou.clauses!.find(({ clause }) => clause === number)!;

const check = (document: InstrumentDocument) => checkClauses(document, products, noPositions);
const told = (document: InstrumentDocument) =>
  check(document).map(({ pointer, clause, message, suggestion }) => [pointer, clause, message, suggestion]);
/** The memorandum with one of its clauses in other words. */
const withClause = (number: number, change: (clause: Clause) => Clause): InstrumentDocument => ({
  ...mou,
  clauses: mou.clauses!.map((clause) => (clause.clause === number ? change(clause) : clause)),
});
const without = (key: keyof Clause) => (clause: Clause) => {
  const { [key]: _gone, ...rest } = clause;
  return rest as Clause;
};

it('a good text has no fault', () => expect(check(mou)).toEqual([]));

describe('a clause', () => {
  it('is not left out', () => {
    const missing = { ...mou, clauses: mou.clauses!.filter(({ clause }) => clause !== 23) };
    expect(check(missing)).toEqual([
      {
        line: 0,
        column: 0,
        message: 'clause 23 (dispute and precedence) is missing',
        suggestion: 'add - clause: 23, or why it is not applicable',
        clause: 23,
        pointer: '/clauses',
      },
    ]);
    const { clauses: _none, ...bare } = mou;
    expect(check(bare)).toHaveLength(29);
  });

  it('that its kind must have cannot be not applicable', () =>
    expect(told(withClause(20, () => ({ clause: 20, notApplicable: 'never happens' })))).toEqual([
      [
        '/clauses/19/notApplicable',
        20,
        'an instrument of kind agreement must have clause 20 (breach)',
        'say what was agreed',
      ],
    ]));

  it('that its kind may have can be, and then rules nothing', () => {
    const none: Clause = { clause: 10, notApplicable: 'nothing goes abroad' };
    expect(told(withClause(10, () => none))).toEqual([]);
    const yet = [
      '/clauses/9',
      10,
      'clause 10 (foreign transfer) is not applicable and yet rules',
      'remove notApplicable:, or the rule',
    ];
    expect(told(withClause(10, () => ({ ...none, rule: { countries: [] } })))).toEqual([yet]);
    expect(told(withClause(10, () => ({ ...none, obligations: [] })))).toEqual([yet]);
  });

  it('that has no place in its kind says so', () => {
    const statute: InstrumentDocument = { ...mou, instrument: 'statute' };
    expect(told(statute)).toEqual([
      [
        '/clauses/24',
        25,
        'clause 25 (suspension) has no place in an instrument of kind statute',
        'say so with notApplicable:',
      ],
    ]);
    const ruled = withClause(25, () => ({ clause: 25, notApplicable: 'a law is not suspended' }));
    expect(told({ ...ruled, instrument: 'statute' })).toEqual([]);
  });

  it.each([
    [20, 'text', 'clause 20 (breach) says nothing', 'add text:'],
    [20, 'rule', 'clause 20 (breach) has no rule', 'add rule:'],
    [3, 'text', 'clause 3 (purposes) says nothing', 'add text:'],
  ] as const)('%i without its %s', (number, key, message, suggestion) =>
    expect(told(withClause(number, without(key)))).toEqual([[`/clauses/${number - 1}`, number, message, suggestion]]),
  );

  it.each([
    [3, 'clause 3 (purposes) has no rule of its own', 'its rule stands in each flow'],
    [28, 'clause 28 (costs, liability, media, language) has no rule of its own', 'write it as an obligation'],
  ])('%i has no rule of its own', (number, message, suggestion) =>
    expect(told(withClause(number, (clause) => ({ ...clause, rule: {} })))).toEqual([
      [`/clauses/${number - 1}/rule`, number, message, suggestion],
    ]),
  );

  it('of a number that there is not is left to its form', () =>
    expect(check({ ...mou, clauses: [...mou.clauses!, { clause: 30 }] })).toEqual([]));
});

describe('an obligation', () => {
  const owing = (when: object) => {
    const owed = { owner: { party: 'kz-police', post: 'head' }, does: 'reports', evidence: 'a report', ...when };
    return withClause(20, (clause) => ({ ...clause, obligations: [...clauseOf(20).obligations!, owed] }));
  };
  const at = `/clauses/19/obligations/${clauseOf(20).obligations!.length}`;
  const WHEN = [
    at,
    20,
    'an obligation is owed by a day, within a period or again and again',
    'one of due, within, every',
  ];
  const EVENT = [at, 20, 'a period runs from an event, and an event starts a period', 'within: and after: together'];

  it.each([
    [{ due: '2026-06-01' }, []],
    [{ every: 'P1Y' }, []],
    [{ within: 'PT72H', after: 'a breach' }, []],
    [{}, [WHEN]],
    [{ due: '2026-06-01', every: 'P1Y' }, [WHEN]],
    [{ within: 'PT72H', after: 'a breach', every: 'P1Y' }, [WHEN]],
    [{ within: 'PT72H' }, [EVENT]],
    [{ every: 'P1Y', after: 'a breach' }, [EVENT]],
    [{ after: 'a breach' }, [WHEN, EVENT]],
  ])('of %j', (when, faults) => expect(told(owing(when))).toEqual(faults));
});

describe('what is asked beyond the clauses', () => {
  const [first] = mou.flows;

  it.each([
    ['strangers', withClause(23, (one) => ({ ...one, rule: { ...one.rule, decidedBy: { party: 'x', post: 'y' } } }))],
    ['rules that contradict', withClause(26, (one) => ({ ...one, rule: { ...one.rule, warnings: [1, 2] } }))],
    ['flows without a basis', { ...mou, flows: [{ ...first!, basis: [] as string[], special: undefined as never }] }],
    ['flows that overlap', { ...mou, flows: [...mou.flows, { ...first!, purposes: first!.purposes.slice(1) }] }],
  ])('%s', (_what, document) => expect(check(document).length).toBeGreaterThan(0));
});
