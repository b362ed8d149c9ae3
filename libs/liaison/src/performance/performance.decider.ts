// When an agency may report: on an instrument it discloses under, about days that are over, once for the same days. Pure.
import { accept, refuse, type Decider } from '@gatehouse/event-store/decider';
import type { PerformanceReported } from './performance.events.ts';

export interface ReportPerformance {
  type: 'ReportPerformance';
  data: PerformanceReported['data'] & {
    /** the day it is, in UTC */
    today: string;
    /** whether this agency discloses under the instrument */
    disclosesUnderIt: boolean;
  };
}

export type PerformanceRefusal = 'instrument-unknown' | 'period-backwards' | 'period-too-long' | 'period-not-over';

const DAYS_AT_MOST = 366;
const DAY_MS = 86_400_000;

/** Whether more days are asked for than one report may count: it is counted from the ledger itself, all of it at once. */
export const isTooLong = ({ from, to }: { from: string; to: string }): boolean =>
  (Date.parse(to) - Date.parse(from)) / DAY_MS >= DAYS_AT_MOST;

export type Reports = PerformanceReported['data'][];

export const performanceDecider: Decider<ReportPerformance, Reports, PerformanceReported, PerformanceRefusal> = {
  initial: () => [],
  decide: ({ data: { today, disclosesUnderIt, ...report } }, reports) => {
    if (!disclosesUnderIt) return refuse('instrument-unknown');
    if (report.from > report.to) return refuse('period-backwards');
    if (isTooLong(report)) return refuse('period-too-long');
    if (report.to >= today) return refuse('period-not-over');
    if (reports.some(({ from, to }) => from === report.from && to === report.to)) return accept<PerformanceReported>();
    return accept<PerformanceReported>({ type: 'PerformanceReported', data: report });
  },
  evolve: (reports, { data }) => [...reports, data],
};
