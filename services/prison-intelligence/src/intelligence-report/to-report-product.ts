// The report and its notices as products: pure. What of them leaves is the instrument's business.
import type { IntelligenceReportV1, WithdrawalV1 } from '@gatehouse/contracts';
import type { Outgoing } from '@gatehouse/sharing';
import { necessityOf, specialPayload } from './special-category-product.ts';
import type {
  IntelligenceReportDisseminated,
  IntelligenceReportWithdrawn,
  Paragraph,
  ReportSubject,
  ShareBasis,
} from './intelligence-report.events.ts';

export const REPORT_PRODUCT = 'prison-intelligence.intelligence-report.v1';
export const CORRECTION_PRODUCT = 'prison-intelligence.correction.v1';
export const WITHDRAWAL_PRODUCT = 'prison-intelligence.withdrawal.v1';

/** A holder acknowledges within this, and proves within that (domain reference 4.6). */
export const ACK_WITHIN = 'PT72H';
const PROOF_WITHIN = 'P30D';

type Disseminated = IntelligenceReportDisseminated['data'];

/** A disseminated report, whole. */
export const reportProduct = (report: Disseminated): Outgoing => ({
  type: 'prison-intelligence.intelligence-report-disseminated.v1',
  ...shared(report),
  ...(report.observed && {
    happened: { occurredAt: report.observed.observedAt, recordedAt: report.observed.writtenAt },
  }),
  item: {
    id: report.itemId,
    product: REPORT_PRODUCT,
    caseRef: report.caseRef,
    priority: report.priority,
    subjects: rolesOf(report.subjects),
    handling: report.handling,
    grades: report.paragraphs.map(({ grade }) => grade),
    markers: report.markers,
    reviewBy: report.reviewBy,
    destroyBy: null,
    derivedFrom: report.basedOn.map(({ itemId, handling, destroyBy, markers }) => ({
      id: itemId,
      handling,
      destroyBy,
      markers,
    })),
    partsFrom: [...new Set(report.basedOn.map(({ originator }) => originator))],
    payload: { ...payloadOf(report) },
  },
  ...(report.special && necessityOf(report.special)),
});

/** Everybody who holds the report gives it back as demanded; null where nobody was sent it. */
export const withdrawalProduct = (withdrawn: IntelligenceReportWithdrawn['data']): Outgoing | null => {
  const { withdrawal, ground, required, derivedItems } = withdrawn;
  if (!withdrawal) return null;
  const { withdrawalId, itemId } = withdrawal;
  const payload: WithdrawalV1 = {
    withdrawalId,
    itemId,
    ground,
    required,
    derivedItems,
    ackWithin: ACK_WITHIN,
    proofWithin: PROOF_WITHIN,
  };
  return {
    type: 'prison-intelligence.withdrawal-issued.v1',
    ...shared(withdrawal),
    about: { itemId, kind: 'withdrawal', ackWithin: ACK_WITHIN },
    item: {
      ...noticeItem(withdrawal, withdrawalId),
      product: WITHDRAWAL_PRODUCT,
      handling: { code: 'P', conditions: [] },
      payload: { ...payload },
    },
  };
};

export const shared = ({ unit, purpose, caseRef, people }: ShareBasis) => ({
  unit,
  purpose,
  caseRef,
  classification: 'RESTRICTED' as const,
  subjects: people,
});

// A notice holds nothing of the report's text: a finding about the report, or its age, keeps nobody from being told.
export const noticeItem = ({ caseRef, subjects }: ShareBasis, id: string) => ({
  id,
  caseRef,
  priority: 'ROUTINE' as const,
  subjects: rolesOf(subjects),
  markers: [],
  reviewBy: null,
  destroyBy: null,
});

const rolesOf = (subjects: ReportSubject[]) => subjects.map(({ subjectId, role }) => ({ ref: subjectId, role }));

// The product as the contract has it: a field that stands in no product does not compile here.
const payloadOf = (report: Disseminated): IntelligenceReportV1 => {
  const {
    reportUrn,
    version,
    prison,
    reasonableGrounds,
    smallCircleTest,
    sanitisedBy,
    approvedBy,
    handling,
    reviewBy,
  } = report;
  return {
    reportUrn,
    version,
    reasonableGrounds,
    smallCircleTest,
    sanitisedBy,
    approvedBy,
    handling,
    reviewBy,
    custody: { prison },
    subjects: report.subjects.map(({ subjectId, name, aliases, role }) => ({
      ref: subjectId,
      name,
      aliases,
      role,
    })),
    ...scaleOf(report.paragraphs),
    paragraphs: report.paragraphs.map(paragraphOf),
    provenance: provenanceOf(report.provenance),
    ...(report.special && specialPayload(report.special)),
  };
};

const paragraphOf = ({ n, text, factual, names, grade, sourceNote }: Paragraph) => ({
  n,
  text,
  factual,
  names,
  grade,
  ...(sourceNote !== null && { sourceNote }),
});

/** One scale for the whole report, where there is one. */
const scaleOf = (paragraphs: Paragraph[]): Pick<IntelligenceReportV1, 'scale'> => {
  const [scale, ...others] = [...new Set(paragraphs.map(({ grade }) => grade.scale))];
  return scale && others.length === 0 ? { scale } : {};
};

const provenanceOf = ({ kind, partner, detail }: Disseminated['provenance']): IntelligenceReportV1['provenance'] => ({
  kind,
  ...(partner !== null && { partner }),
  ...(detail !== null && { detail }),
});
