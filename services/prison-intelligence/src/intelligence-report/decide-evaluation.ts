// Evaluating: raw observation becomes graded intelligence. No report without a grade for each paragraph, on its own scale.
import { accept, refuse, type Decision } from '@gatehouse/event-store/decider';
import { corroborationRefusal, type CorroborationRefusal, type Support } from './corroboration.ts';
import { isCorroborated, onScale } from './grade.ts';
import type { IntelligenceReportEvaluated, ReportEvent } from './intelligence-report.events.ts';
import type { Report } from './intelligence-report.state.ts';

type Evaluated = IntelligenceReportEvaluated['data'];

export interface EvaluateReport {
  type: 'EvaluateReport';
  data: Evaluated;
  /** the security information reports it names, as they stand */
  observations: ('unknown' | 'not-registered' | 'restricted' | 'closed' | 'ready')[];
  /** of what it is based on: `withdrawn` also for what its originator took back */
  basis: ('unknown' | 'not-approved' | 'withdrawn' | 'ready')[];
  /** the requirements it answers */
  requirements: ('unknown' | 'closed' | 'open')[];
  /** paragraphs of other reports that its own name as corroboration, as they stand */
  supports: Support[];
  /** a text names a person known here who is no subject of it */
  namesSomeoneElse: boolean;
}

export type EvaluationRefusal =
  | CorroborationRefusal
  | 'report-exists'
  | 'report-without-subject'
  | 'report-without-main-subject'
  | 'subject-named-twice'
  | 'report-not-graded'
  | 'paragraph-numbered-twice'
  | 'grade-not-on-scale'
  | 'names-someone-else'
  | 'partner-not-named'
  | 'observation-unknown'
  | 'observation-not-registered'
  | 'observation-restricted'
  | 'observation-closed'
  | 'basis-unknown'
  | 'basis-not-approved'
  | 'basis-withdrawn'
  | 'requirement-unknown'
  | 'requirement-closed';

/** Accepts a graded report about named people, and nothing it does not stand on. */
export const evaluate = (command: EvaluateReport, report: Report): Decision<ReportEvent, EvaluationRefusal> => {
  if (report.status !== 'none') return refuse('report-exists');
  const refusal =
    subjectRefusal(command.data) ??
    paragraphRefusal(command.data) ??
    namingRefusal(command) ??
    foundationRefusal(command) ??
    sourceRefusal(command);
  return refusal ? refuse(refusal) : accept<ReportEvent>({ type: 'IntelligenceReportEvaluated', data: command.data });
};

const subjectRefusal = ({ subjects, provenance }: Evaluated): EvaluationRefusal | null => {
  if (subjects.length === 0) return 'report-without-subject';
  if (!subjects.some(({ role }) => role === 'MAIN')) return 'report-without-main-subject';
  if (hasTwice(subjects.map(({ subjectId }) => subjectId))) return 'subject-named-twice';
  return provenance.kind === 'PARTNER' && provenance.partner === null ? 'partner-not-named' : null;
};

const paragraphRefusal = ({ paragraphs }: Evaluated): EvaluationRefusal | null => {
  if (paragraphs.length === 0) return 'report-not-graded';
  if (hasTwice(paragraphs.map(({ n }) => n))) return 'paragraph-numbered-twice';
  return paragraphs.every(({ grade }) => onScale(grade)) ? null : 'grade-not-on-scale';
};

const namingRefusal = ({ data, namesSomeoneElse }: EvaluateReport): EvaluationRefusal | null => {
  const ids = data.subjects.map(({ subjectId }) => subjectId);
  const tagsAll = data.paragraphs.every(({ names }) => names.every((name) => ids.includes(name)));
  return tagsAll && !namesSomeoneElse ? null : 'names-someone-else';
};

const foundationRefusal = ({ observations, basis, requirements }: EvaluateReport): EvaluationRefusal | null => {
  if (observations.includes('unknown')) return 'observation-unknown';
  if (observations.includes('not-registered')) return 'observation-not-registered';
  if (observations.includes('restricted')) return 'observation-restricted';
  if (observations.includes('closed')) return 'observation-closed';
  if (basis.includes('unknown')) return 'basis-unknown';
  if (basis.includes('not-approved')) return 'basis-not-approved';
  if (basis.includes('withdrawn')) return 'basis-withdrawn';
  if (requirements.includes('unknown')) return 'requirement-unknown';
  return requirements.includes('closed') ? 'requirement-closed' : null;
};

/** A registered source does not confirm itself: "corroborated" names what confirms it. Without a token it is taken as given. */
const sourceRefusal = ({ data, supports }: EvaluateReport): EvaluationRefusal | null => {
  const own = data.paragraphs.map(({ n, sourceToken }) => ({ reportUrn: null, n, sourceToken, sameOrigin: false }));
  const claims = data.paragraphs.filter(
    ({ grade, sourceToken, corroboratedBy }) =>
      corroboratedBy.length > 0 || (isCorroborated(grade) && sourceToken !== null),
  );
  return claims.map((claim) => corroborationRefusal(claim, [...own, ...supports])).find((r) => r !== null) ?? null;
};

const hasTwice = (values: (string | number)[]): boolean => new Set(values).size < values.length;
