// An obligation is recorded as done by whoever owes it, once, and late is late.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { decider } from '@gatehouse/testing';
import { describe, it } from '@jest/globals';
import { instrumentDecider, type InstrumentCommand } from './instrument.decider.ts';
import {
  drafted,
  inForce,
  ofText,
  POLICE,
  PRISON,
  reviewed,
  secretary,
  signatory,
  signed,
} from './instrument.fixture.ts';
import type { MouEnteredIntoForce } from './instrument.events.ts';

const obliging: Partial<InstrumentDocument> = {
  clauses: [
    {
      clause: 26,
      obligations: [
        { owner: { party: PRISON, post: 'head' }, does: 'calls the meeting', due: '2026-12-01', evidence: 'minutes' },
        { owner: { party: POLICE, post: 'head' }, does: 'reports', every: 'P1M', evidence: 'the report' },
        {
          owner: { party: POLICE, post: 'head' },
          does: 'tells the others',
          within: 'PT72H',
          after: 'a breach is noticed',
          evidence: 'the letter',
        },
      ],
    },
  ],
};
const entered: MouEnteredIntoForce = {
  type: 'MouEnteredIntoForce',
  data: { ...secretary(), ...ofText(1, obliging) },
};
const standing = decider(instrumentDecider).given(
  drafted(1, obliging),
  reviewed(1, obliging),
  signed(PRISON, 1, obliging),
  signed(POLICE, 1, obliging),
  entered,
);
const owed = { clause: '26.1', due: '2026-12-01', evidence: 'minutes of the meeting (invented)' };
const record = (by: string, at: string, what = owed): InstrumentCommand => ({
  type: 'RecordObligation',
  data: { ...signatory(by, at), actsFor: by, ...what },
});
const [IN_TIME, LATE] = ['2026-12-01T18:59:00.000Z', '2026-12-01T19:00:00.000Z'];
const recorded = (at: string, late: boolean) => ({
  type: 'MouObligationDone' as const,
  data: { ...signatory(PRISON, at), ...owed, owner: PRISON, late },
});

describe('an obligation', () => {
  it('is done in time until the last hour of its day in the zone of the instrument', () =>
    standing.when(record(PRISON, IN_TIME)).expectEvents(recorded(IN_TIME, false)));
  it('is done late after it', () => standing.when(record(PRISON, LATE)).expectEvents(recorded(LATE, true)));
  it('is done once', () => standing.given(recorded(IN_TIME, false)).when(record(PRISON, LATE)).expectEvents());
  it('is not another party’s to record', () =>
    standing.when(record(POLICE, IN_TIME)).expectRefusal('not-whoever-owes'));
  it('is the secretariat’s to record', () =>
    standing
      .when({ type: 'RecordObligation', data: { ...secretary(IN_TIME), actsFor: null, ...owed } })
      .expectEventTypes('MouObligationDone'));
  it.each([
    ['another day', { ...owed, due: '2026-12-02' }],
    ['another clause', { ...owed, clause: '26.4' }],
    ['a day of no period', { ...owed, clause: '26.2', due: '2026-12-24' }],
  ])('is unknown on %s', (_what, what) =>
    standing.when(record(PRISON, IN_TIME, what)).expectRefusal('obligation-unknown'),
  );
  it('comes again each period from the entry into force', () =>
    standing
      .when(record(POLICE, IN_TIME, { ...owed, clause: '26.2', due: '2027-01-23' }))
      .expectEventTypes('MouObligationDone'));
  it('that runs from an event has its day once somebody says that it came, and when', () => {
    const note = (by: string, happenedAt: string, clause = '26.3'): InstrumentCommand => ({
      type: 'NoteObligationEvent',
      data: { ...signatory(by, IN_TIME), actsFor: by, clause, happenedAt },
    });
    const happenedAt = '2026-11-30T20:00:00.000Z';
    const arose = { ...signatory(POLICE, IN_TIME), clause: '26.3', owner: POLICE, happenedAt, due: '2026-12-04' };
    standing.when(note(POLICE, happenedAt)).expectEvents({ type: 'MouObligationArose', data: arose });
    standing.when(note(PRISON, happenedAt)).expectRefusal('not-whoever-owes');
    standing.when(note(POLICE, LATE)).expectRefusal('event-in-the-future');
    standing.when(note(PRISON, happenedAt, '26.1')).expectRefusal('obligation-unknown');
    const known = standing.given({ type: 'MouObligationArose', data: arose });
    known.when(note(POLICE, happenedAt)).expectEvents();
    known
      .when(record(POLICE, IN_TIME, { ...owed, clause: '26.3', due: '2026-12-04' }))
      .expectEventTypes('MouObligationDone');
  });
  it('is owed under nothing that is not in force', () =>
    decider(instrumentDecider).given(drafted(1, obliging)).when(record(PRISON, IN_TIME)).expectRefusal('not-in-force'));
  it('is none where the text has no clauses', () =>
    decider(instrumentDecider)
      .given(...inForce)
      .when(record(PRISON, IN_TIME))
      .expectRefusal('obligation-unknown'));
});
