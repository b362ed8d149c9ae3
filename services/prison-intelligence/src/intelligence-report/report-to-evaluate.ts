// From the body of an evaluation to the report it says: what is left out is taken in its strictest sense.
import type { ReportToEvaluate } from './evaluate-report.ts';
import type { EvaluateReportBody, ParagraphBody } from './evaluation.dto.ts';
import type { Paragraph } from './intelligence-report.events.ts';

/** A subject without a role is a main one; a paragraph without names is about everybody. */
export const reportToEvaluate = (body: EvaluateReportBody): ReportToEvaluate => ({
  prison: body.prison,
  priority: body.priority ?? 'ROUTINE',
  subjects: body.subjects.map((subject) => Object.assign(structuredClone(subject), { role: subject.role ?? 'MAIN' })),
  paragraphs: body.paragraphs.map((paragraph) =>
    paragraphOf(
      paragraph,
      body.subjects.map(({ subjectId }) => subjectId),
    ),
  ),
  reasonableGrounds: body.reasonableGrounds,
  provenance: {
    kind: body.provenance.kind,
    partner: body.provenance.partner ?? null,
    detail: body.provenance.detail ?? null,
  },
  sourceNote: body.sourceNote ?? null,
  observations: body.observations ?? [],
  obtainedLawfully: body.obtainedLawfully ?? true,
  basedOn: (body.basedOn ?? []).map((basis) => structuredClone(basis)),
  answers: body.answers ?? [],
});

const paragraphOf = (paragraph: ParagraphBody, everybody: string[]): Paragraph => ({
  n: paragraph.n,
  text: paragraph.text,
  factual: paragraph.factual,
  grade: structuredClone(paragraph.grade),
  names: paragraph.names ?? everybody,
  sourceToken: paragraph.sourceToken ?? null,
  sourceNote: paragraph.sourceNote ?? null,
  corroboratedBy: (paragraph.corroboratedBy ?? []).map(({ n, reportUrn }) => ({ n, reportUrn: reportUrn ?? null })),
});
