// How far an instrument is kept, as its parties report it: signed, in counts.
import type { EventTypes } from '@gatehouse/event-store';
import type { PerformanceReport } from '@gatehouse/liaison';

export interface PerformanceReportReceived {
  type: 'PerformanceReportReceived';
  data: PerformanceReport & { party: string; messageId: string; at: string };
}

/** Each with the steps from its older versions; none has one yet. */
export const performanceReportEventTypes = {
  PerformanceReportReceived: [],
} satisfies EventTypes<PerformanceReportReceived>;

export const performanceStream = (instrumentId: string): string => `performance-${instrumentId}`;
