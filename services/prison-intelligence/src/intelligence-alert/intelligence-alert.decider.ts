// May this alert be raised? No alert without a graded, approved basis; a short life; known handling. No I/O, no clock.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import { handlingRefusal, type HandlingRefusal } from '../handling/handling.ts';
import type { Report } from '../intelligence-report/intelligence-report.state.ts';
import type { AlertEvent, IntelligenceAlertRaised } from './intelligence-alert.events.ts';

type Raised = IntelligenceAlertRaised['data'];

export interface RaiseAlert {
  type: 'RaiseAlert';
  data: Omit<Raised, 'subjects' | 'grades'> & { subjectIds: string[] };
  /** the reports it names, as their streams stand; `none` for a URN nobody knows */
  reports: Report[];
  /** the conditions this system knows (domain reference 3.3) */
  knownConditions: string[];
  /** how long an alert of this type lives at the most, in days */
  livesDays: number;
}
export type AlertCommand = RaiseAlert;

export type AlertRefusal =
  | 'alert-exists'
  | 'alert-without-report'
  | 'report-unknown'
  | 'report-not-approved'
  | 'alert-without-subject'
  | 'subject-not-in-report'
  | 'named-twice'
  | HandlingRefusal
  | 'alert-already-expired'
  | 'alert-lives-too-long';

export type Alert = { status: 'none' } | { status: 'raised'; alertId: string; validUntil: string };

const DAY_MS = 86_400_000;

const decide = (command: AlertCommand, alert: Alert): Decision<AlertEvent, AlertRefusal> => {
  switch (command.type) {
    case 'RaiseAlert':
      return raise(command, alert);
    default:
      return unreachable(command.type);
  }
};

const raise = (command: RaiseAlert, alert: Alert): Decision<AlertEvent, AlertRefusal> => {
  if (alert.status !== 'none') return refuse('alert-exists');
  const refusal =
    basisRefusal(command) ?? handlingRefusal(command.data.handling, command.knownConditions) ?? lifeRefusal(command);
  if (refusal) return refuse(refusal);
  const { subjectIds, ...data } = command.data;
  const known = command.reports.flatMap((report) => (report.status === 'none' ? [] : report.subjects));
  const subjects = subjectIds.flatMap((id) => known.filter((subject) => subject.subjectId === id).slice(0, 1));
  if (subjects.length !== subjectIds.length) return refuse('subject-not-in-report');
  const grades = command.reports.flatMap((report) => (report.status === 'none' ? [] : report.grades));
  return accept<AlertEvent>({ type: 'IntelligenceAlertRaised', data: { ...data, subjects, grades } });
};

const basisRefusal = ({ data, reports }: RaiseAlert): AlertRefusal | null => {
  if (data.reportUrns.length === 0 || reports.length === 0) return 'alert-without-report';
  if (reports.some((report) => report.status === 'none')) return 'report-unknown';
  if (reports.some((report) => report.status !== 'approved')) return 'report-not-approved';
  if ([data.reportUrns, data.subjectIds].some((names) => new Set(names).size < names.length)) return 'named-twice';
  return data.subjectIds.length === 0 ? 'alert-without-subject' : null;
};

const lifeRefusal = ({ data, livesDays }: RaiseAlert): AlertRefusal | null => {
  const life = Date.parse(data.validUntil) - Date.parse(data.at);
  if (life <= 0) return 'alert-already-expired';
  return life > livesDays * DAY_MS ? 'alert-lives-too-long' : null;
};

const evolve = (_alert: Alert, event: AlertEvent): Alert => {
  switch (event.type) {
    case 'IntelligenceAlertRaised':
      return { status: 'raised', alertId: event.data.alertId, validUntil: event.data.validUntil };
    default:
      return unreachable(event.type);
  }
};

export const alertDecider: Decider<AlertCommand, Alert, AlertEvent, AlertRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
