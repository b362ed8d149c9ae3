import { describe, expect, it } from '@jest/globals';
import { dueOf } from './due.ts';
import { inForce, SECRETARIAT, textOf } from './instrument.fixture.ts';
import { evolve, type Instrument, type Known } from './instrument.state.ts';
import type { InstrumentEvent } from './instrument.events.ts';

const BY = { agency: SECRETARIAT, person: null };
const folded = (...events: InstrumentEvent[]) =>
  events.reduce<Instrument>((state, event) => evolve(state, event), { status: 'none' }) as Known;
const standing = folded(...inForce);
const dueAt = (at: string, instrument = standing) =>
  dueOf(instrument, at, BY).map(({ type, data }) => `${type} ${'daysLeft' in data ? data.daysLeft : ''}`.trim());

describe('what the clock brings', () => {
  it.each([
    ['2026-10-01T18:59:59Z', []],
    ['2026-10-01T19:00:00Z', ['WarnOfExpiry 90']],
    ['2026-11-23T00:00:00Z', ['WarnOfExpiry 60']],
    ['2026-12-24T00:00:00Z', ['WarnOfExpiry 7']],
    ['2026-12-31T18:59:59Z', ['WarnOfExpiry 7']],
    ['2026-12-31T19:00:00Z', ['RecordExpiry']],
  ])('at %s, by the day of the instrument’s own zone', (at, due) => expect(dueAt(at)).toEqual(due));

  it('is nothing any more once it was told, or is over', () => {
    const data = { instrumentId: 'mou', by: BY, at: '2026-12-24T00:00:00Z', termTo: '2026-12-31' };
    expect(dueAt(data.at, folded(...inForce, { type: 'MouExpiryWarned', data: { ...data, daysLeft: 7 } }))).toEqual([]);
    expect(dueAt('2027-02-01T00:00:00Z', folded(...inForce, { type: 'MouExpired', data }))).toEqual([]);
  });

  it('is a reminder of each obligation with an owner and a day', () => {
    const obligations = [
      { clause: 2, owner: 'kz-police', due: '2026-07-01', text: 'impact assessment' },
      { clause: 18, owner: 'kz-police', text: 'annual report' },
    ];
    const [last] = standing.agreed;
    const document = { ...textOf(1).document, obligations };
    const obliged = { ...standing, agreed: [{ ...last!, document }] };
    expect(dueAt('2026-06-10T00:00:00Z', obliged)).toEqual(['RemindOfObligation 30']);
    expect(dueAt('2026-07-01T00:00:00Z', obliged)).toEqual(['RemindOfObligation 0']);
  });
});
