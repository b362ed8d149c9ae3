// The instruments of a bundle: which texts and versions of one rule a question, and how it stands for whom.
import { describe, expect, it } from '@jest/globals';
import type { PartialSuspension } from './bundle.ts';
import {
  categorySuspended,
  partyIn,
  standingFor,
  textsOf,
  versionsFor,
  type ReadyBundle,
  type ReadyInstrument,
} from './instruments.ts';
import { alert, asked, memorandum } from './question.fixture.ts';
import { PolicyFault } from './rule-set.ts';

const compiled = memorandum();
const PRODUCT = alert.product;
const of = (version: number, cedar = `text ${version}`) => ({ ...compiled, version, cedar });
const entry = (version: number, from: string) => ({ version, effectiveFrom: from, compiled: of(version) });

/** An instrument as it is asked, its rules left out. */
const ready = (change: Partial<ReadyInstrument> = {}): ReadyInstrument =>
  ({
    id: compiled.id,
    state: 'IN_FORCE',
    freezePriorCopies: false,
    suspensions: [],
    parties: compiled.parties,
    current: of(1),
    versions: [],
    ...change,
  }) as unknown as ReadyInstrument;

describe('the texts of an instrument', () => {
  it('are that of its version, where there is but one', () => {
    expect(textsOf({ state: 'IN_FORCE', compiled: of(1) })).toEqual(['text 1']);
    expect(textsOf({ state: 'IN_FORCE', compiled: of(1), history: [] })).toEqual(['text 1']);
  });

  it('are those of each version that may rule, the current one once', () => {
    const history = [entry(1, '2026-01-01T00:00:00Z'), entry(2, '2026-06-01T00:00:00Z')];
    expect(textsOf({ state: 'IN_FORCE', compiled: of(2), history })).toEqual(['text 1', 'text 2']);
    expect(textsOf({ state: 'IN_FORCE', compiled: of(3), history })).toEqual(['text 1', 'text 2', 'text 3']);
  });
});

describe('a party is as', () => {
  const party = (country: string) => ({ ...compiled.parties[0]!, id: 'kz-police', country });
  const [one, two] = [ready({ parties: [party('KZ')] }), ready({ parties: [party('XX')] })];
  const bundle = { instruments: [ready({ parties: [] }), one, two] } as unknown as ReadyBundle;

  it('the instrument lists it that is asked', () => expect(partyIn(bundle, two)('kz-police')?.country).toBe('XX'));
  it('the first that lists it does, where that one does not', () => {
    expect(partyIn(bundle)('kz-police')?.country).toBe('KZ');
    expect(partyIn(bundle, ready({ parties: [] }))('kz-police')?.country).toBe('KZ');
  });
  it('nobody, where none lists it', () => expect(partyIn(bundle, one)('kz-tax')).toBeUndefined());
});

describe('an instrument stands', () => {
  const suspension = (party: string, freezePriorCopies = false): PartialSuspension => ({
    by: 'kz-police',
    freezePriorCopies,
    scope: { kind: 'party', party },
  });
  const ofCategory: PartialSuspension = { ...suspension('', true), scope: { kind: 'category', category: 'INT' } };
  const PARTIES = ['kz-police', undefined, 'kz-prison-service'];

  it.each<[what: string, change: Partial<ReadyInstrument>, standing: [string, boolean]]>([
    ['as it does, where nothing is suspended', {}, ['IN_FORCE', false]],
    ['as it does for others than who is suspended', { suspensions: [suspension('kz-tax', true)] }, ['IN_FORCE', false]],
    ['as it does where a category is suspended', { suspensions: [ofCategory] }, ['IN_FORCE', false]],
    ['suspended for who is', { suspensions: [suspension('kz-police')] }, ['SUSPENDED', false]],
    [
      'suspended, with copies frozen where one says so',
      { suspensions: [suspension('kz-police'), suspension('kz-prison-service', true)] },
      ['SUSPENDED', true],
    ],
    [
      'as the whole does, once that is not in force',
      { state: 'EXPIRED', freezePriorCopies: false, suspensions: [suspension('kz-police', true)] },
      ['EXPIRED', false],
    ],
    [
      'with copies frozen by a suspension of the whole',
      { state: 'SUSPENDED', freezePriorCopies: true },
      ['SUSPENDED', true],
    ],
  ])('%s', (_what, change, [state, freezePriorCopies]) =>
    expect(standingFor(ready(change), PARTIES)).toEqual({ state, freezePriorCopies }),
  );

  it('with the fields of a category held back, and of no other', () => {
    const instrument = ready({ suspensions: [suspension('IDN'), ofCategory] });
    expect(['INT', 'IDN', ''].map((category) => categorySuspended(instrument, category))).toEqual([true, false, false]);
    expect(categorySuspended(ready(), 'INT')).toBe(false);
  });
});

describe('the versions that rule', () => {
  const version = (n: number, from: string) => ({ version: n, effectiveFrom: Date.parse(from), compiled: of(n) });
  const three = ready({
    current: of(3),
    versions: [
      version(1, '2026-01-01T00:00:00Z'),
      version(2, '2026-06-01T00:00:00Z'),
      version(3, '2026-11-23T09:00:00Z'),
    ],
  });
  const ruling = (q: Parameters<typeof asked>[0], instrument = three) =>
    versionsFor(instrument, asked(q), PRODUCT).map((one) => [one.version, one.current]);
  const under = (n: number) => ({ item: { underVersions: { [compiled.id]: n } } });

  it('are all from the one of publication to the one that is in effect', () => {
    expect(ruling(under(1))).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect(ruling(under(2))).toEqual([
      [2, false],
      [3, true],
    ]);
    expect(ruling({ ...under(1), now: '2026-11-23T08:59:59.999Z' })).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  it('begin with the one in effect at publication, where the item does not say', () => {
    expect(ruling({ item: { underVersions: {}, publishedAt: '2026-06-01T00:00:00Z' } })[0]).toEqual([2, false]);
    expect(ruling({ item: { underVersions: { other: 1 }, publishedAt: '2026-05-31T23:59:59Z' } })[0]).toEqual([
      1,
      false,
    ]);
  });

  it('are the one in effect alone, at publication, without an item, and for one of a version to come', () => {
    expect(ruling({ ...under(1), request: { question: 'publish' } })).toEqual([[3, true]]);
    expect(ruling({ item: null })).toEqual([[3, true]]);
    expect(ruling({ ...under(3), now: '2026-11-22T00:00:00Z' })).toEqual([[2, true]]);
  });

  it('are the current one where there is but one, whatever has taken effect', () => {
    expect(ruling(under(1), ready())).toEqual([[1, true]]);
    expect(ruling({ item: null }, ready({ current: of(4) }))).toEqual([[4, true]]);
  });

  it('have to be in the bundle', () => {
    const later = ready({ current: of(3), versions: three.versions.slice(1) });
    expect(() => ruling(under(1), later)).toThrow(new PolicyFault(`the bundle lacks version 1 of ${compiled.id}`));
  });

  it('come with their flows for the product', () => {
    const [one] = versionsFor(ready(), asked({}), PRODUCT);
    expect(one!.flows.length).toBeGreaterThan(0);
    expect(new Set(one!.flows.map(({ product }) => product))).toEqual(new Set([PRODUCT]));
    expect(versionsFor(ready(), asked({}), 'no such product')[0]!.flows).toEqual([]);
  });
});
