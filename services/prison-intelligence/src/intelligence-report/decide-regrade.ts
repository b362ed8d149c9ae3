// Regrading one paragraph: never silently, never from one scale to another unasked, never on its own source's word.
import { accept, refuse, type Decision } from '@gatehouse/event-store/decider';
import { corroborationRefusal, type CorroborationRefusal, type Support } from './corroboration.ts';
import { isCorroborated, onScale, sameGrade, type Grade } from './grade.ts';
import type { Corroboration, Paragraph, ReportEvent } from './intelligence-report.events.ts';
import type { KnownReport } from './intelligence-report.state.ts';
import { correctionOf, type Notice } from './notice.ts';

export interface RegradeReport {
  type: 'RegradeReport';
  data: {
    reportUrn: string;
    n: number;
    grade: Grade;
    /** said by whoever regrades, so that a grade of another scale is no slip */
    otherScale: boolean;
    corroboratedBy: Corroboration[];
    reason: string;
    feedback: string | null;
    by: string;
    at: string;
  };
  supports: Support[];
  namesSomeoneElse: boolean;
  notice: Notice;
}

export type RegradeRefusal =
  | CorroborationRefusal
  | 'report-not-approved'
  | 'paragraph-unknown'
  | 'grade-not-on-scale'
  | 'grade-of-another-scale'
  | 'grade-unchanged'
  | 'names-someone-else';

export const regrade = (command: RegradeReport, report: KnownReport): Decision<ReportEvent, RegradeRefusal> => {
  if (report.status !== 'approved') return refuse('report-not-approved');
  const paragraph = report.paragraphs.find(({ n }) => n === command.data.n);
  if (!paragraph) return refuse('paragraph-unknown');
  const refusal = gradeRefusal(command, paragraph) ?? sourceRefusal(command, paragraph, report);
  return refusal ? refuse(refusal) : accept<ReportEvent>(regraded(command, paragraph, report));
};

const gradeRefusal = ({ data, namesSomeoneElse }: RegradeReport, { grade }: Paragraph): RegradeRefusal | null => {
  if (!onScale(data.grade)) return 'grade-not-on-scale';
  if (data.grade.scale !== grade.scale && !data.otherScale) return 'grade-of-another-scale';
  if (sameGrade(data.grade, grade)) return 'grade-unchanged';
  return namesSomeoneElse ? 'names-someone-else' : null;
};

const sourceRefusal = (
  { data, supports }: RegradeReport,
  { sourceToken }: Paragraph,
  report: KnownReport,
): RegradeRefusal | null => {
  if (!isCorroborated(data.grade) && data.corroboratedBy.length === 0) return null;
  const own = report.paragraphs.map((p) => ({
    reportUrn: null,
    n: p.n,
    sourceToken: p.sourceToken,
    sameOrigin: false,
  }));
  return corroborationRefusal({ n: data.n, sourceToken, corroboratedBy: data.corroboratedBy }, [...own, ...supports]);
};

const regraded = ({ data, notice }: RegradeReport, paragraph: Paragraph, report: KnownReport): ReportEvent => {
  const { grade, otherScale: _otherScale, ...said } = data;
  const correction = correctionOf(report, notice);
  return {
    type: 'IntelligenceReportRegraded',
    data: {
      ...said,
      before: paragraph.grade,
      after: grade,
      version: report.version + 1,
      correction: correction && { ...correction, names: paragraph.names },
      derivedItems: notice.derivedItems,
    },
  };
};
