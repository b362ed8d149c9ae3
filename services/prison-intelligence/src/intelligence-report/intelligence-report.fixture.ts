// A report about an invented person, event by event, as specs of several slices begin with.
import type {
  IntelligenceReportApproved,
  IntelligenceReportEvaluated,
  IntelligenceReportSanitised,
  Paragraph,
  ReportEvent,
  ReportSubject,
} from './intelligence-report.events.ts';
import { evolve, type KnownReport, type Report } from './intelligence-report.state.ts';

export const AT = '2026-11-23T09:00:00.000Z';
export const URN = 'IR-2026-000000000001';
export const ITEM_ID = '7f0c5d3e-2f9a-4c38-9a64-d0e6f0a1b2c3';

export const omarov: ReportSubject = {
  subjectId: 'subject-1',
  name: 'Daniyar Omarov (invented)',
  aliases: [],
  category: 'SUSPECT',
  cases: ['KZ-2026-114'],
  role: 'MAIN',
};

export const paragraph = (change: Partial<Paragraph> = {}): Paragraph => ({
  n: 1,
  text: 'In the drying room the subject said that a named attack had been right.',
  factual: true,
  grade: { scale: '3x5x2', source: '1', information: 'A' },
  names: ['subject-1'],
  sourceToken: null,
  sourceNote: null,
  corroboratedBy: [],
  ...change,
});

export const rumour = paragraph({
  n: 2,
  text: 'A cellmate says that he offers protection.',
  factual: false,
  grade: { scale: '3x5x2', source: '2', information: 'D' },
});

const act = { reportUrn: URN, at: AT };

export const evaluated = (change: Partial<IntelligenceReportEvaluated['data']> = {}): IntelligenceReportEvaluated => ({
  type: 'IntelligenceReportEvaluated',
  data: {
    ...act,
    by: 'pi-aigerim',
    itemId: ITEM_ID,
    prison: 'Prison 17 (invented)',
    unit: 'prison-17-intelligence',
    priority: 'ROUTINE',
    subjects: [omarov],
    paragraphs: [paragraph(), rumour],
    reasonableGrounds: 'Serious prison risk.',
    provenance: { kind: 'STAFF', partner: null, detail: null },
    sourceNote: null,
    observations: [],
    obtainedLawfully: true,
    basedOn: [],
    answers: [],
    ...change,
  },
});

export const sanitised = (change: Partial<IntelligenceReportSanitised['data']> = {}): IntelligenceReportSanitised => ({
  type: 'IntelligenceReportSanitised',
  data: {
    ...act,
    by: 'pi-aigerim',
    paragraphs: [
      { n: 1, text: 'In a work area the subject said that a named attack had been right.' },
      { n: 2, text: 'He is said to offer protection.' },
    ],
    smallCircleTest: 'PASSED',
    statement: 'Forty people work there.',
    ...change,
  },
});

export const approved = (change: Partial<IntelligenceReportApproved['data']> = {}): IntelligenceReportApproved => ({
  type: 'IntelligenceReportApproved',
  data: {
    ...act,
    by: 'pi-bolat',
    handling: { code: 'C', conditions: [{ code: 'NO_OVERT_ACTION' }] },
    reviewBy: '2027-11-23',
    ...change,
  },
});

/** The report after these events. */
export const reportAfter = (...events: [IntelligenceReportEvaluated, ...ReportEvent[]]): KnownReport => {
  const report = events.reduce<Report>(evolve, { status: 'none' });
  if (report.status === 'none') throw new Error('a report begins with its evaluation');
  return report;
};
