// What a report went out as, as it stands now: itself with its later grades and findings, each correction, its withdrawal. Pure.
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import type { ReportEvent } from '../intelligence-report/intelligence-report.events.ts';
import { evolve, markersOf, type KnownReport, type Report } from '../intelligence-report/intelligence-report.state.ts';
import { productOfReport } from '../intelligence-report/report-products.ts';
import { reportProduct } from '../intelligence-report/to-report-product.ts';

type GoneOutBy = Pick<RecordedEvent, 'eventId' | 'occurredAt' | 'recordedAt' | 'metadata'>;

export interface ItemOfReport {
  event: GoneOutBy;
  outgoing: Outgoing;
  /** taken back: it opens for nobody. A notice stays */
  withdrawn: boolean;
  /** of the report itself: what was corrected since, without the reason */
  corrections: { noticeId: string; paragraph: number; at: string }[];
}

/** Every item that these events of one report's stream went out as. */
export const itemsOfReport = (events: RecordedEvent[]): ItemOfReport[] => {
  const told = events.map(({ type, data }) => ({ type, data }) as ReportEvent);
  const report = told.reduce<Report>(evolve, { status: 'none' });
  if (report.status === 'none') return [];
  const corrections = told.flatMap(correctionIn);
  return events.flatMap((event, place) => {
    const said = told[place]!;
    const outgoing = outgoingOf(said, report);
    const itself = said.type === 'IntelligenceReportDisseminated';
    if (outgoing === null) return [];
    const withdrawn = itself && report.status === 'withdrawn';
    return [{ event, outgoing, withdrawn, corrections: itself ? corrections : [] }];
  });
};

/** The report itself as it stands now; what was said of it stays what it was. */
const outgoingOf = (event: ReportEvent, report: KnownReport): Outgoing | null => {
  if (event.type !== 'IntelligenceReportDisseminated') return productOfReport(event);
  const { paragraphs, version, reviewBy } = report;
  const now = { paragraphs, version, reviewBy: reviewBy ?? event.data.reviewBy, markers: markersOf(report) };
  return reportProduct({ ...event.data, ...now });
};

const correctionIn = (event: ReportEvent): ItemOfReport['corrections'] =>
  event.type === 'IntelligenceReportRegraded' && event.data.correction
    ? [{ noticeId: event.data.correction.correctionId, paragraph: event.data.n, at: event.data.at }]
    : [];
