import { describe, expect, it } from '@jest/globals';
import { compileDocument, disclose, type ProductCatalogue } from '@gatehouse/agreements';
import { countsOf } from './counts.ts';
import { decisionPoint } from './decision-point.ts';
import { asked, bundleWith, memorandum } from './question.fixture.ts';
import type { Question } from './question.ts';

const row = (prison: string, total: number | undefined, ...counts: number[]) => ({
  prison,
  ...(total !== undefined && { total }),
  cells: counts.map((count, n) => ({ sex: `s${n}`, count })),
});
const table = (payload: unknown, previousQueries: object[] = []): Question =>
  asked({ item: { payload }, request: { question: 'aggregate', previousQueries } });
const suppressed = (...rows: object[]) => countsOf(table({ rows }))?.suppressed;

describe('cells that fall', () => {
  it.each([
    ['none where all are large', row('17', 60, 48, 12), []],
    ['a small one and the next smallest', row('17', 75, 4, 31, 40), ['rows[0].cells[0]', 'rows[0].cells[1]']],
    [
      'two small ones, which say nothing of each other',
      row('17', 40, 31, 4, 5),
      ['rows[0].cells[1]', 'rows[0].cells[2]'],
    ],
    ['one of nobody, which is small as well', row('17', 31, 0, 12, 19), ['rows[0].cells[0]', 'rows[0].cells[1]']],
    ['not one of ten, which is large enough', row('17', 60, 10, 50), []],
    ['nine, but not ten', row('17', 39, 9, 10, 20), ['rows[0].cells[0]', 'rows[0].cells[1]']],
    ['the only one, and the total that says it', row('17', 4, 4), ['rows[0].cells[0]', 'rows[0].total']],
    ['the only one of more, which the total would say', row('17', 60, 4), ['rows[0].cells[0]', 'rows[0].total']],
    ['none where the only one is large', row('17', 60, 60), []],
    ['none where all are ten', row('17', 10, 10), []],
    ['the only one without a total', row('17', undefined, 4), ['rows[0].cells[0]']],
    ['all of a small row', row('17', 9, 4, 5), ['rows[0].cells[0]', 'rows[0].cells[1]', 'rows[0].total']],
  ])('%s', (_what, one, paths) => expect(suppressed(one)?.toSorted()).toEqual(paths));

  it('in each row by itself', () => {
    expect(suppressed(row('17', 60, 48, 12), row('22', 35, 31, 4))?.toSorted()).toEqual([
      'rows[1].cells[0]',
      'rows[1].cells[1]',
    ]);
  });
});

it.each([
  ['nothing', null],
  ['a text', 'rows'],
  ['no table', { type: 'ESCAPE' }],
  ['a row that is nothing', { rows: [row('17', 60, 48), null] }],
  ['a row that is a list of cells', { rows: [Object.assign([], row('17', 60, 48))] }],
  ['a cell that is nothing', { rows: [{ ...row('17', 60), cells: [null] }] }],
  ['a cell that is a list', { rows: [{ ...row('17', 60), cells: [Object.assign([], { count: 48 })] }] }],
  ['rows that are none', { rows: 'all' }],
  ['a row without cells beside one that has some', { rows: [row('17', 60, 48), { prison: '22', total: 60 }] }],
  ['a row without cells', { rows: [{ prison: '17', total: 60 }] }],
  ['a cell that is no count', { rows: [row('17', 60, 48.5)] }],
  ['a cell that is no count beside one that is', { rows: [row('17', 60, 48, 12.5)] }],
  ['a count below nothing', { rows: [row('17', 60, -1)] }],
  ['a total that is no count', { rows: [{ ...row('17', 60, 48), total: '60' }] }],
])('%s is not published as counts', (_what, payload) => expect(countsOf(table(payload))).toBeNull());

it('nothing that is there is no table', () => expect(countsOf(asked({ item: null }))).toBeNull());

it('rounds each number to five, and makes up no total that was not there', () => {
  expect(countsOf(table({ rows: [row('17', 62, 48, 13), row('22', undefined, 31)] }))?.values).toEqual({
    'rows[0].total': 60,
    'rows[0].cells[0].count': 50,
    'rows[0].cells[1].count': 15,
    'rows[1].cells[0].count': 30,
  });
});

describe('an answer given before', () => {
  const near = (total: number, ...earlier: object[]) =>
    countsOf(table({ rows: [row('17', total, total)] }, earlier))?.differencing;

  it.each([
    ['the same again', 60, false],
    ['one person more', 61, true],
    ['nine fewer', 51, true],
    ['nine more', 69, true],
    ['ten more', 70, false],
    ['ten fewer', 50, false],
  ])('%s', (_what, total, refused) => expect(near(total, { rows: [row('17', 60, 60)] })).toBe(refused));

  it('is too near in one of its rows', () => {
    expect(near(61, { rows: [row('17', 60, 60), row('22', 900, 900)] })).toBe(true);
    expect(near(61, { rows: [row('17', 60, 60)] }, { rows: [row('22', 900, 900)] })).toBe(true);
  });

  it('is held against counts alone, and only where there was one', () => {
    const payload = { rows: [row('17', 61, 61)] };
    const previousQueries = [{ rows: [row('17', 60, 60)] }];
    expect(countsOf(asked({ item: { payload }, request: { previousQueries } }))?.differencing).toBe(false);
    expect(countsOf(asked({ item: { payload }, request: { question: 'aggregate' } }))?.differencing).toBe(false);
  });

  it('about other people stands in no way; one that cannot be read does', () => {
    expect(near(61, { rows: [row('22', 60, 60)] })).toBe(false);
    expect(near(61, {})).toBe(true);
  });
});

describe('decided', () => {
  const product = 'research.count-table.v1';
  const names = ['rows[].prison', 'rows[].total', 'rows[].cells[].sex', 'rows[].cells[].count'];
  const known: ProductCatalogue = new Map([
    [product, { product, orderKey: 'item', fields: Object.fromEntries(names.map((name) => [name, 'ADM'])) }],
  ]);
  const { id, version, instrument, timezone, term, parties, flows } = memorandum();
  const { id: _id, projection: _projection, alertTypes: _types, ...flow } = flows[0]!;
  const counting = { ...flow, product, fields: ['rows'] };
  const compiled = compileDocument({ id, version, instrument, timezone, term, parties, flows: [counting] }, known);
  if ('errors' in compiled) throw new Error(JSON.stringify(compiled.errors));
  const point = decisionPoint(bundleWith({ state: 'IN_FORCE', compiled: compiled.instrument }), known);
  const payload = { rows: [row('17', 61, 48, 13), row('22', 35, 31, 4)] };
  const counted = (previousQueries: object[] = []) =>
    point.decide(asked({ item: { product, payload }, request: { question: 'aggregate', previousQueries } }));

  it('gives rounded numbers and nothing of what fell', () => {
    const { effect, reason, obligations, disclosedPaths, values } = counted();
    expect([effect, reason]).toEqual(['PERMIT_AGGREGATE', 'SMALL_NUMBERS']);
    expect(obligations).toEqual(expect.arrayContaining(['DIFFERENCING_CHECK', 'QUERY_BUDGET']));
    expect(disclose(payload, disclosedPaths, values)).toEqual({
      rows: [
        {
          prison: '17',
          total: 60,
          cells: [
            { sex: 's0', count: 50 },
            { sex: 's1', count: 15 },
          ],
        },
        { prison: '22', total: 35 },
      ],
    });
  });

  it('says nothing of small numbers where there are none', () => {
    const large = { rows: [row('17', 61, 48, 13)] };
    const decision = point.decide(asked({ item: { product, payload: large }, request: { question: 'aggregate' } }));
    expect([decision.effect, decision.reasonsInOrder]).toEqual(['PERMIT_AGGREGATE', ['CONTRACT_MATCH']]);
  });

  it.each(['open', 'deliver', 'export', 'publish'] as const)('lets no table leave raw, asked to %s', (kind) => {
    const { effect, reason, disclosedPaths } = point.decide(
      asked({ item: { product, payload }, request: { question: kind } }),
    );
    expect([effect, reason, disclosedPaths]).toEqual(['DENY', 'NO_FIELDS', []]);
  });

  it('refuses what comes too near an earlier answer, and says only that', () => {
    const { effect, outward, reasonsInOrder, values } = counted([{ rows: [row('17', 60, 48, 12)] }]);
    expect([effect, outward, reasonsInOrder, values]).toEqual(['DENY', 403, ['DIFFERENCING'], {}]);
  });

  it('refuses that whatever else fails, beside it', () => {
    const previousQueries = [{ rows: [row('17', 60, 48, 12)] }];
    const request = { question: 'aggregate', purpose: 'SUPERVISE', previousQueries } as const;
    const { reasonsInOrder } = point.decide(asked({ item: { product, payload }, request }));
    expect(reasonsInOrder).toEqual(['PURPOSE_MISMATCH', 'DIFFERENCING']);
  });
});
