// The life of one invented report: disseminated, and then regraded, disputed, revalidated or withdrawn. Pure.
import type {
  Correction,
  IntelligenceReportDisseminated,
  IntelligenceReportMarked,
  IntelligenceReportMarkerLifted,
  IntelligenceReportRegraded,
  IntelligenceReportRevalidated,
  IntelligenceReportWithdrawn,
  Paragraph,
  ReportEvent,
  ShareBasis,
} from '../../services/prison-intelligence/src/intelligence-report/intelligence-report.events.ts';
import { reportStream } from '../../services/prison-intelligence/src/intelligence-report/intelligence-report.events.ts';
import { CASE, idOf, PURPOSE, type Act, type Standing } from './act.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/**
 * The first correction, in the last three days of the week: one that nobody could acknowledge for 72 hours keeps new items back, and
 * that is another test's business.
 */
const SECOND_THOUGHTS = Date.parse('2026-11-20T05:00:00.000Z');
const CONTESTED = 'ACCURACY_CONTESTED';
const SCALE = '3x5x2';
const NEXT_REVIEW = '2027-10-01';
const REVIEW = '2027-05-01';

const basis: ShareBasis = {
  unit: 'prison-17-intelligence',
  subjects: [
    {
      subjectId: 'subject-of-custody',
      name: 'Daniyar Omarov (invented)',
      aliases: [],
      category: 'CONVICTED',
      cases: [CASE],
      role: 'MAIN',
    },
  ],
  people: [{ ref: 'subject-of-custody', category: 'CONVICTED', cases: [CASE] }],
  purpose: PURPOSE,
  caseRef: CASE,
};
const handling = { code: 'P' as const, conditions: [] };

/** What becomes of report `i`, from the instant (ms) of its dissemination on. */
export const lifeOfReport = (i: number, began: number): { acts: Act[]; standing: Standing } => {
  const [twice, regraded, disputed, settled, revalidated, withdrawn] = [
    i % 4 === 0,
    i % 2 === 0,
    i % 5 === 0,
    i % 10 === 0,
    i % 8 === 3,
    i % 10 === 7,
  ];
  const events = [
    disseminated(i),
    ...(regraded ? [regrade(i, 2, 'D', 'E')] : []),
    ...(disputed ? [marked(i)] : []),
    ...(twice ? [regrade(i, 2, 'E', 'B')] : []),
    ...(settled ? [lifted(i)] : []),
    ...(revalidated ? [revalidation(i)] : []),
    ...(withdrawn ? [withdrawal(i)] : []),
  ];
  const acts = events.map((of, n): Act => {
    const at = new Date(n === 0 ? began : SECOND_THOUGHTS + (n * 7 * 60 + i) * MINUTE_MS).toISOString();
    return { at, stream: reportStream(urn(i)), event: of(at) };
  });
  const heard = acts[0]?.at ?? '';
  return {
    acts,
    standing: {
      itemId: idOf('report', i),
      grades: ['1A', `2${twice ? 'B' : regraded ? 'E' : 'D'}`],
      findings: disputed && !settled ? [CONTESTED] : [],
      reviewBy: revalidated ? NEXT_REVIEW : REVIEW,
      withdrawn,
      cleared: false,
      occurredAt: before(heard, 20),
      recordedAt: before(heard, 19),
    },
  };
};

const urn = (i: number): string => `IR-2026-${String(i).padStart(12, '0')}`;
const before = (at: string, hours: number): string => new Date(Date.parse(at) - hours * HOUR_MS).toISOString();
const act = (i: number, at: string) => ({ reportUrn: urn(i), by: 'pi-bolat', at });
const correction = (i: number, what: string): Correction => ({
  ...basis,
  correctionId: idOf(what, i),
  itemId: idOf('report', i),
  handling,
});

type Written<E extends ReportEvent = ReportEvent> = (at: string) => E;

const paragraph = (n: number, source: string, information: string): Paragraph => ({
  n,
  text: `Paragraph ${n} of an invented report.`,
  factual: true,
  grade: { scale: SCALE, source, information },
  names: ['subject-of-custody'],
  sourceToken: null,
  sourceNote: null,
  corroboratedBy: [],
});

const disseminated =
  (i: number): Written<IntelligenceReportDisseminated> =>
  (at) => ({
    type: 'IntelligenceReportDisseminated',
    data: {
      ...act(i, at),
      ...basis,
      itemId: idOf('report', i),
      version: 1,
      prison: 'Prison 17 (invented)',
      priority: 'ROUTINE',
      paragraphs: [paragraph(1, '1', 'A'), paragraph(2, '2', 'D')],
      reasonableGrounds: 'Serious prison risk.',
      provenance: { kind: 'STAFF', partner: null, detail: null },
      smallCircleTest: 'PASSED',
      sanitisedBy: 'pi-aigerim',
      approvedBy: 'pi-bolat',
      handling,
      markers: [],
      reviewBy: REVIEW,
      basedOn: [],
      observed: { observedAt: before(at, 20), writtenAt: before(at, 19) },
    },
  });

const regrade =
  (i: number, n: number, from: string, to: string): Written<IntelligenceReportRegraded> =>
  (at) => ({
    type: 'IntelligenceReportRegraded',
    data: {
      ...act(i, at),
      n,
      before: { scale: SCALE, source: '2', information: from },
      after: { scale: SCALE, source: '2', information: to },
      corroboratedBy: [],
      reason: 'Others have said otherwise.',
      feedback: null,
      version: 2,
      correction: { ...correction(i, `regrade to ${to}`), names: ['subject-of-custody'] },
      derivedItems: [],
    },
  });

const marked =
  (i: number): Written<IntelligenceReportMarked> =>
  (at) => ({
    type: 'IntelligenceReportMarked',
    data: {
      ...act(i, at),
      marker: CONTESTED,
      reason: 'He disputes it.',
      correction: correction(i, 'dispute'),
      derivedItems: [],
    },
  });

const lifted =
  (i: number): Written<IntelligenceReportMarkerLifted> =>
  (at) => ({
    type: 'IntelligenceReportMarkerLifted',
    data: {
      ...act(i, at),
      marker: CONTESTED,
      reason: 'It was settled.',
      correction: correction(i, 'settlement'),
      derivedItems: [],
    },
  });

const revalidation =
  (i: number): Written<IntelligenceReportRevalidated> =>
  (at) => ({
    type: 'IntelligenceReportRevalidated',
    data: {
      ...act(i, at),
      reviewBy: NEXT_REVIEW,
      reason: 'It holds on.',
      correction: correction(i, 'revalidation'),
    },
  });

const withdrawal =
  (i: number): Written<IntelligenceReportWithdrawn> =>
  (at) => ({
    type: 'IntelligenceReportWithdrawn',
    data: {
      ...act(i, at),
      ground: 'DISPROVED',
      required: 'ERASE',
      reason: 'It was somebody else.',
      withdrawal: { ...basis, withdrawalId: idOf('withdrawal', i), itemId: idOf('report', i) },
      derivedItems: [],
    },
  });
