// A breach: who reports it, whom notice is owed to and until when, and what the clock finds.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { dueOf } from './due.ts';
import { instrumentDecider } from './instrument.decider.ts';
import type { InstrumentEvent } from './instrument.events.ts';
import {
  agreedOn,
  drafted,
  inForce,
  POLICE,
  PRISON,
  SECRETARIAT,
  secretary,
  signatory,
  T0,
  T1,
} from './instrument.fixture.ts';
import { evolve, type Instrument, type Known } from './instrument.state.ts';

const PROBATION = 'kz-probation';
const within = { within: 'PT72H', after: 'a breach is noticed', evidence: 'the notice' };
const CLAUSE_20: Partial<InstrumentDocument> = {
  clauses: [
    {
      clause: 20,
      rule: { noticeWithin: 'PT72H', tells: ['originator', 'supervisory-authority'] },
      obligations: [PRISON, POLICE].map((party) => ({
        ...within,
        owner: { party, post: 'data protection officer' },
        does: 'gives notice',
      })),
    },
  ],
};
const standing = agreedOn(CLAUSE_20);
const given = decider(instrumentDecider).given(...standing);
const NOTICED = '2026-11-22T20:30:00.000Z';
const DUE = '2026-11-25T20:30:00.000Z';

const report = (party: string, more: object = {}) => ({
  type: 'ReportBreach' as const,
  data: {
    ...signatory(party),
    actsFor: party,
    breachId: 'b-1',
    noticedAt: NOTICED,
    concerns: { parties: [PRISON], items: ['i-1'] },
    ...more,
  },
});
const reported: InstrumentEvent = {
  type: 'MouBreachReported',
  data: {
    ...signatory(POLICE),
    breachId: 'b-1',
    owner: POLICE,
    clause: '20',
    noticedAt: NOTICED,
    tells: ['originator', 'supervisory-authority'],
    noticeDue: DUE,
    due: '2026-11-26', // in Almaty
    concerns: { parties: [PRISON], items: ['i-1'] },
  },
};
const tell = (to: string, at = T1, party: string | null = POLICE, more: object = {}) => ({
  type: 'RecordBreachNotice' as const,
  data: {
    ...(party === null ? secretary(at) : signatory(party, at)),
    actsFor: party,
    breachId: 'b-1',
    to,
    givenAt: T0,
    evidence: 'letter 7 (invented)',
    ...more,
  },
});
const told = (to: string): InstrumentEvent => {
  const { actsFor: _whom, ...data } = tell(to).data;
  return { type: 'MouBreachNoticeGiven', data: { ...data, owner: POLICE, clause: '20', late: false } };
};
const known = (...events: InstrumentEvent[]): Known =>
  [...standing, ...events].reduce<Instrument>(evolve, { status: 'none' }) as Known;
const byClock = (instrument: Known, at: string) =>
  dueOf(instrument, at, { agency: SECRETARIAT, person: null }).filter(({ type }) => type === 'NoteBreachLate');

describe('a breach', () => {
  it('is reported by a party, and its clock runs from when it was noticed', () => {
    given.when(report(POLICE)).expectEvents(reported);
    given.when(report(POLICE, { actsFor: null })).expectRefusal('not-reported-by-a-party');
    given.when(report(POLICE, { noticedAt: T1 })).expectRefusal('event-in-the-future');
    const others = { parties: [PROBATION], items: [] };
    given.when(report(POLICE, { concerns: others })).expectRefusal('breach-names-no-party');
  });

  it('exists for nobody else: neither for a stranger nor for whoever is only in a draft', () => {
    given.when(report(PROBATION)).expectRefusal('not-a-party');
    const three = { parties: [PRISON, POLICE, PROBATION].map((id) => ({ id, kind: 'police', country: 'KZ' })) };
    const invited = given.given(reported, drafted(2, three, T1));
    invited.when(report(PROBATION)).expectRefusal('not-a-party');
    invited.when(tell('originator', T1, PROBATION)).expectRefusal('breach-unknown');
  });

  it('takes the text that has no such clause for the strictest there is', () => {
    const bare = decider(instrumentDecider).given(...inForce);
    const { data } = reported as Extract<InstrumentEvent, { type: 'MouBreachReported' }>;
    bare.when(report(POLICE)).expectEvents({ type: 'MouBreachReported', data });
  });

  it('opens the obligations of clause 20 for the party that noticed it, and closes them with the last notice', () => {
    const open = given.given(reported);
    open.when(tell('originator')).expectEvents(told('originator'));
    const one = open.given(told('originator'));
    one.when(tell('originator')).expectEvents();
    const done = { ...signatory(POLICE, T1), clause: '20.2', owner: POLICE, due: '2026-11-26' };
    one.when(tell('supervisory-authority')).expectEvents(told('supervisory-authority'), {
      type: 'MouObligationDone',
      data: { ...done, evidence: 'letter 7 (invented)', late: false },
    });
  });

  it('leaves open what another breach of the same days owes', () => {
    const other = { ...reported, data: { ...reported.data, breachId: 'b-2' } } as InstrumentEvent;
    given
      .given(reported, other, told('originator'))
      .when(tell('supervisory-authority'))
      .expectEventTypes('MouBreachNoticeGiven');
  });

  it('has its notices recorded by who noticed it or the secretary, to whom the text names', () => {
    const open = given.given(reported);
    open.when(tell('originator', T1, PRISON)).expectRefusal('not-whoever-owes');
    open.when(tell('originator', T1, null)).expectEventTypes('MouBreachNoticeGiven');
    open.when(tell('newspaper')).expectRefusal('notice-to-nobody-named');
    open.when(tell('originator', T1, POLICE, { breachId: 'b-9' })).expectRefusal('breach-unknown');
    open.when(tell('originator', T0, POLICE, { givenAt: T1 })).expectRefusal('event-in-the-future');
    const before = { givenAt: '2026-11-22T20:29:59.999Z' };
    open.when(tell('originator', T1, POLICE, before)).expectRefusal('notice-before-the-breach');
  });

  it('is late once its clock has run out, said once, and a notice recorded then is late whatever day it names', () => {
    const after = '2026-11-25T20:30:00.001Z';
    expect(byClock(known(reported), DUE)).toEqual([]);
    const [late] = byClock(known(reported, told('originator')), after);
    expect(late).toMatchObject({ type: 'NoteBreachLate', data: { breachId: 'b-1' } });
    expect(byClock(known(reported, told('originator'), told('supervisory-authority')), after)).toEqual([]);
    const open = given.given(reported);
    open.when(late!).expectEventTypes('MouBreachNoticeLate');
    const data = { instrumentId: 'mou', by: { agency: SECRETARIAT, person: null }, at: after, breachId: 'b-1' };
    const noted: InstrumentEvent = {
      type: 'MouBreachNoticeLate',
      data: { ...data, owner: POLICE, clause: '20', due: '2026-11-26' },
    };
    expect(byClock(known(reported, noted), after)).toEqual([]);
    open.given(noted).when(late!).expectEvents();
    const state = open.given(noted).when(tell('originator', after)).state();
    expect(state).toMatchObject({ breaches: [{ isLate: true, given: [{ late: true }] }] });
  });
});
