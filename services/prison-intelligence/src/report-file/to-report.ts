// From a line of a file to the report it is: the only place that knows both. Checked as if it were typed in (the same
// body, the same decider), with the column of each mistake.
import { createHash } from 'node:crypto';
import { canonicalJson } from '@gatehouse/crypto';
import { EVENT_BYTES_LIMIT } from '@gatehouse/event-store';
import type { Decision } from '@gatehouse/event-store/decider';
import { plainToInstance } from 'class-transformer';
import { IsOptional, IsString, Length, validateSync, type ValidationError } from 'class-validator';
import { EvaluateReportBody, ReportProvenanceBody } from '../intelligence-report/evaluation.dto.ts';
import type { ReportToEvaluate } from '../intelligence-report/evaluate-report.ts';
import { SCALES } from '../intelligence-report/grade.ts';
import { reportDecider, type ReportRefusal } from '../intelligence-report/intelligence-report.decider.ts';
import {
  reportStream,
  type IntelligenceReportEvaluated,
  type ReportEvent,
} from '../intelligence-report/intelligence-report.events.ts';
import { reportToEvaluate } from '../intelligence-report/report-to-evaluate.ts';
import { readDate, type DateReading } from './dates.ts';
import { lineFault, type Fault, type LineFaultCode } from './fault.ts';
import type { Written } from './row.ts';

/** A line of a file: a report as it is typed in, with the prison's own reference and the day it was observed. */
export class ReportLineBody extends EvaluateReportBody {
  /** older files do not say it */
  @IsOptional()
  declare provenance: ReportProvenanceBody;

  @IsString()
  @Length(1, 64)
  reference: string;

  @IsString()
  @Length(1, 40)
  observedOn: string;
}

export interface ReportLine {
  prison: string;
  reference: string;
  /** RFC 3339, UTC */
  observedAt: string;
  /** of what the line says, to tell the same report from another one under its reference; hexadecimal SHA-256 */
  digest: string;
  report: NewReport;
}

/** For what an event says besides the report. */
const ROOM = 4_096;

export type NewReport = ReportToEvaluate;

/** What is made for each new report, and who imports it. */
export type Made = Pick<IntelligenceReportEvaluated['data'], 'reportUrn' | 'itemId' | 'unit' | 'by' | 'at'>;

/** Checks one line. Gives the report, or one fault a column. */
export const readReport = (line: number, written: Written, dates: DateReading, now: Date): ReportLine | Fault[] => {
  const body = plainToInstance(ReportLineBody, written.body);
  const wrong = validateSync(body, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  const faults = [
    ...wrong.flatMap((error) => shapeFaults(line, error, '', written)),
    ...dateFaults(line, body.observedOn, written, dates, now),
  ];
  if (faults.length > 0) return onePerColumn(faults);
  const grades = gradeFaults(line, body, written);
  if (grades.length > 0) return grades;
  const read = readDate(body.observedOn, dates);
  if (!('at' in read)) return [lineFault(line, read.fault, written.columnOf('observedOn'))];
  const report = newReport(body);
  const refusal = refusalOf(report);
  if (refusal) return [lineFault(line, 'report-refused', null, `The report was refused: ${refusal}.`)];
  const text = canonicalJson({ ...written.body, observedOn: read.at });
  if (Buffer.byteLength(text) > EVENT_BYTES_LIMIT - ROOM) return [lineFault(line, 'report-too-large')];
  const { prison, reference } = body;
  const digest = createHash('sha256').update(text).digest('hex');
  return { prison, reference, observedAt: read.at, digest, report };
};

/** Never leaves the service, and decides about nothing: what a file does not say is said to be so. */
const NOT_STATED: ReportProvenanceBody = {
  kind: 'STAFF',
  detail: 'The file it came in does not state its provenance.',
};

const newReport = (body: ReportLineBody): NewReport =>
  reportToEvaluate(Object.assign(new EvaluateReportBody(), body, { provenance: body.provenance ?? NOT_STATED }));

/** What the decider makes of a report nobody has evaluated yet. What a line refers to elsewhere is not looked up: it is refused. */
export const decideNew = (
  report: NewReport,
  made: Made,
): { streamId: string; decision: Decision<ReportEvent, ReportRefusal> } => ({
  streamId: reportStream(made.reportUrn),
  decision: reportDecider.decide(
    {
      type: 'EvaluateReport',
      data: { ...report, ...made, basedOn: [] },
      observations: report.observations.map(() => 'unknown'),
      basis: report.basedOn.map(() => 'unknown'),
      requirements: report.answers.map(() => 'unknown'),
      supports: [],
      // Every text is looked through when the report is sanitised and approved.
      namesSomeoneElse: false,
    },
    reportDecider.initial(),
  ),
});

/** What an audit record says of an imported report: whom it is about, and the names of its fields. */
export const auditedPartsOf = (report: NewReport): { action: string; subjectIds: string[]; fields: string[] } => ({
  action: 'EvaluateIntelligenceReport',
  subjectIds: report.subjects.map(({ subjectId }) => subjectId),
  fields: Object.keys(report).sort(),
});

const refusalOf = (report: NewReport): ReportRefusal | null => {
  const nobody = { reportUrn: 'IR', itemId: '', unit: '', by: 'nobody', at: '1970-01-01T00:00:00.000Z' };
  const { decision } = decideNew(report, nobody);
  return decision.outcome === 'refused' ? decision.refusal : null;
};

const shapeFaults = (line: number, error: ValidationError, parent: string, written: Written): Fault[] => {
  const path = parent === '' ? error.property : `${parent}.${error.property}`;
  const [detail] = Object.values(error.constraints ?? {});
  const own =
    detail === undefined
      ? []
      : [lineFault(line, codeOf(path, error.value), written.columnOf(path), say(detail, error))];
  return [...own, ...(error.children ?? []).flatMap((child) => shapeFaults(line, child, path, written))];
};

const isGrade = (path: string): boolean => /\.grade(\.|$)/.test(path);

const codeOf = (path: string, value: unknown): LineFaultCode => {
  if (value !== '' && value !== undefined && value !== null) return 'value-wrong';
  return isGrade(path) ? 'grade-missing' : 'value-missing';
};

/** The validator's own words, but for members it does not know. */
const say = (detail: string, { value, constraints }: ValidationError): string | undefined => {
  if (value === '' || value === undefined) return undefined;
  return constraints?.['whitelistValidation'] ? 'This member is not known: remove it.' : detail;
};

const dateFaults = (line: number, text: unknown, { columnOf }: Written, dates: DateReading, now: Date): Fault[] => {
  if (typeof text !== 'string' || text === '') return [];
  const read = readDate(text, dates);
  if ('fault' in read) return [lineFault(line, read.fault, columnOf('observedOn'))];
  return Date.parse(read.at) > now.getTime() ? [lineFault(line, 'date-in-the-future', columnOf('observedOn'))] : [];
};

const gradeFaults = (line: number, { paragraphs }: ReportLineBody, { columnOf }: Written): Fault[] =>
  paragraphs.flatMap(({ grade }, i) => {
    const scale = SCALES[grade.scale];
    const off = (['source', 'information'] as const).filter((part) => !scale[part].includes(grade[part]));
    return off.map((part) => lineFault(line, 'grade-not-on-scale', columnOf(`paragraphs.${i}.grade.${part}`)));
  });

const onePerColumn = (faults: Fault[]): Fault[] => [...new Map(faults.map((fault) => [fault.column, fault])).values()];
