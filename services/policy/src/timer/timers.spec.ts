// The timers of an agreed text, and the law that binds them: what the clock brings about, it brings about on their days.
import type { CompiledInstrument, InstrumentDocument } from '@gatehouse/agreements';
import type { BundleInstrument } from '@gatehouse/policy';
import { describe, expect, it } from '@jest/globals';
import { dayAfter } from '../instrument/day.ts';
import { dueOf } from '../instrument/due.ts';
import { inForce, SECRETARIAT, textOf } from '../instrument/instrument.fixture.ts';
import type { InstrumentEvent } from '../instrument/instrument.events.ts';
import { evolve, type Instrument, type Known } from '../instrument/instrument.state.ts';
import { memorandum } from '../memorandum.fixture.ts';
import { timersOf } from './timers.ts';

const MOU = memorandum();
const compiled = (document: InstrumentDocument) => document as unknown as CompiledInstrument;
const standing = (document: InstrumentDocument, change: Partial<BundleInstrument> = {}): BundleInstrument => ({
  state: 'IN_FORCE',
  compiled: compiled(document),
  ...change,
});
const dues = (instrument: BundleInstrument) =>
  Object.fromEntries(timersOf(instrument).map(({ name, due }) => [name, due]));
const folded = inForce.reduce<Instrument>((state, event: InstrumentEvent) => evolve(state, event), {
  status: 'none',
}) as Known;
const agreed = (document: InstrumentDocument): Known => ({
  ...folded,
  agreed: [{ ...folded.agreed.at(-1)!, document }],
});

describe('the timers of an instrument', () => {
  it('are its end, the warnings before it, its review, what is owed when, and the periods of each flow', () => {
    const all = dues(standing(MOU));
    expect(all).toMatchObject({
      'term.end': '2028-12-31',
      'term.warning.90': '2028-10-02',
      'term.warning.7': '2028-12-24',
      review: '2027-01-01',
      'flow.1.acknowledge': 'PT24H',
      'flow.2.acknowledge': 'PT30M',
      'flow.3.destroy': 'P5Y',
      'flow.3.special.destroy': 'P30D',
    });
    const obliged = (MOU.clauses ?? []).flatMap(({ obligations = [] }) => obligations);
    expect(Object.keys(all).filter((name) => name.startsWith('obligation.'))).toHaveLength(obliged.length);
    expect(obliged.length).toBeGreaterThan(15);
  });

  it('follow the new text with its days as soon as that is agreed, and with its periods once it takes effect', () => {
    const [first, ...others] = MOU.flows;
    const amended: InstrumentDocument = {
      ...MOU,
      version: 2,
      term: { ...MOU.term, to: '2027-06-30' },
      flows: [{ ...first!, acknowledge: 'PT4H' }, ...others],
    };
    const texts = [MOU, amended].map((document) => ({ document })) as unknown as BundleInstrument['texts'] & object;
    expect(dues(standing(MOU, { texts }))).toMatchObject({
      'term.end': '2027-06-30',
      'term.warning.30': '2027-05-31',
      'flow.1.acknowledge': 'PT24H',
    });
    expect(dues(standing(amended, { texts }))['flow.1.acknowledge']).toBe('PT4H');
  });

  it('are what runs from its end once it has ended, and none once it is wound down', () => {
    for (const state of ['EXPIRED', 'TERMINATED']) {
      const left = Object.entries(dues(standing(MOU, { state })));
      expect(left.length).toBeGreaterThan(0);
      for (const [name, due] of left)
        expect([name, due]).toEqual([expect.stringMatching(/^obligation/), expect.stringMatching(/^P/)]);
    }
    expect(timersOf(standing(MOU, { state: 'WOUND_DOWN' }))).toEqual([]);
    expect(dues(standing(MOU, { state: 'SUSPENDED' }))).toEqual(dues(standing(MOU)));
  });

  it('are the days on which the clock brings something about, the day before it nothing yet', () => {
    const document: InstrumentDocument = {
      ...textOf(1).document,
      clauses: [{ clause: 26, rule: { reviewBy: '2026-06-30', warnings: [120, 14] } }],
    };
    const known = agreed(document);
    const acts = (day: string) =>
      dueOf(known, `${day}T12:00:00Z`, { agency: SECRETARIAT, person: null }).map(({ type, data }) =>
        'daysLeft' in data ? `${type} ${data.daysLeft}` : type,
      );
    const timers = dues(standing(document));
    for (const days of [120, 14]) {
      const day = timers[`term.warning.${days}`]!;
      expect(acts(day)).toEqual([`WarnOfExpiry ${days}`]);
      expect(acts(dayAfter(day, 'P1D', -1)!)).not.toContain(`WarnOfExpiry ${days}`);
    }
    expect(acts(timers['term.end']!)).not.toContain('RecordExpiry');
    expect(acts(dayAfter(timers['term.end']!, 'P1D')!)).toContain('RecordExpiry');
  });
});
