// What everybody who holds a report is told when something about it changes: pure. Each correction has the kind that the field
// knows (domain reference 4.6); what of it leaves is the instrument's business. Null where nobody is told.
import type { CorrectionV1 } from '@gatehouse/contracts';
import type { Outgoing } from '@gatehouse/sharing';
import type {
  Correction,
  IntelligenceReportMarked,
  IntelligenceReportMarkerLifted,
  IntelligenceReportRegraded,
  IntelligenceReportRevalidated,
} from './intelligence-report.events.ts';
import { ACK_WITHIN, CORRECTION_PRODUCT, noticeItem, shared } from './to-report-product.ts';

type Said = Omit<CorrectionV1, 'correctionId' | 'itemId' | 'ackWithin'>;

/** One paragraph has a new grade. */
export const regradeCorrection = (regraded: IntelligenceReportRegraded['data']): Outgoing | null => {
  const { correction, n, after, reason, derivedItems } = regraded;
  if (!correction) return null;
  // The tag is in no product: it withholds the paragraph from whoever was never shown it.
  const paragraphs = [{ n, names: correction.names, grade: after }];
  return correctionProduct(correction, { what: 'GRADE', effect: 'REPLACE', reason, derivedItems, paragraphs });
};

/** It holds on, until a new day of review. */
export const revalidationCorrection = (revalidated: IntelligenceReportRevalidated['data']): Outgoing | null => {
  const { correction, reviewBy, reason } = revalidated;
  return correction && correctionProduct(correction, { what: 'DATE', effect: 'REPLACE', reason, reviewBy });
};

/** A finding holds from now on: a contested fact is kept and not used (need-to-know case N26). */
export const markerCorrection = (marked: IntelligenceReportMarked['data']): Outgoing | null => {
  const { correction, marker, reason, derivedItems } = marked;
  if (!correction) return null;
  const contested = marker === 'ACCURACY_CONTESTED';
  const findings = { set: [marker as Finding] };
  const effect = contested ? 'RESTRICT' : 'REPLACE';
  return correctionProduct(correction, { what: whatOf(marker), effect, reason, findings, derivedItems });
};

/** It no longer holds. */
export const liftingCorrection = (lifted: IntelligenceReportMarkerLifted['data']): Outgoing | null => {
  const { correction, marker, reason, derivedItems } = lifted;
  if (!correction) return null;
  const findings = { lifted: [marker as Finding] };
  return correctionProduct(correction, { what: whatOf(marker), effect: 'REPLACE', reason, findings, derivedItems });
};

type Finding = NonNullable<NonNullable<NonNullable<CorrectionV1['findings']>['set']>[number]>;

/** A disputed fact is one about the fact; any other finding says to what sort of item the report belongs. */
const whatOf = (marker: string): CorrectionV1['what'] => (marker === 'ACCURACY_CONTESTED' ? 'FACT' : 'CATEGORY');

const correctionProduct = (correction: Correction, said: Said): Outgoing => {
  const { correctionId, itemId, handling } = correction;
  const payload: CorrectionV1 = { correctionId, itemId, ackWithin: ACK_WITHIN, ...said };
  return {
    type: 'prison-intelligence.correction-issued.v1',
    ...shared(correction),
    about: { itemId, kind: 'correction', ackWithin: ACK_WITHIN },
    item: { ...noticeItem(correction, correctionId), product: CORRECTION_PRODUCT, handling, payload },
  };
};
