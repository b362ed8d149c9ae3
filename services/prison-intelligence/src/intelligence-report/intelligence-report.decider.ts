// When does a report count as graded and approved? No I/O, no clock, no ids.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type {
  Grade,
  Paragraph,
  ReportApproved,
  ReportEvent,
  ReportRecorded,
  ReportSubject,
} from './intelligence-report.events.ts';

export type ReportCommand =
  { type: 'RecordReport'; data: ReportRecorded['data'] } | { type: 'ApproveReport'; data: ReportApproved['data'] };

export type ReportRefusal =
  | 'report-exists'
  | 'report-unknown'
  | 'report-without-subject'
  | 'report-not-graded'
  | 'grade-not-on-scale'
  | 'report-already-approved'
  | 'approver-recorded-it';

export type Report =
  | { status: 'none' }
  | {
      status: 'recorded' | 'approved';
      reportUrn: string;
      recordedBy: string;
      subjects: ReportSubject[];
      grades: Grade[];
    };

// domain reference 3.4: both scales, each with its own values. A spec holds them against the code list.
export const SCALES: Record<Grade['scale'], { source: string[]; information: string[] }> = {
  '3x5x2': { source: ['1', '2', '3'], information: ['A', 'B', 'C', 'D', 'E'] },
  EUP: { source: ['A', 'B', 'C', 'X'], information: ['1', '2', '3', '4'] },
};

const decide = (command: ReportCommand, report: Report): Decision<ReportEvent, ReportRefusal> => {
  switch (command.type) {
    case 'RecordReport':
      return recordReport(command.data, report);
    case 'ApproveReport':
      return approve(command.data, report);
    default:
      return unreachable(command);
  }
};

const recordReport = (data: ReportRecorded['data'], report: Report): Decision<ReportEvent, ReportRefusal> => {
  if (report.status !== 'none') return refuse('report-exists');
  if (data.subjects.length === 0) return refuse('report-without-subject');
  if (data.paragraphs.length === 0) return refuse('report-not-graded');
  if (!data.paragraphs.every(onScale)) return refuse('grade-not-on-scale');
  return accept<ReportEvent>({ type: 'ReportRecorded', data });
};

const onScale = ({ grade }: Paragraph): boolean => {
  const scale = SCALES[grade.scale];
  return scale.source.includes(grade.source) && scale.information.includes(grade.information);
};

const approve = (data: ReportApproved['data'], report: Report): Decision<ReportEvent, ReportRefusal> => {
  if (report.status === 'none') return refuse('report-unknown');
  if (report.status === 'approved') return refuse('report-already-approved');
  if (report.recordedBy === data.by) return refuse('approver-recorded-it'); // four eyes
  return accept<ReportEvent>({ type: 'ReportApproved', data });
};

const evolve = (report: Report, event: ReportEvent): Report => {
  switch (event.type) {
    case 'ReportRecorded': {
      const { reportUrn, by, subjects, paragraphs } = event.data;
      return { status: 'recorded', reportUrn, recordedBy: by, subjects, grades: paragraphs.map(({ grade }) => grade) };
    }
    case 'ReportApproved':
      return report.status === 'none' ? report : { ...report, status: 'approved' };
    default:
      return unreachable(event);
  }
};

export const reportDecider: Decider<ReportCommand, Report, ReportEvent, ReportRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
