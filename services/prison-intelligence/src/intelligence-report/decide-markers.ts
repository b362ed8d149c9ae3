// Findings about a report, set by a named person with a reason, before or after it left. Policy says what follows from each.
import { accept, refuse, type Decision } from '@gatehouse/event-store/decider';
import type {
  IntelligenceReportMarked,
  IntelligenceReportWithdrawn,
  ReportEvent,
} from './intelligence-report.events.ts';
import type { KnownReport } from './intelligence-report.state.ts';
import { correctionOf, withdrawn, type Notice } from './notice.ts';

/** What is said, and what a notice to the holders needs. */
interface Finding {
  data: Omit<IntelligenceReportMarked['data'], 'correction' | 'derivedItems'>;
  /** whether the reason, which every holder reads, names a person this service knows */
  namesSomebody: boolean;
  notice: Notice;
}

export interface MarkReport extends Finding {
  type: 'MarkReport';
}

export interface LiftMarker extends Finding {
  type: 'LiftMarker';
}

export type MarkerRefusal =
  'marker-already-set' | 'marker-not-set' | 'marker-stays' | 'lifter-set-it' | 'reason-names-somebody';

/** Findings under which nothing may be used by anybody: what left is taken back with them, what waits does not leave. */
const BARRING: Record<string, IntelligenceReportWithdrawn['data']['ground']> = {
  LEGAL_PRIVILEGE: 'UNLAWFUL',
  COMPLAINT_CONFIDENCE: 'UNLAWFUL',
  ILL_TREATMENT_TAINT: 'UNLAWFUL',
  SMALL_CIRCLE_FAILED: 'SOURCE_RISK',
};

export const mark = (command: MarkReport, report: KnownReport): Decision<ReportEvent, MarkerRefusal> => {
  const { data, notice } = command;
  if (report.markers.has(data.marker)) return refuse('marker-already-set');
  const ground = BARRING[data.marker];
  if (ground && report.disseminated) {
    const { reportUrn, by, at, reason } = data;
    const taken = withdrawn({ reportUrn, by, at, reason, ground, required: 'RESTRICT' }, report, notice);
    // The withdrawal says all there is to say to the holders.
    return accept<ReportEvent>(
      { type: 'IntelligenceReportMarked', data: { ...data, correction: null, derivedItems: [] } },
      taken,
    );
  }
  const told = toldToHolders(command, report);
  return told === null
    ? refuse('reason-names-somebody')
    : accept<ReportEvent>({ type: 'IntelligenceReportMarked', data: { ...data, ...told } });
};

export const liftMarker = (command: LiftMarker, report: KnownReport): Decision<ReportEvent, MarkerRefusal> => {
  const { data } = command;
  const setBy = report.markers.get(data.marker);
  if (setBy === undefined) return refuse('marker-not-set');
  if (data.marker === 'ILL_TREATMENT_TAINT' && !report.evaluated.obtainedLawfully) return refuse('marker-stays');
  // Only text that passes the test takes this one away.
  if (data.marker === 'SMALL_CIRCLE_FAILED') return refuse('marker-stays');
  if (setBy === data.by) return refuse('lifter-set-it'); // four eyes
  const told = toldToHolders(command, report);
  return told === null
    ? refuse('reason-names-somebody')
    : accept<ReportEvent>({ type: 'IntelligenceReportMarkerLifted', data: { ...data, ...told } });
};

/** What the holders are told; null where the words may not reach them. */
const toldToHolders = (
  { data, namesSomebody, notice }: Finding,
  report: KnownReport,
): Pick<IntelligenceReportMarked['data'], 'correction' | 'derivedItems'> | null => {
  // What a part of it has found about itself holds for the report whatever is found about the report.
  const holdsAnyway = report.evaluated.basedOn.some(({ markers }) => markers.includes(data.marker));
  const correction = holdsAnyway ? null : correctionOf(report, notice);
  if (correction && namesSomebody) return null;
  return { correction, derivedItems: notice.derivedItems };
};
