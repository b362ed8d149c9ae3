import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { clockDecider, dueAt, type ClockCommand } from './acknowledgement-clock.decider.ts';
import type { ClockEvent, ClockTerms, Level } from './acknowledgement-clock.events.ts';

const START = Date.parse('2026-11-23T09:00:00.000Z');
const MINUTE = 60_000;
const at = (minutes: number, ms = 0): string => new Date(START + minutes * MINUTE + ms).toISOString();
const terms = (change: Partial<ClockTerms> = {}): ClockTerms => ({
  itemId: 'item-1',
  product: 'prison-intelligence.intelligence-alert.v1',
  recipient: null,
  unit: 'desk',
  side: 'recipient',
  urgency: 'IMMEDIATE',
  overdueType: 'IntelligenceAlertEscalated',
  startedAt: at(0),
  deadline: at(15),
  until: at(72 * 60),
  auditSubjects: [],
  ...change,
});
const started = (change: Partial<ClockTerms> = {}): ClockEvent => ({
  type: 'AcknowledgementClockStarted',
  data: terms(change),
});
const everyone: Record<Level, string[]> = {
  duty: ['aidos'],
  deputies: ['nurzhan'],
  'first-above': ['head'],
  'further-above': ['chief'],
  everybody: ['aidos', 'nurzhan', 'head', 'chief'],
};
const nobody: Record<Level, string[]> = {
  duty: [],
  deputies: [],
  'first-above': [],
  'further-above': [],
  everybody: [],
};
const look = (minutes: number, callable = everyone, ms = 0): ClockCommand => ({
  type: 'CallWhoIsDue',
  data: { at: at(minutes, ms), callable },
});
const about = { itemId: 'item-1', recipient: null };
const called = (step: number, level: Level, minutes: number, ms = 0, people = everyone[level]): ClockEvent => ({
  type: 'DutyHolderCalled',
  data: { ...about, step, level, people, at: at(minutes, ms) },
});
const acknowledge = (minutes: number, ms = 0): ClockCommand => ({
  type: 'StopClock',
  data: { reason: 'acknowledged', by: 'po-aidos', at: at(minutes, ms) },
});
const stopped = (minutes: number, inTime: boolean, ms = 0): ClockEvent => ({
  type: 'AcknowledgementClockStopped',
  data: { ...about, reason: 'acknowledged', by: 'po-aidos', at: at(minutes, ms), inTime },
});
const escalated = (minutes: number, calledBefore: string[], ms = 0): ClockEvent => ({
  type: 'IntelligenceAlertEscalated',
  data: { ...about, deadline: at(15), at: at(minutes, ms), calledBefore },
});
const clock = decider(clockDecider);
const upTheLine = [
  started(),
  called(0, 'duty', 0),
  called(1, 'deputies', 3.75),
  called(2, 'first-above', 7.5),
  called(3, 'further-above', 11.25),
];
const dueAfter = (...events: ClockEvent[]) => dueAt(events.reduce(clockDecider.evolve, clockDecider.initial()));

describe('a threat to life, a quarter of an hour', () => {
  it('calls who is on duty at once', () =>
    clock
      .given(started())
      .when(look(0))
      .expectEvents(called(0, 'duty', 0)));

  it('calls at once also where the clock was set back since it came', () =>
    clock
      .given(started())
      .when(look(-90))
      .expectEvents(called(0, 'duty', -90)));

  it('has gone up the whole line well within its time', () => {
    clock
      .given(...upTheLine.slice(0, 2))
      .when(look(3.75))
      .expectEvents(called(1, 'deputies', 3.75));
    clock
      .given(...upTheLine.slice(0, 3))
      .when(look(7.5))
      .expectEvents(called(2, 'first-above', 7.5));
    clock
      .given(...upTheLine.slice(0, 4))
      .when(look(11.25))
      .expectEvents(called(3, 'further-above', 11.25));
  });

  it('does no step before its time, and none twice', () => {
    clock
      .given(...upTheLine.slice(0, 2))
      .when(look(3.75, everyone, -1))
      .expectEvents();
    clock
      .given(...upTheLine.slice(0, 2))
      .when(look(0))
      .expectEvents();
    clock
      .given(...upTheLine)
      .when(look(15))
      .expectEvents();
  });

  it('escalates when the deadline has passed, and calls everybody', () =>
    clock
      .given(...upTheLine)
      .when(look(15, everyone, 1))
      .expectEvents(escalated(15, everyone.everybody, 1), called(4, 'everybody', 15, 1)));

  it('makes up for what it slept through, each rung once', () =>
    clock
      .given(...upTheLine.slice(0, 2))
      .when(look(20))
      .expectEvents(
        called(1, 'deputies', 20),
        called(2, 'first-above', 20),
        called(3, 'further-above', 20),
        escalated(20, everyone.everybody),
        called(4, 'everybody', 20),
      ));

  it('goes on calling, at growing intervals, and escalates no second time', () => {
    const overdue = [...upTheLine, escalated(15, [], 1), called(4, 'everybody', 15, 1)];
    expect(dueAfter(...overdue)).toBe(at(30, 1));
    clock
      .given(...overdue)
      .when(look(30, everyone, 1))
      .expectEvents(called(5, 'everybody', 30, 1));
    expect(dueAfter(...overdue, called(5, 'everybody', 30, 1))).toBe(at(60, 1));
    clock
      .given(...overdue)
      .when(look(24 * 60))
      .expectEvents(called(10, 'everybody', 24 * 60));
  });

  it('calls nobody any more when its life has ended', () => {
    const overdue = [
      started({ until: at(40) }),
      ...upTheLine.slice(1),
      escalated(15, [], 1),
      called(4, 'everybody', 15, 1),
    ];
    expect(dueAfter(...overdue)).toBe(at(30, 1));
    expect(dueAfter(...overdue, called(5, 'everybody', 30, 1))).toBeNull();
    clock
      .given(...overdue, called(5, 'everybody', 30, 1))
      .when(look(90))
      .expectEvents();
  });
});

describe('an acknowledgement', () => {
  it('stops everything', () => {
    const after = clock.given(started(), called(0, 'duty', 0)).when(acknowledge(2));
    after.expectEvents(stopped(2, true));
    expect(dueAt(after.state())).toBeNull();
    clock.given(started(), stopped(2, true)).when(look(20)).expectRefusal('clock-not-running');
  });

  it('is in time at the very instant of the deadline', () =>
    clock
      .given(...upTheLine)
      .when(acknowledge(15))
      .expectEvents(stopped(15, true)));

  it('after the deadline says that it had passed, also when nobody had looked', () =>
    clock
      .given(started())
      .when(acknowledge(15, 1))
      .expectEvents(escalated(15, [], 1), stopped(15, false, 1)));

  it('after an escalation leaves it standing, once', () =>
    clock
      .given(...upTheLine, escalated(15, [], 1))
      .when(acknowledge(18))
      .expectEvents(stopped(18, false)));

  it('that comes again, or for nothing, changes nothing', () => {
    clock.given(started(), stopped(2, true)).when(acknowledge(3)).expectEvents();
    clock.when(acknowledge(3)).expectEvents();
  });

  it('stays: an item that comes again starts no second clock', () => {
    clock.given(started(), stopped(2, true)).when({ type: 'StartClock', data: terms() }).expectEvents();
    clock.when({ type: 'StartClock', data: terms() }).expectEvents(started());
  });
});

describe('where nobody is', () => {
  it('goes to the next rung at once, and says each', () =>
    clock
      .given(started())
      .when(look(0, { ...everyone, duty: [], deputies: [] }))
      .expectEvents(
        { type: 'NobodyToCall', data: { ...about, step: 0, level: 'duty', at: at(0) } },
        { type: 'NobodyToCall', data: { ...about, step: 1, level: 'deputies', at: at(0) } },
        called(2, 'first-above', 0),
      ));

  it('still escalates at the deadline', () => {
    clock
      .given(started())
      .when(look(0, nobody))
      .expectEventTypes('NobodyToCall', 'NobodyToCall', 'NobodyToCall', 'NobodyToCall');
    clock
      .given(started())
      .when(look(16, nobody))
      .expectEventTypes(
        'NobodyToCall',
        'NobodyToCall',
        'NobodyToCall',
        'NobodyToCall',
        'IntelligenceAlertEscalated',
        'NobodyToCall',
      );
  });
});

describe('a call that did not go out', () => {
  const report = (step: number): ClockCommand => ({ type: 'ReportUndelivered', data: { step, at: at(1) } });
  const undelivered: ClockEvent = { type: 'CallUndelivered', data: { ...about, step: 0, at: at(1) } };

  it('calls the next rung at once, and then keeps to its times again', () => {
    clock
      .given(started(), called(0, 'duty', 0))
      .when(report(0))
      .expectEvents(undelivered);
    clock
      .given(started(), called(0, 'duty', 0), undelivered)
      .when(look(1))
      .expectEvents(called(1, 'deputies', 1));
    expect(dueAfter(started(), called(0, 'duty', 0), undelivered, called(1, 'deputies', 1))).toBe(at(7.5));
  });

  it('says nothing new twice, late, or about a stopped clock', () => {
    clock
      .given(started(), called(0, 'duty', 0), undelivered)
      .when(report(0))
      .expectEvents();
    clock
      .given(...upTheLine)
      .when(report(0))
      .expectEvents();
    clock
      .given(started(), called(0, 'duty', 0), stopped(1, true))
      .when(report(0))
      .expectEvents();
  });

  it('never brings the deadline forward', () =>
    clock
      .given(...upTheLine, { type: 'CallUndelivered', data: { ...about, step: 3, at: at(12) } })
      .when(look(12))
      .expectEvents());
});

it('whoever waits for an answer is called when half of the time is gone', () => {
  const waiting = started({ side: 'originator', recipient: 'kz-police' });
  expect(dueAfter(waiting)).toBe(at(7.5));
  clock.given(waiting).when(look(12)).expectEventTypes('DutyHolderCalled', 'DutyHolderCalled');
  clock
    .given(waiting)
    .when(look(16))
    .expectEventTypes('DutyHolderCalled', 'DutyHolderCalled', 'IntelligenceAlertEscalated', 'DutyHolderCalled');
});

describe('a clock at the recipient', () => {
  const end = (originator: string): ClockCommand => ({
    type: 'StopClock',
    data: { reason: 'ended', by: null, at: at(5), originator },
  });
  const given = started({ originator: 'kz-prison-service' });

  it('ends by the word of the originator, and by nobody else', () => {
    decider(clockDecider).given(given).when(end('kz-prison-service')).expectEventTypes('AcknowledgementClockStopped');
    decider(clockDecider).given(given).when(end('kz-police')).expectEvents();
  });
});
