// What a liaison working group may do, and who for whom.
import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { POLICE, PRISON, SECRETARIAT } from '../instrument/instrument.fixture.ts';
import { dueIn } from './due-in-groups.ts';
import type { Motion } from './run-on-working-group.ts';
import type { Speaker } from './speaker.ts';
import { workingGroupDecider, type WorkingGroupCommand } from './working-group.decider.ts';
import type { WorkingGroupEvent } from './working-group.events.ts';
import { evolve, type WorkingGroup } from './working-group.state.ts';

const AT = '2026-11-23T09:00:00.000Z';
const PEOPLE: Record<string, string> = { [PRISON]: 'lm-prison', [POLICE]: 'lm-police', [SECRETARIAT]: 'se-one' };
const speaker = (agency: string, today = '2026-11-23'): Speaker => ({
  instrumentId: 'mou',
  by: { agency, person: PEOPLE[agency] ?? 'somebody' },
  at: `${today}T09:00:00.000Z`,
  today,
  actsFor: agency === SECRETARIAT ? null : agency,
  parties: [PRISON, POLICE, 'kz-courts'],
  voters: [PRISON, POLICE],
  decideBy: '2026-12-07',
});
const move = (agency: string, motion: Motion, today?: string) =>
  ({ type: motion.type, data: { ...speaker(agency, today), ...motion.data } }) as WorkingGroupCommand;
const done = (agency: string) => ({ instrumentId: 'mou', by: speaker(agency).by, at: AT });

const constituted: WorkingGroupEvent = { type: 'WorkingGroupConstituted', data: done(SECRETARIAT) };
const named = (party: string): WorkingGroupEvent => ({
  type: 'WorkingGroupMemberNamed',
  data: { ...done(party), party, person: PEOPLE[party]!, post: 'head' },
});
const members = [constituted, named(PRISON), named(POLICE)];
const disputed: WorkingGroupEvent = {
  type: 'DisputeOpened',
  data: { ...done(POLICE), disputeId: 'd', party: POLICE, clause: 5, question: 'contacts?', due: '2026-12-07' },
};
const proposed = (disputeId: string | null): WorkingGroupEvent => ({
  type: 'DecisionProposed',
  data: { ...done(PRISON), decisionId: 'q', question: 'contacts are not named', disputeId, about: null },
});
const voted = (party: string, vote: 'FOR' | 'AGAINST' | 'ABSTAINS'): WorkingGroupEvent => ({
  type: 'VoteCast',
  data: { ...done(party), decisionId: 'q', party, vote },
});
const vote = (party: string, as: 'FOR' | 'AGAINST' | 'ABSTAINS' = 'FOR') =>
  move(party, { type: 'CastVote', data: { decisionId: 'q', vote: as } });
const group = decider(workingGroupDecider);

describe('a working group', () => {
  const read: Motion = { type: 'ReadWorkingGroup', data: {} };
  it('does not exist for another party, nor without its instrument', () => {
    group
      .given(...members)
      .when(move('kz-probation', read))
      .expectRefusal('instrument-unknown');
    const unknown = { type: 'ReadWorkingGroup' as const, data: { ...speaker(PRISON), parties: [] } };
    group
      .given(...members)
      .when(unknown)
      .expectRefusal('instrument-unknown');
    group.given().when(move(PRISON, read)).expectRefusal('not-constituted');
  });
  it('is constituted once', () =>
    group
      .given(constituted)
      .when(move(SECRETARIAT, { type: 'ConstituteWorkingGroup', data: {} }))
      .expectEvents());
  it('has the members its parties name, and nobody the secretariat names', () => {
    const name: Motion = { type: 'NameMember', data: { person: 'lm-prison', post: 'head' } };
    group.given(constituted).when(move(PRISON, name)).expectEvents(named(PRISON));
    group.given(constituted).when(move(SECRETARIAT, name)).expectRefusal('named-by-its-party');
    const end: Motion = { type: 'EndMember', data: { person: 'lm-prison' } };
    group
      .given(...members)
      .when(move(PRISON, end))
      .expectEventTypes('WorkingGroupMemberEnded');
    group
      .given(...members)
      .when(move(POLICE, end))
      .expectRefusal('member-unknown');
  });
});

describe('a meeting', () => {
  const convene = (begins: string) =>
    move(SECRETARIAT, { type: 'ConveneMeeting', data: { meetingId: 'm', begins, agenda: ['the review'] } });
  const record = (today: string, present = ['lm-prison']) =>
    move(SECRETARIAT, { type: 'RecordMeeting', data: { meetingId: 'm', present, minutes: 'digest' } }, today);
  const convened = group.given(...members, {
    type: 'WorkingGroupConvened',
    data: { ...done(SECRETARIAT), meetingId: 'm', begins: '2026-11-24T09:00:00.000Z', agenda: ['the review'] },
  });
  it('is convened for an hour to come', () => {
    group
      .given(...members)
      .when(convene('2026-11-24T09:00:00.000Z'))
      .expectEventTypes('WorkingGroupConvened');
    group
      .given(...members)
      .when(convene(AT))
      .expectRefusal('meeting-in-the-past');
  });
  it('is held when it has begun, by members, and minuted once', () => {
    convened.when(record('2026-11-23')).expectRefusal('meeting-not-begun');
    convened.when(record('2026-11-25', ['lm-prison', 'stranger'])).expectRefusal('present-no-member');
    convened.when(record('2026-11-25')).expectEventTypes('WorkingGroupMet');
    const met = { ...done(SECRETARIAT), meetingId: 'm', present: ['lm-prison'], minutes: 'others' };
    convened.given({ type: 'WorkingGroupMet', data: met }).when(record('2026-11-25')).expectRefusal('meeting-recorded');
  });
});

describe('a decision', () => {
  const asked = group.given(...members, proposed(null));
  it('is voted on by members alone, one vote a party', () => {
    group.given(constituted, proposed(null)).when(vote(PRISON)).expectRefusal('not-a-member');
    asked.when(vote(SECRETARIAT)).expectRefusal('not-a-member');
    asked.when(vote(PRISON)).expectEvents(voted(PRISON, 'FOR'));
    asked.given(voted(PRISON, 'FOR')).when(vote(PRISON)).expectEvents();
    asked.given(voted(PRISON, 'FOR')).when(vote(PRISON, 'AGAINST')).expectRefusal('already-voted');
  });
  it('waits for nobody, and is blocked by nobody, whom the instrument does not bind', () => {
    const courts: WorkingGroupEvent = {
      type: 'WorkingGroupMemberNamed',
      data: { ...done('kz-courts'), party: 'kz-courts', person: 'somebody', post: 'head' },
    };
    asked.given(courts).when(vote('kz-courts', 'AGAINST')).expectRefusal('not-a-member');
  });
  it.each([
    ['FOR', 'FOR', 'ADOPTED'],
    ['FOR', 'ABSTAINS', 'ADOPTED'],
    ['FOR', 'AGAINST', 'REJECTED'],
    ['ABSTAINS', 'ABSTAINS', 'REJECTED'],
  ] as const)('with %s and %s is %s: nobody is outvoted', (first, last, outcome) =>
    asked
      .given(voted(PRISON, first))
      .when(vote(POLICE, last))
      .expectEvents(voted(POLICE, last), {
        type: 'DecisionTaken',
        data: { ...done(POLICE), decisionId: 'q', outcome },
      }),
  );
});

describe('a dispute', () => {
  const open = group.given(...members, disputed, proposed('d'), voted(PRISON, 'FOR'));
  const folded = (...events: WorkingGroupEvent[]) =>
    events.reduce<WorkingGroup>(evolve, { status: 'none' }) as Extract<WorkingGroup, { status: 'constituted' }>;
  const decide = (by: string) =>
    move(by, { type: 'DecideDispute', data: { disputeId: 'd', holds: 'AS_DECIDED', reason: 'so' } });

  it('holds the strictest reading until both agree', () => {
    expect(folded(...members, disputed).disputes[0]).toMatchObject({ state: 'OPEN', holds: 'STRICTEST' });
    const { disputes } = open.when(vote(POLICE)).state() as ReturnType<typeof folded>;
    expect(disputes[0]).toMatchObject({ state: 'SETTLED', holds: 'AS_DECIDED' });
  });
  it('goes to the secretary when one is against, and the strictest reading goes on holding', () => {
    const { disputes } = open.when(vote(POLICE, 'AGAINST')).state() as ReturnType<typeof folded>;
    expect(disputes[0]).toMatchObject({ state: 'WITH_SECRETARY', holds: 'STRICTEST', due: '2026-12-07' });
  });
  it('is the group’s before it is the secretary’s, and never a party’s', () => {
    const referred: WorkingGroupEvent = {
      type: 'DisputeReferred',
      data: { ...done(POLICE), disputeId: 'd', why: 'NOT_AGREED', due: '2026-12-21' },
    };
    open.when(decide(SECRETARIAT)).expectRefusal('dispute-with-the-group');
    open.given(referred).when(decide(POLICE)).expectRefusal('not-the-secretary');
    open.given(referred).when(decide(SECRETARIAT)).expectEventTypes('DisputeSettled');
  });
  it('that is past its day goes to the secretary by the clock, once', () => {
    const standing = folded(...members, disputed);
    expect(dueIn(standing, speaker(SECRETARIAT, '2026-12-07'))).toEqual([]);
    const [command] = dueIn(standing, speaker(SECRETARIAT, '2026-12-08'));
    group
      .given(...members, disputed)
      .when(command!)
      .expectEventTypes('DisputeReferred');
  });
});

describe('an escalation', () => {
  const raise = (due: string) =>
    move(POLICE, { type: 'RaiseEscalation', data: { escalationId: 'e', level: 'SECRETARY', reason: 'late', due } });
  const raised: WorkingGroupEvent = {
    type: 'EscalationRaised',
    data: { ...done(POLICE), escalationId: 'e', level: 'SECRETARY', reason: 'late', due: '2026-11-30' },
  };
  const answer = (today: string) =>
    move(SECRETARIAT, { type: 'AnswerEscalation', data: { escalationId: 'e', reason: 'done' } }, today);
  const standing = group.given(...members, raised);

  it('has a level and a day to come', () => {
    group
      .given(...members)
      .when(raise('2026-11-30'))
      .expectEvents(raised);
    group
      .given(...members)
      .when(raise('2026-11-22'))
      .expectRefusal('due-in-the-past');
    group.given(constituted).when(raise('2026-11-30')).expectRefusal('not-a-member');
  });
  it('is answered in time or late, once', () => {
    const late = (today: string) => standing.when(answer(today)).state() as { escalations?: { answered: string }[] };
    expect(late('2026-11-30').escalations?.[0]?.answered).toBe('IN_TIME');
    expect(late('2026-12-01').escalations?.[0]?.answered).toBe('LATE');
    const answered = { ...done(SECRETARIAT), escalationId: 'e', reason: 'done', late: false };
    standing
      .given({ type: 'EscalationAnswered', data: answered })
      .when(answer('2026-11-30'))
      .expectRefusal('escalation-answered');
  });
  it('that nobody answers is said aloud by the clock', () => {
    const known = [...members, raised].reduce<WorkingGroup>(evolve, { status: 'none' });
    const [command] = dueIn(known, speaker(SECRETARIAT, '2026-12-01'));
    standing.when(command!).expectEventTypes('EscalationLeftOpen');
  });
});
