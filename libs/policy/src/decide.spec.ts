// How a decision is put together: which product it is about, its reasons in their order, what it carries and for whom.
import { describe, expect, it } from '@jest/globals';
import { point } from './answered.fixture.ts';
import { inquiryOf, productOf } from './decide.ts';
import type { ReadyBundle } from './instruments.ts';
import { alert, asked } from './question.fixture.ts';

type Change = Parameters<typeof asked>[0];
const decide = (change: Change) => point.decide(asked(change));

describe('a question is about', () => {
  const query = { product: 'of the query', name: 'Omarov' };

  it.each<[what: string, change: Change, product: string]>([
    ['the product of its item', { rest: { product: 'other' }, request: { query } }, alert.product],
    ['the product it names, without an item', { item: null, rest: { product: 'other' }, request: { query } }, 'other'],
    ['the product of its query, where it names none', { item: null, request: { query } }, 'of the query'],
    ['no product, where nothing says so', { item: null }, ''],
  ])('%s', (_what, change, product) => expect(productOf(asked(change))).toBe(product));

  it('each category of its product once, and those asked for by name', () => {
    const categories = { nature: 'INT', type: 'INT', name: 'IDN' };
    const inquiry = inquiryOf({} as ReadyBundle, asked({ request: { fields: ['name'] } }), categories, true);
    expect(inquiry).toMatchObject({
      product: { name: alert.product, categories: ['INT', 'IDN'] },
      categoriesByName: ['IDN'],
      classOnly: true,
    });
  });
});

describe('a refusal', () => {
  const refused = decide({
    caller: { assignments: [], vetting: null },
    item: { handling: { code: 'C', conditions: [] } },
  });

  it('gives every reason once, in the order of evaluation, with the clauses that say so', () => {
    expect(refused.reasonsInOrder).toEqual(['NO_ASSIGNMENT', 'VETTING_TOO_LOW']);
    expect(refused.reason).toBe('NO_ASSIGNMENT');
    expect(refused.clauses.map(({ reason }) => reason)).toEqual(['NO_ASSIGNMENT', 'VETTING_TOO_LOW', null]);
    expect(refused.clauses[1]).toEqual({
      rule: expect.stringMatching(/^kz-prisons-police@1\/\d vetting$/),
      clause: 'Article 5: person, vetting L1',
      reason: 'VETTING_TOO_LOW',
    });
  });

  it('carries nothing', () =>
    expect(refused).toMatchObject({
      disclosedPaths: [],
      travels: null,
      values: null,
      list: null,
      masked: [],
      marks: [],
      obligations: [],
    }));

  it('says by which instruments', () => expect(refused.agreements).toEqual(['kz-prisons-police@1']));
});

describe('a permission', () => {
  const handling = { code: 'C', conditions: [{ code: 'NO_ONWARD' }, { code: 'DESTROY_BY', date: '2027-01-01' }] };
  const permitted = decide({ item: { handling } });

  it('carries the handling of its item, and that it is a lead as its parties agreed', () =>
    expect(permitted.travels).toEqual({
      code: 'C',
      conditions: ['DESTROY_BY', 'NOT_IN_PROCEEDINGS', 'NO_ONWARD'],
      destroyBy: '2027-01-01',
    }));

  it('has its ground for a reason, the most specific alone', () => {
    expect([permitted.reason, permitted.reasonsInOrder]).toEqual(['CONTRACT_MATCH', ['CONTRACT_MATCH']]);
    expect(permitted.clauses.every(({ reason }) => reason === null)).toBe(true);
  });

  it('has its paths and its obligations in their order, each once', () => {
    for (const words of [permitted.disclosedPaths, permitted.obligations])
      expect(words).toEqual([...new Set(words)].sort());
    expect(permitted.obligations).toContain('ACK_24H');
  });

  it('is not one in an emergency, unless it is asked as such', () => {
    expect(permitted.emergency).toBe(false);
    expect(decide({ request: { question: 'breakGlass' } }).emergency).toBe(true);
  });
});

describe('what waits', () => {
  const waiting = decide({ request: { question: 'onward', recipient: 'kz-tax', approvals: [] } });

  it('has the obligations of what it waits for, and shows nothing yet', () => {
    expect(waiting).toMatchObject({ effect: 'PEND', outward: 202, reason: 'ORIGINATOR_CONTROL', disclosedPaths: [] });
    expect(waiting.obligations.length).toBeGreaterThan(0);
    expect(waiting.travels).toBeNull();
  });

  it('has none of them once something else refuses', () => {
    const refused = decide({
      caller: { vetting: null },
      request: { question: 'onward', recipient: 'kz-tax', approvals: [] },
    });
    expect(refused.effect).toBe('DENY');
    expect(refused.obligations.filter((one) => waiting.obligations.includes(one))).toEqual([]);
  });
});
