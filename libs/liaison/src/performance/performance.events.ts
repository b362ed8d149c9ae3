import type { EventTypes } from '@gatehouse/event-store';
import type { PerformanceReport } from './performance-report.ts';

/** A named person of this agency reported how far an instrument is kept; it left for the keeper of the instruments. */
export interface PerformanceReported {
  type: 'PerformanceReported';
  data: PerformanceReport & { by: string; at: string };
}

/** Each with the steps from its older versions; none has one yet. */
export const performanceEventTypes = {
  PerformanceReported: [],
} satisfies EventTypes<PerformanceReported>;

export const performanceStream = (instrumentId: string): string => `performance-reports-${instrumentId}`;
