// Findings about a report, set by a named person with a reason, before or after it left. Policy says what follows from each.
import { accept, refuse, type Decision } from '@gatehouse/event-store/decider';
import type {
  IntelligenceReportMarked,
  IntelligenceReportMarkerLifted,
  IntelligenceReportWithdrawn,
  ReportEvent,
} from './intelligence-report.events.ts';
import type { KnownReport } from './intelligence-report.state.ts';
import { withdrawn, type Notice } from './notice.ts';

export interface MarkReport {
  type: 'MarkReport';
  data: IntelligenceReportMarked['data'];
  notice: Notice;
}

export interface LiftMarker {
  type: 'LiftMarker';
  data: IntelligenceReportMarkerLifted['data'];
}

export type MarkerRefusal = 'marker-already-set' | 'marker-not-set' | 'marker-stays' | 'lifter-set-it';

/** Findings under which nothing may be used by anybody: what left is taken back with them, what waits does not leave. */
const BARRING: Record<string, IntelligenceReportWithdrawn['data']['ground']> = {
  LEGAL_PRIVILEGE: 'UNLAWFUL',
  COMPLAINT_CONFIDENCE: 'UNLAWFUL',
  ILL_TREATMENT_TAINT: 'UNLAWFUL',
  SMALL_CIRCLE_FAILED: 'SOURCE_RISK',
};

export const mark = ({ data, notice }: MarkReport, report: KnownReport): Decision<ReportEvent, MarkerRefusal> => {
  if (report.markers.has(data.marker)) return refuse('marker-already-set');
  const ground = BARRING[data.marker];
  const marked: ReportEvent = { type: 'IntelligenceReportMarked', data };
  if (!ground || !report.disseminated) return accept<ReportEvent>(marked);
  const { reportUrn, by, at, reason } = data;
  return accept<ReportEvent>(
    marked,
    withdrawn({ reportUrn, by, at, reason, ground, required: 'RESTRICT' }, report, notice),
  );
};

export const liftMarker = ({ data }: LiftMarker, report: KnownReport): Decision<ReportEvent, MarkerRefusal> => {
  const setBy = report.markers.get(data.marker);
  if (setBy === undefined) return refuse('marker-not-set');
  if (data.marker === 'ILL_TREATMENT_TAINT' && !report.evaluated.obtainedLawfully) return refuse('marker-stays');
  // Only text that passes the test takes this one away.
  if (data.marker === 'SMALL_CIRCLE_FAILED') return refuse('marker-stays');
  if (setBy === data.by) return refuse('lifter-set-it'); // four eyes
  return accept<ReportEvent>({ type: 'IntelligenceReportMarkerLifted', data });
};
