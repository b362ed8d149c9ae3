// A report as its stream stands.
import { readStream, type Queryable } from '@gatehouse/event-store';
import { reportStream, type ReportEvent } from './intelligence-report.events.ts';
import { evolve, type Report } from './intelligence-report.state.ts';

/** @returns `none` for a URN nobody knows */
export const loadReport = async (queryable: Queryable, reportUrn: string): Promise<Report> => {
  const events = await readStream(queryable, reportStream(reportUrn));
  return events.reduce<Report>((report, { type, data }) => evolve(report, { type, data } as ReportEvent), {
    status: 'none',
  });
};
