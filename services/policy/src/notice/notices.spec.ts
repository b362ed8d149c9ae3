import type { RecordedEvent } from '@gatehouse/event-store';
import { describe, expect, it } from '@jest/globals';
import type { InstrumentEvent } from '../instrument/instrument.events.ts';
import { drafted, inForce, POLICE, PRISON, secretary, T0, T1 } from '../instrument/instrument.fixture.ts';
import { asKnownTo, evolve, type Instrument, type Known } from '../instrument/instrument.state.ts';
import { noticesOf } from './notices.ts';

const PROBATION = 'kz-probation';
const threeParties = { parties: [PRISON, POLICE, PROBATION].map((id) => ({ id, kind: 'police', country: 'KZ' })) };
const suspended: InstrumentEvent = {
  type: 'MouSuspended',
  data: {
    ...secretary(),
    suspensionId: 's-1',
    scope: { kind: 'all' },
    reason: 'between the two',
    freezePriorCopies: false,
    signed: null,
  },
};
const invited = [...inForce, suspended, drafted(2, threeParties, T1)];

const folded = (events: InstrumentEvent[]): Known => {
  const instrument = events.reduce<Instrument>(evolve, { status: 'none' });
  if (instrument.status === 'none') throw new Error('nothing was drafted');
  return instrument;
};
const toldTo = (party: string, events: InstrumentEvent[]): string[] => {
  const recorded = events.map((event, n) => ({ ...event, eventId: `event-${n}` })) as RecordedEvent<InstrumentEvent>[];
  return noticesOf(folded(events), recorded, recorded)
    .filter(({ parties }) => parties.includes(party))
    .map(({ step }) => step);
};

describe('a party that a draft names later', () => {
  it('is told from that draft on, and nothing of what was between the others', () => {
    expect(toldTo(PROBATION, invited)).toEqual(['MouDrafted']);
    expect(toldTo(PRISON, invited)).toHaveLength(invited.length);
  });

  it('is told nothing once another draft took the place of that one', () => {
    expect(toldTo(PROBATION, [...invited, drafted(2, {}, T1)])).toEqual([]);
  });

  it('is shown that draft alone, until it is bound', () => {
    const known = folded(invited);
    expect(asKnownTo(known, PROBATION)).toMatchObject({ pending: { version: 2 }, agreed: [], suspensions: [] });
    expect(asKnownTo(known, PRISON)).toBe(known);
    const amended = {
      type: 'MouAmended',
      data: { ...secretary(T1), version: 2, sha256: '', effectiveFrom: T0 },
    } as const;
    const bound = folded([...invited, amended]);
    expect(asKnownTo(bound, PROBATION)).toBe(bound);
  });
});
