// How an instrument is kept: what its parties report, what they dispute, what they owe. Pure.
import { ruleOf } from '@gatehouse/agreements';
import type { LevelKept } from '@gatehouse/liaison';
import { dayIn } from '../instrument/day.ts';
import { untold } from '../instrument/breach-state.ts';
import type { Known } from '../instrument/instrument.state.ts';
import { owedUntil, standingOf, type ObligationState } from '../instrument/obligation.ts';
import type { Dispute, WorkingGroup } from '../working-group/working-group.state.ts';
import type { PerformanceAnswer } from './performance.dto.ts';
import type { PerformanceReportReceived } from './performance.events.ts';

export const performanceOf = (
  instrument: Known,
  group: WorkingGroup,
  reports: readonly PerformanceReportReceived['data'][],
  at: string,
): PerformanceAnswer => {
  const document = instrument.agreed.at(-1)?.document;
  const levels = document ? ruleOf(document, 21)?.levels : undefined;
  const askedPercent = levels?.find(({ what }) => what === 'acknowledgement')?.keptInPercent ?? null;
  return {
    instrumentId: instrument.id,
    askedPercent,
    reports: reports.map((one) => reported(one, askedPercent)).toReversed(),
    disputes: disputesIn(group),
    escalations: escalationsIn(group),
    obligations: obligationsOf(instrument, dayIn(at, document?.timezone ?? 'UTC')),
    breaches: breachesOf(instrument),
  };
};

const reported = (
  { party, from, to, acknowledged, corrections }: PerformanceReportReceived['data'],
  askedPercent: number | null,
): PerformanceAnswer['reports'][number] => {
  const keptPercent = percentOf(acknowledged);
  const isKept = askedPercent === null || keptPercent === null ? null : keptPercent >= askedPercent;
  return { party, from, to, acknowledged, corrections, keptPercent, isKept };
};

/** Of what was due by then; to a tenth, downwards: 94.99 are not 95. */
const percentOf = (levels: readonly LevelKept[]): number | null => {
  const inTime = sum(levels.map((one) => one.inTime));
  const due = inTime + sum(levels.map(({ late, missed }) => late + missed));
  return due === 0 ? null : Math.floor((inTime * 1000) / due) / 10;
};

const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);

const disputesIn = (group: WorkingGroup): PerformanceAnswer['disputes'] => {
  const count = (state: Dispute['state']): number =>
    group.status === 'none' ? 0 : group.disputes.filter((one) => one.state === state).length;
  return { open: count('OPEN'), withSecretary: count('WITH_SECRETARY'), settled: count('SETTLED') };
};

const escalationsIn = (group: WorkingGroup): PerformanceAnswer['escalations'] => {
  const open = group.status === 'none' ? [] : group.escalations.filter(({ answered }) => answered === null);
  return { open: open.length, late: open.filter(({ leftOpen }) => leftOpen).length };
};

const breachesOf = ({ breaches }: Known): PerformanceAnswer['breaches'] => {
  const open = breaches.filter((breach) => untold(breach).length > 0);
  const late = breaches.filter(({ isLate }) => isLate);
  return { open: open.length, late: late.length, told: breaches.length - open.length };
};

const obligationsOf = (instrument: Known, today: string): PerformanceAnswer['obligations'] => {
  const states = owedUntil(instrument, today).map((owed) => standingOf(instrument, owed, today));
  const count = (state: ObligationState): number => states.filter((one) => one === state).length;
  return { owed: count('OWED'), late: count('LATE'), done: count('DONE'), doneLate: count('DONE_LATE') };
};
