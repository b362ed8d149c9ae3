// A need-to-know case's report as the prison service's own events say it.
import type { Attestation } from '@gatehouse/personnel';
import { acquittalsOf, type SubjectFacts } from '@gatehouse/policy';
import { randomUUID } from 'node:crypto';
import type { SubjectStatusAttested } from '../../services/prison-intelligence/src/subject/subject.events.ts';
import { reportProduct } from '../../services/prison-intelligence/src/intelligence-report/to-report-product.ts';
import type { NeedToKnowCase } from '../cases/need-to-know-case.ts';

type CasePayload = {
  reportUrn: string;
  version: number;
  custody: { prison: string };
  subjects: { ref: string; name: string; aliases: string[]; role: 'MAIN' | 'OTHER' }[];
  paragraphs: { n: number; text: string; factual: boolean; names: string[]; grade: object }[];
  reasonableGrounds: string;
  provenance: { kind: string; detail: string };
  sanitisedBy: string;
  approvedBy: string;
  specialCategory?: Record<string, string>;
};

/** What the owner's service appends when it disseminates this case's report: what its form has no place for is not there. */
export const disseminated = (given: NeedToKnowCase, itemId: string) => {
  const payload = given.item.payload as CasePayload;
  const factsOf = (ref: string) => given.subjects.find((subject) => subject.ref === ref);
  return {
    type: 'IntelligenceReportDisseminated',
    data: {
      reportUrn: payload.reportUrn,
      by: 'pi-bolat',
      at: given.item.publishedAt,
      unit: 'prison-17-intelligence',
      subjects: payload.subjects.map(({ ref, ...known }) => ({
        subjectId: ref,
        ...known,
        category: factsOf(ref)?.category,
        cases: factsOf(ref)?.cases,
      })),
      people: given.subjects,
      purpose: given.request.purpose,
      caseRef: given.request.caseRef ?? null,
      itemId,
      version: payload.version,
      prison: payload.custody.prison,
      priority: given.item.priority,
      paragraphs: payload.paragraphs.map((paragraph) => ({
        ...paragraph,
        sourceToken: null,
        sourceNote: `CANARY-${given.id}-sourceNote`,
        corroboratedBy: [],
      })),
      reasonableGrounds: payload.reasonableGrounds,
      provenance: { ...payload.provenance, partner: null },
      smallCircleTest: 'PASSED',
      sanitisedBy: payload.sanitisedBy,
      approvedBy: payload.approvedBy,
      handling: given.item.handling,
      markers: given.item.markers,
      reviewBy: given.item.reviewBy,
      basedOn: [],
      ...(payload.specialCategory && { special: approvedSpecial(payload.specialCategory) }),
    },
  };
};

/** Whether a field of a special category leaves is the agreement's and the reader's business: its originator finds all necessary. */
const approvedSpecial = (said: Record<string, string>) => ({
  statementId: randomUUID(),
  fields: Object.entries(said).map(([name, says]) => ({
    field: `specialCategory.${name}`,
    says,
    ground: 'VITAL_INTERESTS',
    necessity: 'Nothing else tells who is threatened.',
  })),
  approved: { by: 'pi-bolat', unit: 'prison-17-intelligence', until: '2026-12-20T06:00:00.000Z' },
});

/** What a court found of a person of the case since, as the records office attests it; nobody where it found nothing. */
export const acquittedIn = (given: NeedToKnowCase): SubjectStatusAttested[] =>
  given.subjects.flatMap((subject) => {
    const { ref, category, cases, ...found } = subject as SubjectFacts;
    const acquitted = acquittalsOf(found);
    if (acquitted.length === 0) return [];
    const status = { category, cases, acquitted, juvenile: null, sealedSince: null, limitedTo: null, consents: [] };
    return [{ type: 'SubjectStatusAttested', data: { subjectId: ref, ...status, by: 'ro-madina', at: given.now } }];
  });

/** The case's content as the product holds it, by the owner's own mapping. */
export const payloadOf = (given: NeedToKnowCase, itemId: string): unknown =>
  reportProduct(disseminated(given, itemId).data as Parameters<typeof reportProduct>[0]).item.payload;

/** The caller's facts as his agency would attest them of this person. */
export const attestedOf = ({ caller }: NeedToKnowCase, person: string): Attestation[] => [
  { type: 'GrantVetting', data: { person, level: caller.vetting as 'L2' } },
  ...caller.training.map((certificate) => ({ type: 'CertifyTraining' as const, data: { person, ...certificate } })),
  ...caller.assignments.map((assignment) => ({ type: 'GrantAssignment' as const, data: { person, ...assignment } })),
];
