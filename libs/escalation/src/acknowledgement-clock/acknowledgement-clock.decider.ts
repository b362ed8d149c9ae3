// Who is called when, and when a deadline has passed. Every step happens once; an acknowledgement stops all of it. No I/O, no
// clock, no ids.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type { ClockEvent, ClockTerms, Level } from './acknowledgement-clock.events.ts';
import { deadlineStep, stepAt } from './ladder.ts';

export type ClockCommand =
  | { type: 'StartClock'; data: ClockTerms }
  /** `callable`: who stands at each rung at this instant, by person */
  | { type: 'CallWhoIsDue'; data: { at: string; callable: Record<Level, string[]> } }
  | { type: 'ReportUndelivered'; data: { step: number; at: string } }
  | { type: 'StopClock'; data: Stop };

interface Stop {
  reason: 'acknowledged' | 'ended';
  by: string | null;
  at: string;
  /** the party that says so, where it is not this one */
  originator?: string;
}

export type ClockRefusal = 'clock-not-running';

export interface RunningClock {
  status: 'running' | 'stopped';
  terms: ClockTerms;
  /** steps taken */
  taken: number;
  /** the next rung does not wait for its time */
  atOnce: boolean;
  overdue: boolean;
  called: string[];
}
export type Clock = { status: 'none' } | RunningClock;

type Outcome = Decision<ClockEvent, ClockRefusal>;

const decide = (command: ClockCommand, clock: Clock): Outcome => {
  switch (command.type) {
    case 'StartClock':
      // An item that comes again, or was acknowledged already, needs no second clock.
      return clock.status === 'none'
        ? accept<ClockEvent>({ type: 'AcknowledgementClockStarted', data: command.data })
        : accept<ClockEvent>();
    case 'CallWhoIsDue':
      return clock.status === 'running' ? accept(...callWhoIsDue(clock, command.data)) : refuse('clock-not-running');
    case 'ReportUndelivered':
      return clock.status === 'running' ? accept(...undelivered(clock, command.data)) : accept<ClockEvent>();
    case 'StopClock':
      return clock.status === 'running' ? accept(...stop(clock, command.data)) : accept<ClockEvent>();
    default:
      return unreachable(command);
  }
};

const callWhoIsDue = (
  before: RunningClock,
  { at, callable }: { at: string; callable: Record<Level, string[]> },
): ClockEvent[] => {
  const events: ClockEvent[] = [];
  let clock = before;
  for (let step = dueStep(clock, at); step !== null; step = dueStep(clock, at)) {
    const about = { ...aboutOf(clock), step: step.step, level: step.level };
    const people = callable[step.level];
    const taken: ClockEvent[] = [
      ...(step.overdue && !clock.overdue ? [deadlinePassed(clock, at)] : []),
      people.length > 0
        ? { type: 'DutyHolderCalled', data: { ...about, people, at } }
        : { type: 'NobodyToCall', data: { ...about, at } },
    ];
    events.push(...taken);
    clock = taken.reduce(evolveRunning, clock);
  }
  return events;
};

// A report about a step that is not the last says nothing new: later rungs have been called since.
const undelivered = (clock: RunningClock, { step, at }: { step: number; at: string }): ClockEvent[] =>
  step === clock.taken - 1 && !clock.atOnce && step < deadlineStep(clock.terms.side)
    ? [{ type: 'CallUndelivered', data: { ...aboutOf(clock), step, at } }]
    : [];

const stop = (clock: RunningClock, { reason, by, at, originator }: Stop): ClockEvent[] => {
  if (originator !== undefined && originator !== clock.terms.originator) return [];
  const inTime = at <= clock.terms.deadline;
  const late = reason === 'acknowledged' && !inTime && !clock.overdue;
  return [
    // It passed while nobody looked, for example while the service was down: that stands in the trail all the same.
    ...(late ? [deadlinePassed(clock, at)] : []),
    { type: 'AcknowledgementClockStopped', data: { ...aboutOf(clock), reason, by, at, inTime } },
  ];
};

const deadlinePassed = (clock: RunningClock, at: string): ClockEvent => ({
  type: clock.terms.overdueType,
  data: { ...aboutOf(clock), deadline: clock.terms.deadline, at, calledBefore: clock.called },
});

const aboutOf = ({ terms: { itemId, recipient } }: RunningClock) => ({ itemId, recipient });

/** What comes next; a rung that was pulled forward is due already. */
const nextStep = (clock: RunningClock) => {
  const step = stepAt(clock.terms, clock.taken);
  return step && clock.atOnce && !step.overdue ? { ...step, dueAt: new Date(0).toISOString() } : step;
};

/** Every rung is called, however late; of the calls after the deadline only the last that is due. */
const dueStep = (clock: RunningClock, at: string) => {
  let due = nextStep(clock);
  if (due === null || due.dueAt > at) return null;
  for (let later = due; later.overdue && later.dueAt <= at;) {
    due = later;
    const next = stepAt(clock.terms, later.step + 1);
    if (next === null) break;
    later = next;
  }
  return due;
};

/** When the clock wants to be looked at again (RFC 3339 UTC); null when it is stopped or its item's life has ended. */
export const dueAt = (clock: Clock): string | null =>
  clock.status === 'running' ? (nextStep(clock)?.dueAt ?? null) : null;

const evolve = (clock: Clock, event: ClockEvent): Clock => {
  if (event.type === 'AcknowledgementClockStarted')
    return { status: 'running', terms: event.data, taken: 0, atOnce: false, overdue: false, called: [] };
  return clock.status === 'none' ? clock : evolveRunning(clock, event);
};

const evolveRunning = (clock: RunningClock, event: ClockEvent): RunningClock => {
  switch (event.type) {
    case 'AcknowledgementClockStarted':
      return clock;
    case 'DutyHolderCalled': {
      const called = [...new Set([...clock.called, ...event.data.people])];
      return { ...clock, taken: event.data.step + 1, atOnce: false, called };
    }
    case 'NobodyToCall':
      return { ...clock, taken: event.data.step + 1, atOnce: true };
    case 'CallUndelivered':
      return { ...clock, atOnce: true };
    case 'IntelligenceAlertEscalated':
    case 'CorrectionOverdue':
    case 'WithdrawalOverdue':
    case 'AcknowledgementOverdue':
    case 'EmergencyReviewOverdue':
      return { ...clock, overdue: true };
    case 'AcknowledgementClockStopped':
      return { ...clock, status: 'stopped' };
    default:
      return unreachable(event);
  }
};

export const clockDecider: Decider<ClockCommand, Clock, ClockEvent, ClockRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
