// Which articles travel with an item: those of the flows it goes by, and no others of their instrument.
import type { CompiledInstrument } from '@gatehouse/agreements';
import type { Bundle, BundleInstrument } from '@gatehouse/policy';
import { describe, expect, it } from '@jest/globals';
import { lawCited } from './law-cited.ts';
import { misfitOf } from './misfit.ts';
import { ENVELOPE } from './wire-schema.ts';

const flow = (basis: string[] | undefined, change: object = {}) => ({
  product: 'alert.v1',
  producer: 'prison',
  consumers: ['police'],
  purposes: ['INVESTIGATE'],
  ...(basis && { basis }),
  ...change,
});
const penal = { id: 'penal-12', instrument: 'Law on the penal system (sample)', article: '12' };
const search = { id: 'search-7', instrument: 'Law on operational search activity (sample)', article: '7' };
const code = { id: 'code', instrument: 'Code (sample)' };

const instrument = (version: number, flows: object[]) =>
  ({ id: 'one', version, legalBasis: [penal, search, code], flows }) as unknown as CompiledInstrument;
const bundle = (...versions: CompiledInstrument[]) =>
  ({
    instruments: [
      { compiled: versions[0], history: versions.map((compiled) => ({ version: compiled.version, compiled })) },
    ] as unknown as BundleInstrument[],
  }) as Bundle;
const outgoing = (type?: string) => ({ purpose: 'INVESTIGATE', item: { product: 'alert.v1', payload: { type } } });
const cited = (of: Bundle, agreements = ['one@1'], type?: string) =>
  lawCited(of, { agreements, from: 'prison', to: 'police', outgoing: outgoing(type) as never }).map(
    ({ agreement, instrument: law, article }) => [agreement, law, article],
  );

describe('the law that travels with an item', () => {
  it('is that of the flow by which it goes', () => {
    const others = [
      flow(['search-7'], { product: 'other.v1' }),
      flow(['search-7'], { consumers: ['probation'] }),
      flow(['search-7'], { producer: 'police' }),
      flow(['search-7'], { purposes: ['SUPERVISE'] }),
      flow(['search-7'], { alertTypes: ['ESCAPE'] }),
    ];
    expect(cited(bundle(instrument(1, [...others, flow(['penal-12'])])))).toEqual([['one@1', penal.instrument, '12']]);
    expect(cited(bundle(instrument(1, others)), ['one@1'], 'ESCAPE')).toEqual([['one@1', search.instrument, '7']]);
  });

  it('is each article once, of every version that is cited, and may be a law as a whole', () => {
    const [first, second] = [instrument(1, [flow(['code']), flow(['code'])]), instrument(2, [flow(['penal-12'])])];
    expect(cited(bundle(second!, first!), ['one@1', 'one@2'])).toEqual([
      ['one@1', code.instrument, undefined],
      ['one@2', penal.instrument, '12'],
    ]);
  });

  it('is whatever the instrument stands on where its flow names none, and nothing where nobody knows it', () => {
    expect(cited(bundle(instrument(1, [flow(undefined)])))).toHaveLength(3);
    expect(cited(bundle(instrument(1, [flow(['penal-12'])])), ['gone@1'])).toEqual([]);
  });
});

it('a basis that left before the law travelled has its form, and one that names it wrongly has not', () => {
  const misfit = misfitOf(ENVELOPE.properties.basis);
  const basis = { kind: 'MOU', agreements: ['one@1'] };
  expect(misfit(basis)).toBeNull();
  expect(misfit({ ...basis, law: [{ agreement: 'one@1', instrument: 'Code (sample)' }] })).toBeNull();
  expect(misfit({ ...basis, law: [{ agreement: 'one@1' }] })).toBe('/law/0');
  expect(misfit({ ...basis, law: 'article 12' })).toBe('/law');
});
