// What an event of a report says to others: the report itself, each correction, its withdrawal. Pure.
import type { Outgoing } from '@gatehouse/sharing';
import type { ReportEvent } from './intelligence-report.events.ts';
import {
  liftingCorrection,
  markerCorrection,
  regradeCorrection,
  revalidationCorrection,
} from './to-correction-product.ts';
import { reportProduct, withdrawalProduct } from './to-report-product.ts';

/** null for what stays inside: evaluation, sanitising, approval, and what is said of a report that nobody has. */
export const productOfReport = (event: ReportEvent): Outgoing | null => {
  switch (event.type) {
    case 'IntelligenceReportDisseminated':
      return reportProduct(event.data);
    case 'IntelligenceReportRegraded':
      return regradeCorrection(event.data);
    case 'IntelligenceReportRevalidated':
      return revalidationCorrection(event.data);
    case 'IntelligenceReportMarked':
      return markerCorrection(event.data);
    case 'IntelligenceReportMarkerLifted':
      return liftingCorrection(event.data);
    case 'IntelligenceReportWithdrawn':
      return withdrawalProduct(event.data);
    default:
      return null;
  }
};
