// Reads a file of reports twice: once to see what it is, once to check every line. Nothing is held but a few hundred lines.
import { CsvRecords } from './csv-records.ts';
import { readHeadings, type Columns } from './columns.ts';
import { DateSurvey, type DateReading } from './dates.ts';
import { EncodingSurvey } from './encoding.ts';
import { fileFault, type Fault } from './fault.ts';
import { delimiterOf, isSeparatorLine } from './headings-line.ts';
import { linesOf, type Line } from './lines.ts';
import { writtenObject } from './ndjson.ts';
import { isBlank, writtenDay, writtenRow, type Written } from './row.ts';
import type { Detected, FileSettings, Format } from './settings.ts';
import { readReport, type ReportLine } from './to-report.ts';

/** A file as often as it is asked for, from its beginning. */
export type Pieces = () => AsyncIterable<Uint8Array>;

export const MOST_LINES = 1_000_000;

/** A record on its way to be a report. */
interface Entry {
  line: number;
  written: Written | Fault[];
}

export interface Checked {
  good: { line: number; report: ReportLine }[];
  faults: Fault[];
  /** the last physical line that was looked at */
  upTo: number;
}

type Surveyed = { detected: Detected; columns: Columns | null } | { fault: Fault[] };

/** Tells encoding, delimiter, headings and the order of dates, or why the file as a whole cannot be read. */
export const surveyFile = async (pieces: Pieces, settings: FileSettings, format: Format): Promise<Surveyed> => {
  const survey = new EncodingSurvey();
  let bytes = 0;
  for await (const piece of pieces()) {
    bytes += piece.byteLength;
    survey.see(piece);
  }
  if (bytes === 0) return { fault: [fileFault('file-empty')] };
  const encoding = settings.encoding ?? survey.conclude();
  if (!encoding) return { fault: [fileFault('encoding-unknown')] };
  const first = await firstLines(pieces, encoding);
  if (first.every(({ text, tooLong }) => !tooLong && text.trim() === '')) return { fault: [fileFault('file-empty')] };
  const delimiter = format === 'ndjson' ? null : (settings.delimiter ?? delimiterOf(first.map(({ text }) => text)));
  const base = { format, encoding, delimiter };
  const dates = new DateSurvey();
  let columns: Columns | null = null;
  let entries = 0;
  for await (const part of recordsOf(pieces, base, settings, writtenDay)) {
    if ('fault' in part) return part;
    columns = part.columns;
    entries += part.entries.length;
    for (const { written } of part.entries) if ('body' in written) dates.see(String(written.body['observedOn']));
  }
  if (entries === 0) return { fault: [fileFault('no-lines')] };
  const named = Object.fromEntries([...(columns?.headingOf ?? [])].map(([field, heading]) => [heading, field]));
  return { columns, detected: { ...base, dates: dates.conclude(settings.dateOrder), columns: named } };
};

/** Checks every line, a few hundred at a time. */
export async function* checkFile(
  pieces: Pieces,
  settings: FileSettings,
  detected: Detected,
  now: Date,
): AsyncGenerator<Checked | { fault: Fault[] }> {
  for await (const part of recordsOf(pieces, detected, settings, writtenRow)) {
    if ('fault' in part) return yield part;
    yield checked(part.entries, part.upTo, detected.dates, now);
  }
}

const checked = (entries: Entry[], upTo: number, dates: DateReading, now: Date): Checked => {
  const result: Checked = { good: [], faults: [], upTo };
  for (const { line, written } of entries) {
    const read = 'body' in written ? readReport(line, written, dates, now) : written;
    if (Array.isArray(read)) result.faults.push(...read);
    else result.good.push({ line, report: read });
  }
  return result;
};

type Part = { entries: Entry[]; columns: Columns | null; upTo: number } | { fault: Fault[] };

async function* recordsOf(
  pieces: Pieces,
  { encoding, delimiter }: Pick<Detected, 'encoding' | 'delimiter'>,
  settings: FileSettings,
  writtenOf: typeof writtenRow,
): AsyncGenerator<Part> {
  let upTo = 0;
  const rows = delimiter === null ? null : new Rows(delimiter, settings, writtenOf);
  for await (const lines of linesOf(pieces(), encoding)) {
    upTo = lines.at(-1)?.number ?? upTo;
    if (upTo > MOST_LINES) return yield { fault: [fileFault('too-many-lines')] };
    yield* divided(rows ? rows.push(lines) : { entries: lines.flatMap(objectEntry), columns: null, upTo });
  }
  if (rows) yield* divided(rows.end());
}

const AT_ONCE = 500;

function* divided(part: Part): Generator<Part> {
  if ('fault' in part) return yield part;
  for (let from = 0; from === 0 || from < part.entries.length; from += AT_ONCE) {
    const entries = part.entries.slice(from, from + AT_ONCE);
    yield { ...part, entries, upTo: from + AT_ONCE < part.entries.length ? (entries.at(-1)?.line ?? 0) : part.upTo };
  }
}

const objectEntry = (line: Line): Entry[] => {
  const written = writtenObject(line);
  return written === null ? [] : [{ line: line.number, written }];
};

/** The rows of a CSV file under its headings. */
class Rows {
  readonly #records: CsvRecords;
  #columns: Columns | null = null;
  #upTo = 0;

  constructor(
    delimiter: string,
    private readonly settings: FileSettings,
    private readonly writtenOf: typeof writtenRow,
  ) {
    this.#records = new CsvRecords(delimiter);
  }

  push(lines: Line[]): Part {
    const separator = this.#upTo === 0 && isSeparatorLine(lines[0]?.text ?? '') ? 1 : 0;
    this.#upTo = lines.at(-1)?.number ?? this.#upTo;
    return this.#part(this.#records.push(lines.slice(separator)));
  }

  end(): Part {
    return this.#part(this.#records.end());
  }

  #part(records: ReturnType<CsvRecords['push']>): Part {
    const entries: Entry[] = [];
    for (const record of records) {
      if ('fault' in record) {
        if (!this.#columns) return { fault: [fileFault('heading-unreadable', null, record.line)] };
        entries.push({ line: record.line, written: [record.fault] });
      } else if (isBlank(record.cells)) continue;
      else if (this.#columns) {
        const { line, cells } = record;
        entries.push({ line, written: this.writtenOf(line, cells, this.#columns, this.settings) });
      } else {
        const columns = readHeadings(record.cells, record.line, this.settings);
        if (Array.isArray(columns)) return { fault: columns };
        this.#columns = columns;
      }
    }
    if (this.#records.hopeless) return { fault: [this.#records.hopeless] };
    return { entries, columns: this.#columns, upTo: this.#upTo };
  }
}

const firstLines = async (pieces: Pieces, encoding: string): Promise<Line[]> => {
  const first: Line[] = [];
  for await (const lines of linesOf(pieces(), encoding)) {
    first.push(...lines);
    if (first.some(({ text, tooLong }) => tooLong || text.trim() !== '')) break;
  }
  return first.slice(0, 50);
};
