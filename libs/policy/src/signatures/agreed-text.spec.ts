// What the versions of an instrument compile to, which of them counts, and until when.
import { documentDigest, type CompiledInstrument, type InstrumentDocument } from '@gatehouse/agreements';
import { loadInstrumentSource } from '@gatehouse/contracts';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { BundleInstrument } from '../bundle.ts';
import { products } from '../question.fixture.ts';
import {
  asCompiledHere,
  compilationOf,
  compiledTexts,
  takeCompilation,
  toCompile,
  type AgreedText,
} from './agreed-text.ts';
import { asItStood } from './as-it-stood.ts';

const MOU = parse(loadInstrumentSource('kz-prisons-police').text, { schema: 'core' }) as InstrumentDocument;
const until = (to: string, more: Partial<InstrumentDocument> = {}) => ({
  document: { ...MOU, ...more, term: { ...MOU.term, to } },
});
const text = (version: number, effectiveFrom: string): AgreedText => ({
  version,
  effectiveFrom,
  document: { ...MOU, version },
  signatures: [],
});

describe('what is to be compiled', () => {
  it('is each text as it stands, under its digest', () => {
    const { document } = until('2028-12-31');
    expect(toCompile([{ document }])).toEqual([{ document, sha256: documentDigest(document), to: '2028-12-31' }]);
    expect(toCompile([])).toEqual([]);
  });

  it.each([
    [
      ['2028-12-31', '2029-12-31'],
      ['2029-12-31', '2029-12-31'],
    ],
    [
      ['2028-12-31', '2027-12-31'],
      ['2028-12-31', '2027-12-31'],
    ],
    [
      ['2026-12-31', '2030-12-31', '2028-12-31'],
      ['2028-12-31', '2030-12-31', '2028-12-31'],
    ],
  ])('until the last version ends, where that is later: %j', (ends, to) =>
    expect(toCompile(ends.map((end) => until(end))).map((one) => one.to)).toEqual(to),
  );

  it('keeps its digest where it lasts longer', () => {
    const texts = [until('2027-12-31'), until('2028-12-31', { version: 2 })];
    const compiled = compiledTexts(texts, products)!;
    expect(compiled.map(({ version, term, sha256 }) => [version, term.to, sha256])).toEqual([
      [1, '2028-12-31', documentDigest(texts[0]!.document)],
      [2, '2028-12-31', documentDigest(texts[1]!.document)],
    ]);
  });

  it('is nothing where one of them does not compile', () => {
    const wrong = until('2028-12-31', { version: 2, timezone: 'Asia/Nowhere' });
    expect(compiledTexts([until('2028-12-31'), wrong], products)).toBeNull();
    expect(compiledTexts([], products)).toEqual([]);
  });
});

describe('what was compiled before', () => {
  it('is taken for the same text until the same day with the same products', () => {
    const catalogue = new Map(products);
    const [one] = toCompile([until('2028-12-31')]);
    expect(compilationOf(one!, catalogue)).toBeUndefined();
    const kept = { id: 'kept' } as CompiledInstrument;
    takeCompilation(one!, catalogue, kept);
    expect(compilationOf(one!, catalogue)).toBe(kept);
    expect(compiledTexts([until('2028-12-31')], catalogue)).toEqual([kept]);
    expect(compilationOf({ ...one!, to: '2029-12-31' }, catalogue)).toBeUndefined();
    expect(compilationOf({ ...one!, sha256: 'another' }, catalogue)).toBeUndefined();
    expect(compilationOf(one!, new Map(products))).toBeUndefined();
  });

  it('is compiled once', () => {
    const catalogue = new Map(products);
    const [first] = compiledTexts([until('2028-12-31')], catalogue)!;
    expect(compiledTexts([until('2028-12-31')], catalogue)![0]).toBe(first);
  });
});

describe('an instrument as it compiles here', () => {
  const texts = [text(1, '2026-01-01T00:00:00Z'), text(2, '2026-06-01T00:00:00Z'), text(3, '2026-09-01T00:00:00Z')];
  const compiled = texts.map(({ version }) => ({ id: 'mou', version }) as CompiledInstrument);
  const said = { state: 'IN_FORCE', compiled: { id: 'forged' } } as BundleInstrument;
  const current = (at: string) => asCompiledHere(said, texts, compiled, at).compiled.version;

  it.each([
    ['2025-12-31T23:59:59Z', 1],
    ['2026-01-01T00:00:00Z', 1],
    ['2026-05-31T23:59:59Z', 1],
    ['2026-06-01T00:00:00Z', 2],
    ['2026-12-01T00:00:00Z', 3],
  ])('is at %s of version %i', (at, version) => expect(current(at)).toBe(version));

  it('has a history where it has several versions', () => {
    const here = asCompiledHere(said, texts, compiled, '2026-01-01T00:00:00Z');
    expect(here.history).toEqual(
      texts.map(({ version, effectiveFrom }, place) => ({ version, effectiveFrom, compiled: compiled[place] })),
    );
    expect(asCompiledHere(said, texts.slice(0, 1), compiled, '2027-01-01T00:00:00Z')).toEqual({
      state: 'IN_FORCE',
      compiled: compiled[0],
      texts: texts.slice(0, 1),
    });
  });

  it('stands, and is ordered about, as it is said', () => {
    const stands = {
      state: 'SUSPENDED',
      suspension: { by: 'a', freezePriorCopies: true },
      suspensions: [{ by: 'b', freezePriorCopies: false, scope: { kind: 'party' as const, party: 'b' } }],
      orders: [],
    };
    const here = asCompiledHere({ ...said, ...stands }, texts.slice(0, 1), compiled, '2027-01-01T00:00:00Z');
    expect(here).toMatchObject(stands);
  });
});

describe('a bundle of another day', () => {
  const signed = (id: string, more: Partial<BundleInstrument> = {}): BundleInstrument => ({
    state: 'IN_FORCE',
    compiled: { id } as CompiledInstrument,
    texts: [{ ...text(1, '2026-01-01T00:00:00Z'), document: { ...MOU, id } }],
    ...more,
  });
  const of = (instruments: BundleInstrument[], heldOut: string[] = [], stood: [string, { state: string }][] = []) => {
    const bundle = { version: 7, issuedAt: '2026-11-23T09:00:00Z', maxAgeSeconds: 900, instruments, parties: [] };
    return asItStood(bundle, new Set(heldOut), new Map(stood), products);
  };
  const cedarOf = ({ compiled: { cedar } }: BundleInstrument) => cedar?.split('\n')[0];

  it('is what its texts compile to, standing as it stood here', () => {
    const { bundle, others } = of([signed('x'), signed('y')], [], [['y', { state: 'SUSPENDED' }]]);
    expect([bundle.version, others]).toEqual([7, []]);
    expect(bundle.instruments.map((one) => [one.state, cedarOf(one)?.split(',')[0]])).toEqual([
      ['IN_FORCE', '// x'],
      ['SUSPENDED', '// y'],
    ]);
  });

  it('leaves out what was held out, and keeps what that would have offered', () => {
    const { texts: _none, ...unsigned } = signed('z');
    const { bundle, others } = of([signed('x'), signed('y'), unsigned], ['y', 'z']);
    expect([bundle.instruments, others].map((all) => all.map(({ compiled: { id } }) => id))).toEqual([['x'], ['y']]);
  });

  it('leaves as it is said what has no text, or one that does not compile', () => {
    const { texts: _none, ...unsigned } = signed('x');
    const broken = signed('y', {
      texts: [{ ...text(1, '2026-01-01T00:00:00Z'), document: { ...MOU, timezone: 'x' } }],
    });
    expect(of([unsigned, broken]).bundle.instruments).toEqual([unsigned, broken]);
  });
});
