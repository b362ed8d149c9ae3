// The life of an intelligence report: which command holds in which state. No I/O, no clock, no ids.
import { refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import { evaluate, type EvaluateReport, type EvaluationRefusal } from './decide-evaluation.ts';
import { disseminate, type DisseminateReport, type DisseminationRefusal } from './decide-dissemination.ts';
import {
  approve,
  sanitise,
  type ApproveReport,
  type PreparationRefusal,
  type SanitiseReport,
} from './decide-preparation.ts';
import { liftMarker, mark, type LiftMarker, type MarkerRefusal, type MarkReport } from './decide-markers.ts';
import { regrade, type RegradeRefusal, type RegradeReport } from './decide-regrade.ts';
import {
  revalidate,
  withdraw,
  type RetentionRefusal,
  type RevalidateReport,
  type WithdrawReport,
} from './decide-retention.ts';
import {
  answerSpecialCategory,
  stateSpecialCategory,
  type AnswerSpecialCategory,
  type SpecialCategoryRefusal,
  type StateSpecialCategory,
} from './decide-special-category.ts';
import type { ReportEvent } from './intelligence-report.events.ts';
import { evolve, type KnownReport, type Report } from './intelligence-report.state.ts';

/** A command on a report that is there, prepared on it as it stood at a revision: on another one it is not decided. */
export type LaterCommand = (
  | SanitiseReport
  | ApproveReport
  | MarkReport
  | LiftMarker
  | DisseminateReport
  | RegradeReport
  | RevalidateReport
  | WithdrawReport
  | StateSpecialCategory
  | AnswerSpecialCategory
) & { revision: number };

export type ReportCommand = EvaluateReport | LaterCommand;

export type ReportRefusal =
  | 'report-unknown'
  | 'report-withdrawn'
  | 'report-changed'
  | EvaluationRefusal
  | PreparationRefusal
  | MarkerRefusal
  | DisseminationRefusal
  | RegradeRefusal
  | RetentionRefusal
  | SpecialCategoryRefusal;

const decide = (command: ReportCommand, report: Report): Decision<ReportEvent, ReportRefusal> => {
  if (command.type === 'EvaluateReport') return evaluate(command, report);
  if (report.status === 'none' || isAbout(report, command.data.by)) return refuse('report-unknown');
  if (report.status === 'withdrawn') return refuse('report-withdrawn');
  if (report.revision !== command.revision) return refuse('report-changed');
  switch (command.type) {
    case 'SanitiseReport':
      return sanitise(command, report);
    case 'ApproveReport':
      return approve(command, report);
    case 'MarkReport':
      return mark(command, report);
    case 'LiftMarker':
      return liftMarker(command, report);
    case 'DisseminateReport':
      return disseminate(command, report);
    case 'RegradeReport':
      return regrade(command, report);
    case 'RevalidateReport':
      return revalidate(command, report);
    case 'WithdrawReport':
      return withdraw(command, report);
    case 'StateSpecialCategory':
      return stateSpecialCategory(command, report);
    case 'ApproveSpecialCategory':
    case 'RefuseSpecialCategory':
      return answerSpecialCategory(command, report);
    default:
      return unreachable(command);
  }
};

/** Whoever a report is about does not learn of it in his post either (domain reference 2.1). */
export const isAbout = (report: KnownReport, person: string): boolean =>
  report.subjects.some(({ subjectId }) => subjectId === person);

export const reportDecider: Decider<ReportCommand, Report, ReportEvent, ReportRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
