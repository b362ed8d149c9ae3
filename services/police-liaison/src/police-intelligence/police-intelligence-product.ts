// Police intelligence as the product it becomes: pure. A field that stands in no product does not compile here.
import type { PoliceIntelligenceV1 } from '@gatehouse/contracts';
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import type { PoliceIntelligenceShared, PoliceReport } from './police-intelligence.events.ts';

export const POLICE_INTELLIGENCE = 'police-liaison.police-intelligence.v1';

/** What the sharing of a report becomes outside; null for every other event. */
export const policeIntelligenceProduct = (event: RecordedEvent): Outgoing | null => {
  if (event.type !== 'PoliceIntelligenceShared') return null;
  const { report } = event.data as PoliceIntelligenceShared['data'];
  const { purpose = '', caseRef = null } = event.metadata;
  return outgoingOf(report, purpose, caseRef);
};

/** The report as it would leave for this purpose: what a preview is made of. */
export const outgoingOf = (report: PoliceReport, purpose: string, caseRef: string | null): Outgoing => ({
  type: 'police-liaison.police-intelligence-shared.v1',
  unit: report.unit,
  purpose,
  caseRef,
  classification: 'RESTRICTED',
  subjects: report.subjects.map(({ ref, category, cases, auditRef }) => ({ ref, category, cases, auditRef })),
  item: {
    id: report.itemId,
    product: POLICE_INTELLIGENCE,
    caseRef,
    priority: report.priority,
    subjects: report.subjects.map(({ ref, role }) => ({ ref, role })),
    handling: report.handling,
    grades: report.paragraphs.map(({ grade }) => grade),
    markers: [],
    reviewBy: report.reviewBy,
    destroyBy: null,
    payload: payloadOf(report),
  },
});

/** The references under which the recipient disclosed its people, where he did. */
export const knownAs = ({ item: { payload } }: Outgoing): string[] =>
  ((payload as Partial<PoliceIntelligenceV1>).subjects ?? []).flatMap(({ knownAs: known }) => known ?? []);

const payloadOf = (report: PoliceReport): PoliceIntelligenceV1 => ({
  reportUrn: report.reportUrn,
  version: 1,
  subjects: report.subjects.map(({ ref, knownAs, name, aliases, role }) => ({
    ref,
    ...(knownAs !== null && { knownAs }),
    name,
    aliases,
    role,
  })),
  paragraphs: report.paragraphs,
  reasonableGrounds: report.reasonableGrounds,
  ...(report.sourceDetail !== null && { provenance: { detail: report.sourceDetail } }),
  handling: report.handling,
  reviewBy: report.reviewBy,
});
