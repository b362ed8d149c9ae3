// What is so about a report after its events. Pure.
import { unreachable } from '@gatehouse/event-store/decider';
import type { Handling } from '@gatehouse/handling';
import type { Grade } from './grade.ts';
import type {
  BasisPart,
  IntelligenceReportEvaluated,
  IntelligenceReportSanitised,
  Paragraph,
  ReportEvent,
  ReportSubject,
} from './intelligence-report.events.ts';
import type { SpecialStatement } from './special-category.events.ts';
import { stated } from './special-statement.ts';

export interface KnownReport {
  /** `sanitised` once the small-circle test is passed; `approved` also after dissemination, until it is withdrawn */
  status: 'evaluated' | 'sanitised' | 'approved' | 'withdrawn';
  reportUrn: string;
  itemId: string;
  /** as it was evaluated; the paragraphs below are as they stand now */
  evaluated: IntelligenceReportEvaluated['data'];
  subjects: ReportSubject[];
  paragraphs: Paragraph[];
  /** of the paragraphs, in their order */
  grades: Grade[];
  smallCircleTest: 'PASSED' | 'FAILED' | null;
  sanitisedBy: string | null;
  approvedBy: string | null;
  handling: Handling | null;
  reviewBy: string | null;
  /** marker and who set it */
  markers: Map<string, string>;
  version: number;
  /** the last statement about fields of a special category; null while there is none */
  special: SpecialStatement | null;
  disseminated: { purpose: string; caseRef: string | null } | null;
  /** number of events it was made from: a decision prepared on another state is seen by it */
  revision: number;
}

export type Report = { status: 'none' } | KnownReport;

/** Findings about the report and about all it was made from. */
export const markersOf = ({ markers, evaluated }: KnownReport): string[] =>
  [...new Set([...markers.keys(), ...evaluated.basedOn.flatMap((part) => part.markers)])].sort();

/** The report as a part of another one: none before it is approved. */
export const asPart = (report: KnownReport, originator: string): BasisPart | null =>
  report.handling && {
    itemId: report.itemId,
    reportUrn: report.reportUrn,
    originator,
    handling: report.handling,
    markers: markersOf(report),
    destroyBy: report.evaluated.basedOn.flatMap(({ destroyBy }) => destroyBy ?? []).sort()[0] ?? null,
  };

const born = (data: IntelligenceReportEvaluated['data']): KnownReport => ({
  status: 'evaluated',
  reportUrn: data.reportUrn,
  itemId: data.itemId,
  evaluated: data,
  subjects: data.subjects,
  paragraphs: data.paragraphs,
  grades: data.paragraphs.map(({ grade }) => grade),
  smallCircleTest: null,
  sanitisedBy: null,
  approvedBy: null,
  handling: null,
  reviewBy: null,
  // 28 CFR 23.20(c), CAT 15: what was not obtained lawfully is marked from its birth.
  markers: new Map(data.obtainedLawfully ? [] : [['ILL_TREATMENT_TAINT', data.by]]),
  version: 1,
  special: null,
  disseminated: null,
  revision: 1,
});

/** The report after one more event. */
export const evolve = (report: Report, event: ReportEvent): Report => {
  if (event.type === 'IntelligenceReportEvaluated') return born(event.data);
  return report.status === 'none' ? report : { ...changed(report, event), revision: report.revision + 1 };
};

type Later = Exclude<ReportEvent, { type: 'IntelligenceReportEvaluated' }>;

const changed = (report: KnownReport, event: Later): KnownReport => {
  switch (event.type) {
    case 'IntelligenceReportSanitised':
      return sanitised(report, event.data);
    case 'IntelligenceReportApproved': {
      const { handling, reviewBy, by } = event.data;
      return { ...report, status: 'approved', handling, reviewBy, approvedBy: by };
    }
    case 'IntelligenceReportMarked':
      return { ...report, markers: new Map(report.markers).set(event.data.marker, event.data.by) };
    case 'IntelligenceReportMarkerLifted':
      return { ...report, markers: without(report.markers, event.data.marker) };
    case 'IntelligenceReportReturnedToSanitiser':
      return { ...report, status: 'evaluated', approvedBy: null, handling: null, reviewBy: null };
    case 'IntelligenceReportDisseminated':
      return { ...report, disseminated: { purpose: event.data.purpose, caseRef: event.data.caseRef } };
    case 'IntelligenceReportRegraded': {
      const { n, after, corroboratedBy, version } = event.data;
      const regraded = { grade: after, corroboratedBy };
      return { ...withParagraphs(report, (p) => (p.n === n ? { ...p, ...regraded } : p)), version };
    }
    case 'IntelligenceReportRevalidated':
      return { ...report, reviewBy: event.data.reviewBy };
    case 'IntelligenceReportWithdrawn':
      return { ...report, status: 'withdrawn' };
    case 'SpecialCategoryStated':
    case 'SpecialCategoryApproved':
    case 'SpecialCategoryRefused':
      return { ...report, special: stated(report.special, event) };
    default:
      return unreachable(event);
  }
};

const sanitised = (report: KnownReport, data: IntelligenceReportSanitised['data']): KnownReport => {
  const { smallCircleTest, by } = data;
  const tested = { ...report, smallCircleTest, sanitisedBy: by };
  // Failed: it stays with the sanitiser, and what he wrote does not take the place of anything.
  if (smallCircleTest === 'FAILED')
    return { ...tested, markers: new Map(report.markers).set('SMALL_CIRCLE_FAILED', by) };
  const textOf = new Map(data.paragraphs.map(({ n, text }) => [n, text]));
  return {
    ...withParagraphs(tested, (p) => ({ ...p, text: textOf.get(p.n) ?? p.text })),
    status: 'sanitised',
    markers: without(report.markers, 'SMALL_CIRCLE_FAILED'),
  };
};

const withParagraphs = (report: KnownReport, change: (paragraph: Paragraph) => Paragraph): KnownReport => {
  const paragraphs = report.paragraphs.map(change);
  return { ...report, paragraphs, grades: paragraphs.map(({ grade }) => grade) };
};

const without = (markers: Map<string, string>, marker: string): Map<string, string> =>
  new Map([...markers].filter(([set]) => set !== marker));
