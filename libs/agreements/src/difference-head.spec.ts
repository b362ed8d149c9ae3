// What an amendment changes that stands above flows and clauses: kind, title, term, time zone, parties, basis.
import { describe, expect, it } from '@jest/globals';
import { compareInstruments } from './difference.ts';
import type { CompiledInstrument } from './instrument.ts';

const party = (id: string) => ({ id, kind: 'police', country: 'KZ' });
const BEFORE: CompiledInstrument = {
  id: 'i',
  version: 1,
  instrument: 'agreement',
  title: 'Alerts',
  timezone: 'Asia/Almaty',
  term: { from: '2026-01-01', to: '2028-12-31' },
  parties: [party('a'), party('b')],
  legalBasis: [{ id: 'law', instrument: 'Penal code' }],
  flows: [],
  cedar: '',
  topics: [],
  sha256: '',
};

const changes = (after: Partial<CompiledInstrument>) => compareInstruments(BEFORE, { ...BEFORE, ...after });

describe('of the whole', () => {
  it.each([
    [{ instrument: 'statute' }, 'widens', 'is of kind statute, was agreement'],
    [{ title: 'Warnings' }, 'neutral', 'is called Warnings'],
    [{ term: { from: '2025-12-31', to: '2028-12-31' } }, 'widens', 'begins on 31 December 2025, was 1 January 2026'],
    [{ term: { from: '2026-01-02', to: '2028-12-31' } }, 'narrows', 'begins on 2 January 2026, was 1 January 2026'],
    [{ term: { from: '2026-01-01', to: '2029-01-01' } }, 'widens', 'ends on 1 January 2029, was 31 December 2028'],
    [{ term: { from: '2026-01-01', to: '2028-12-30' } }, 'narrows', 'ends on 30 December 2028, was 31 December 2028'],
    [{ timezone: 'UTC' }, 'widens', 'its days are read in UTC, were read in Asia/Almaty'],
    [{ parties: [party('a'), party('b'), party('c')] }, 'neutral', 'c becomes a party'],
    [{ parties: [party('a')] }, 'neutral', 'b is no party any more'],
    [{ legalBasis: [{ id: 'law', instrument: 'Police act' }] }, 'neutral', 'names other laws as its basis'],
  ] as [Partial<CompiledInstrument>, string, string][])('%j %s', (after, effect, says) =>
    expect(changes(after)).toEqual([{ effect, where: 'the whole', says }]),
  );

  it('nothing is said where nothing but its version changed', () =>
    expect(changes({ version: 2, id: 'i', sha256: 'other', cedar: 'other' })).toEqual([]));

  it('all is said, flows and clauses after it', () => {
    const before = { ...BEFORE, clauses: [{ clause: 20, text: 'old' }] };
    const flow = { title: 'F', product: 'p', producer: 'a', consumers: ['b'] } as CompiledInstrument['flows'][number];
    const after = { ...before, title: 'T', timezone: 'UTC', flows: [flow], clauses: [{ clause: 20, text: 'new' }] };
    expect(compareInstruments(before, after).map(({ where }) => where)).toEqual([
      'the whole',
      'the whole',
      'F',
      'clause 20 (breach)',
    ]);
  });
});
