// One bad document a line: the good memorandum with one thing changed. Each is refused with its line, its clause, and what to
// write instead; nothing of it compiles.
import { describe, expect, it } from '@jest/globals';
import { clauseTable, instrumentIds, loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import { ruleOf } from './clause.ts';
import { parse } from 'yaml';
import { compileAgreed, compileInstrument, printErrors } from './compile.ts';
import type { CompileError } from './instrument.ts';

const products = loadProducts();
const mou = loadInstrumentSource('kz-prisons-police').text;

const errors = (source: string): CompileError[] => {
  const result = compileInstrument(source, 'mou.yaml', products);
  return 'errors' in result ? result.errors : [];
};

const changed = (from: string | RegExp, to: string): string => {
  const bad = mou.replace(from, to);
  if (bad === mou) throw new Error(`the memorandum does not hold ${String(from)}`);
  return bad;
};

/** A clause of the memorandum with everything below it, and what takes its place. */
const inClause = (number: number, change: (text: string) => string): string => {
  const [head = '', ...clauses] = mou.split(/^(?= {2}- clause: )/m);
  const at = clauses.findIndex((text) => text.startsWith(`  - clause: ${number}\n`));
  const bad = clauses.map((text, index) => (index === at ? change(text) : text));
  return [head, ...bad].join('');
};
const swap = (number: number, from: string | RegExp, to: string): string =>
  inClause(number, (text) => text.replace(from, to));

const flowTwice = (change: (flow: string) => string): string => {
  const [head = '', flow = ''] = mou.split(/^(?= {2}- title: )/m);
  return mou.replace(head, head + change(flow));
};

const reportFlow = (from: string, to: string): string => {
  const at = mou.indexOf('product: prison-intelligence.intelligence-report');
  return mou.slice(0, at) + mou.slice(at).replace(from, to);
};

type Bad = [what: string, source: string, clause: number | undefined, message: string, suggestion?: string];

const BAD: Bad[] = [
  ['an unknown key at the head', `colour: red\n${mou}`, undefined, 'unknown key colour', 'one of id'],
  ['an unknown key in a flow', changed('    onward:', '    onwards:'), 9, 'unknown key onwards', 'onward?'],
  ['an unknown key in a clause', swap(20, 'text:', 'txt:'), 20, 'unknown key txt', 'text?'],
  ['an unknown key in a rule', swap(20, 'noticeWithin', 'noticeWithn'), 20, 'unknown key noticeWithn', 'noticeWithin?'],
  [
    'a rule of another clause',
    swap(20, /rule:[^]*?obligations/, 'rule: { copies: destroy }\n    obligations'),
    20,
    'copies',
  ],
  ['one of two parties that amends alone', swap(24, 'every-party', 'issuer'), 24, '2 parties are bound', 'every-party'],
  ['a suspension without reasons', swap(25, 'after: it suspends', 'after: it rains'), 25, 'does not owe its reasons'],
  ['reasons later than agreed', swap(25, 'within: PT24H', 'within: P7D'), 25, 'within PT24H', 'after: it suspends'],
  ['a field its product lacks', changed('- whatToDo', '- whatToDoo'), 5, 'no field whatToDoo', 'whatToDo?'],
  ['an unknown product', changed('intelligence-alert.v1', 'alarm.v9'), 5, 'unknown product'],
  ['a purpose outside the list', changed('[INVESTIGATE,', '[MARKETING,'), 3, 'unknown purpose MARKETING', 'one of'],
  ['a category outside the list', changed('[SUSPECT,', '[SUSPEKT,'), 4, 'unknown subject category', 'SUSPECT?'],
  ['a vetting level outside the list', changed('vetting: L1', 'vetting: L7'), 13, 'unknown vetting level'],
  [
    'a course nobody gives',
    changed('training: [handling-intelligence]', 'training: [handling-inteligence]'),
    14,
    'unknown course handling-inteligence',
    'handling-intelligence?',
  ],
  ['a producer that is no party', changed('producer: kz-prison-service', 'producer: kz-army'), 1, 'no party'],
  ['a party twice', changed('id: kz-police,', 'id: kz-prison-service,'), 1, 'listed twice'],
  [
    'a party nobody can ring',
    swap(1, 'party: kz-police, post', 'party: kz-prison-service, post'),
    1,
    'kz-police has no entry',
  ],
  ['a term backwards', changed('to: 2028-12-31', 'to: 2025-12-31'), 26, 'ends (2025-12-31) before', 'swap the days'],
  ['a review outside the term', swap(26, '2027-01-01', '2029-06-01'), 26, 'lies outside the term'],
  ['warnings backwards', swap(26, '[90, 60, 30, 7]', '[7, 30, 60, 90]'), 26, 'earliest to the last'],
  ['a day that is none', swap(2, '2025-11-30', '2025-11-31'), 2, 'must match format "date"'],
  ['a period that is none', swap(20, 'PT72H', '72 hours'), 20, 'must be an ISO 8601 period', 'for example PT72H'],
  ['a time box nobody keeps', swap(19, 'timebox: PT4H', 'timebox: PT5H'), 19, 'TIMEBOX_5H', 'TIMEBOX_2H'],
  ['a notice nobody keeps', swap(19, 'PT1M', 'PT2M'), 19, 'NOTIFY_ORIGINATOR_2M', 'NOTIFY_ORIGINATOR_NOW'],
  ['a review nobody keeps', swap(19, 'reviewWithin: PT72H', 'reviewWithin: P1M'), 19, 'REVIEW_672H', 'REVIEW_72H'],
  ['a consent nobody waits for', swap(9, 'PT72H', 'PT48H'), 9, 'must be equal', 'PT24H'],
  [
    'an acknowledgement nobody keeps',
    changed('acknowledge: PT24H', 'acknowledge: PT25H'),
    21,
    'no acknowledgement period',
  ],
  [
    'two clauses with one number',
    changed('- clause: 21', '- clause: 20'),
    20,
    'clause 20 stands twice',
    'correct the number',
  ],
  [
    'a clause that is missing',
    inClause(23, () => ''),
    23,
    'clause 23 (dispute and precedence) is missing',
    'clause: 23',
  ],
  ['a number that is none', changed('- clause: 21', '- clause: 30'), 30, 'must be <= 29'],
  ['no clauses at all', mou.slice(0, mou.indexOf('clauses:')), 1, 'clause 1 (parties) is missing'],
  [
    'a clause its kind must have',
    inClause(20, () => '  - clause: 20\n    notApplicable: never happens\n'),
    20,
    'must have',
  ],
  ['a clause without a rule', swap(22, /rule:[^]*?obligations/, 'obligations'), 22, 'has no rule', 'add rule:'],
  ['a clause without words', swap(4, /text:.*\n/, 'obligations: []\n'), 4, 'fewer than 1'],
  [
    'a clause that is and is not',
    swap(10, 'notApplicable', 'text: Nowhere.\n    rule: { approvers: 2 }\n    notApplicable'),
    10,
    'missing',
  ],
  ['an obligation without an owner', swap(5, /owner:.*\n\s+does/, 'does'), 5, 'owner is missing', 'add owner:'],
  ['an obligation of a stranger', swap(3, 'party: kz-police', 'party: kz-polise'), 3, 'no party', 'kz-police?'],
  ['an obligation without a date', swap(5, /every:.*\n\s+/, ''), 5, 'by a day, within a period', 'one of due'],
  ['a period without its event', swap(20, /after:.*\n\s+/, ''), 20, 'a period runs from an event'],
  ['an unknown condition of handling', swap(8, 'VIEW_ONLY', 'VIEW_ONCE'), 8, 'unknown condition', 'VIEW_ONLY?'],
  [
    'an operation that is not logged',
    swap(18, /, (?:consultation|- consultation)/, ''),
    18,
    'not logged: consultation',
  ],
  ['a country without a row', changed('foreign: false', 'foreign: { countries: [DE] }'), 10, 'DE stands in no row'],
  [
    'a flow without a basis',
    changed('    basis: [penal-12, search-7]\n', ''),
    2,
    'without a legal basis',
    'add basis:',
  ],
  ['a basis nobody named', changed('basis: [penal-12', 'basis: [penal-21'), 2, 'no legal basis penal-21', 'penal-12?'],
  [
    'ethnicity that no clause names',
    reportFlow('- reportUrn', '- specialCategory.ethnicity\n      - reportUrn'),
    6,
    'special category',
  ],
  ['text without its grade', reportFlow('      - paragraphs[].grade\n', ''), 5, 'leaves without its grade'],
  [
    'text that is said to be ungraded',
    reportFlow('grading: { each: paragraph', 'grading: { each: basis'),
    7,
    'leaves ungraded',
  ],
  [
    'flows that overlap',
    flowTwice((flow) => flow.replace(/\[INVESTIGATE, .*\]/, '[INVESTIGATE]')),
    5,
    'flow 2 overlaps flow 1 (kz-police, INVESTIGATE',
  ],
  ['a flow twice', flowTwice((flow) => flow.replace('      - where\n', '')), 5, 'says again'],
  [
    'one party that does not sign',
    swap(29, 'party: kz-police', 'party: kz-prison-service'),
    29,
    'kz-police has no entry',
  ],
  ['five megabytes', `${mou}# ${'x'.repeat(5 * 1024 * 1024)}`, undefined, '262144 are allowed', 'split'],
  ['an anchor', changed('[kz-police]', '&p [kz-police]'), undefined, 'an anchor', 'write the value out'],
  ['a bomb', `a: &a [x, x]\n${'b: &b [*a, *a]\n'}${mou}`, undefined, 'an alias'],
  ['a key twice', `${mou}version: 2\n`, undefined, 'unique'],
];

describe('a bad document', () => {
  it.each(BAD.map(([what, ...bad]) => [what, bad] as const))('%s', (_what, [source, clause, message, suggestion]) => {
    const found = errors(source);
    const [error] = found.filter((candidate) => candidate.message.includes(message));
    if (!error) throw new Error(`not said: ${message}\n${printErrors('mou.yaml', { errors: found })}`);
    expect(error.clause).toBe(clause);
    expect(error.line).toBeGreaterThan(0);
    expect(error.column).toBeGreaterThan(0);
    if (suggestion) expect(error.suggestion).toContain(suggestion);
  });

  it('that comes parsed is refused for the same, with its place: its clauses are asked for as well', () => {
    const said = (source: string) => {
      const result = compileAgreed(parse(source, { schema: 'core' }), products);
      return 'errors' in result ? result.errors.map(({ clause, pointer }) => [clause, pointer]) : [];
    };
    expect(said(mou)).toEqual([]);
    expect(said(mou.slice(0, mou.indexOf('clauses:')))).toHaveLength(29);
    expect(said(changed('[INVESTIGATE,', '[MARKETING,'))).toEqual([[3, '/flows/0/purposes/0']]);
    expect(said(changed('    onward:', '    onwards:'))).toEqual([[9, '/flows/0/onwards']]);
    expect(said(changed('- clause: 21', '- clause: 20'))[0]).toEqual([20, '/clauses/20/clause']);
    expect(said(inClause(23, () => ''))).toEqual([[23, '/clauses']]);
    expect(said(flowTwice((flow) => flow.replace(/\[INVESTIGATE, .*\]/, '[INVESTIGATE]')))).toEqual([[5, '/flows/1']]);
  });

  it('is said with file, line, column, clause and a way out', () => {
    const bad = changed('[INVESTIGATE,', '[INVESTIGAT,');
    const line = bad.slice(0, bad.indexOf('[INVESTIGAT,')).split('\n').length;
    expect(printErrors('mou.yaml', { errors: errors(bad) })).toBe(
      `mou.yaml:${line}:16 clause 3: unknown purpose INVESTIGAT in flows[0].purposes[0] (did you mean INVESTIGATE?)`,
    );
  });
});

describe('the table of clauses', () => {
  it('has all 29, and says for each kind whether it has to be there', () => {
    expect(clauseTable.map(({ number }) => number)).toEqual(Array.from({ length: 29 }, (_, index) => index + 1));
    for (const { kinds } of clauseTable)
      expect(Object.keys(kinds)).toEqual(['agreement', 'statute', 'vital-interest', 'internal-instruction']);
  });

  it('finds the instrument of each emergency among those of vital interest', () => {
    const all = instrumentIds().flatMap((id) => {
      const { text, file } = loadInstrumentSource(id);
      const result = compileInstrument(text, file, products);
      return 'instrument' in result ? [result.instrument] : [];
    });
    const vital = all.filter(({ instrument }) => instrument === 'vital-interest').map(({ id }) => id);
    const named = all.flatMap((instrument) => ruleOf(instrument, 19)?.under ?? []);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((id) => !vital.includes(id))).toEqual([]);
  });

  it.each(instrumentIds())('%s has every clause, or says why not', (id) => {
    const { text, file } = loadInstrumentSource(id);
    const result = compileInstrument(text, file, products);
    const clauses = 'instrument' in result ? (result.instrument.clauses ?? []) : [];
    expect(clauses.map(({ clause }) => clause)).toEqual(clauseTable.map(({ number }) => number));
  });
});
