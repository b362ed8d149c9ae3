// What the rules of a flow are asked with: how its instrument stands, on which day, and on which terms others hold their copies.
import type { CompiledFlow } from '@gatehouse/agreements';
import { describe, expect, it } from '@jest/globals';
import { contextOf, coverage, position } from './basis.ts';
import { inquiryOf } from './decide.ts';
import type { ReadyBundle, ReadyInstrument } from './instruments.ts';
import { alert, asked, memorandum } from './question.fixture.ts';
import { readRule } from './rule.ts';

const compiled = memorandum();
const flow = compiled.flows.find(({ product }) => product === alert.product)!;
const ready = (change: Partial<ReadyInstrument> = {}): ReadyInstrument =>
  ({
    id: compiled.id,
    kind: 'agreement',
    timezone: 'Asia/Almaty',
    state: 'IN_FORCE',
    verified: true,
    freezePriorCopies: false,
    suspensions: [],
    parties: compiled.parties,
    current: compiled,
    versions: [],
    ...change,
  }) as unknown as ReadyInstrument;
const context = (
  q: Parameters<typeof asked>[0],
  instrument: ReadyInstrument | null = ready(),
  ...others: ReadyInstrument[]
) => {
  const bundle = { instruments: [...(instrument ? [instrument] : []), ...others] } as unknown as ReadyBundle;
  return contextOf(inquiryOf(bundle, asked(q), { nature: 'INT' }, false), instrument, flow.id) as Record<
    string,
    unknown
  >;
};
const day = (arg: string) => ({ __extn: { fn: 'datetime', arg } });

it('names the flow, the question, the product and the item', () => {
  expect(context({})).toMatchObject({
    flow: flow.id,
    question: 'open',
    product: { name: alert.product, categories: ['INT'] },
    item: { originator: 'kz-prison-service' },
  });
  expect(Object.hasOwn(context({ item: null }), 'item')).toBe(false);
});

describe('the instrument', () => {
  it('stands as it does, on the day of its zone', () => {
    const now = '2026-11-22T20:00:00Z';
    expect(context({ now })['instrument']).toEqual({
      kind: 'agreement',
      state: 'IN_FORCE',
      today: day('2026-11-23'),
      freezePriorCopies: false,
    });
    expect(context({ now }, ready({ timezone: 'UTC' }))['instrument']).toMatchObject({ today: day('2026-11-22') });
  });

  it('where there is none, is of no kind and in no state, on the day of the first there is', () => {
    const now = '2026-11-22T20:00:00Z';
    const none = { kind: '', state: '', freezePriorCopies: false };
    expect(context({ now }, null)['instrument']).toEqual({ ...none, today: day('2026-11-22') });
    expect(context({ now }, null, ready())['instrument']).toEqual({ ...none, today: day('2026-11-23') });
  });

  it.each([
    ['who asks', 'kz-police', {}],
    ['the originator', 'kz-courts', { originator: 'kz-courts' }],
    ['who produces the flow', flow.producer, { originator: 'kz-courts' }],
  ])('is suspended where %s is', (_who, party, item) => {
    const scope = { kind: 'party' as const, party };
    const suspended = ready({ suspensions: [{ by: 'kz-police', freezePriorCopies: true, scope }] });
    expect(context({ item }, suspended)['instrument']).toMatchObject({ state: 'SUSPENDED', freezePriorCopies: true });
  });

  it('is suspended where the producer of a flow that stands in an earlier version alone is', () => {
    const scope = { kind: 'party' as const, party: flow.producer };
    const suspended = ready({
      current: { ...compiled, flows: [] },
      versions: [{ version: 1, effectiveFrom: 0, compiled }],
      suspensions: [{ by: 'kz-police', freezePriorCopies: false, scope }],
    });
    expect(context({ item: { originator: 'kz-courts' } }, suspended)['instrument']).toMatchObject({
      state: 'SUSPENDED',
    });
    const elsewhere = { ...suspended, versions: [] };
    expect(context({ item: { originator: 'kz-courts' } }, elsewhere)['instrument']).toMatchObject({
      state: 'IN_FORCE',
    });
  });

  it.each([
    [true, true, true],
    [true, false, false],
    [false, true, false],
  ])('a bundle verified: %s, with it verified: %s, is verified: %s', (bundle, instrument, verified) =>
    expect(context({ bundle: { verified: bundle } }, ready({ verified: instrument }))['bundle']).toMatchObject({
      verified,
    }),
  );
});

describe('whoever holds a copy has it on the terms of', () => {
  const on = (change: Partial<CompiledFlow>): ReadyInstrument =>
    ready({
      current: { ...compiled, flows: [{ ...flow, consumers: ['kz-courts'], onward: 'free' as never, ...change }] },
    });
  const termsOf = (instrument: ReadyInstrument, item: Parameters<typeof asked>[0]['item'] = {}) =>
    (context({ item, request: { via: 'kz-courts' } }, instrument)['request'] as { viaOnward: string }).viaOnward;

  it('the flow he has it from', () => expect(termsOf(on({}))).toBe('free'));

  it.each<[what: string, change: Partial<CompiledFlow>]>([
    ['of another product', { product: 'other' }],
    ['of another producer', { producer: 'kz-police' }],
    ['to somebody else', { consumers: ['kz-police'] }],
  ])('no flow %s', (_what, change) => expect(termsOf(on(change))).toBe('unknown'));

  it('no flow at all where there is no item', () => expect(termsOf(on({}), null)).toBe('unknown'));
});

describe('rules that fail a flow', () => {
  const rule = (notes: Record<string, string>) => readRule('forbid', { id: 'one', ...notes });

  it('say how much of a question it covers', () => {
    const [nothing, contract, purpose] = [{}, { lacks: 'contract' }, { lacks: 'purpose' }].map((notes) =>
      rule(notes as {}),
    );
    expect(coverage([])).toBe(2);
    expect(coverage([nothing!])).toBe(2);
    expect(coverage([nothing!, purpose!])).toBe(1);
    expect(coverage([purpose!, contract!])).toBe(0);
  });

  it('have their place by their reason, the last where they have none', () => {
    const [sealed, unverified, none] = [rule({ reason: 'SEALED' }), rule({ reason: 'BUNDLE_UNVERIFIED' }), rule({})];
    expect(position(unverified)).toBeLessThan(position(sealed));
    expect(position(unverified)).toBeGreaterThanOrEqual(0);
    expect(position(none)).toBe(Infinity);
    expect(position({ ...none, reason: 'OWN_DUTY' })).toBe(Infinity);
  });
});
