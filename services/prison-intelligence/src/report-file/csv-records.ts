// From physical lines to the records of a CSV file. csv-parse says what a quote, an escape and a delimiter mean; here is
// only where one call ends and the next begins, so that a broken quote costs one line and not the rest of the file.
//
// A line with an even number of quotes ends outside of quotes, since an escaped quote is two. So lines with even numbers
// are records of their own and are parsed many at a time; a line with an odd number goes on to the next such line.
import { parse } from 'csv-parse/sync';
import { fileFault, lineFault, type Fault } from './fault.ts';
import { LONGEST_LINE, type Line } from './lines.ts';

export type CsvRecord = { line: number; cells: string[] } | { line: number; fault: Fault };

const AT_ONCE = 500;
const MOST_LINES_OF_A_RECORD = 200;
const MOST_BROKEN = 1_000;

export class CsvRecords {
  #waiting: Line[] = [];
  #broken = 0;

  constructor(private readonly delimiter: string) {}

  /** What the lines so far give; an open quote waits for more. */
  push(lines: Line[]): CsvRecord[] {
    this.#waiting.push(...lines);
    return this.#take(false);
  }

  end(): CsvRecord[] {
    return this.#take(true);
  }

  /** Set when the quotes are so broken that the file cannot be what it is said to be. */
  get hopeless(): Fault | null {
    return this.#broken > MOST_BROKEN ? fileFault('too-many-broken-quotes') : null;
  }

  #take(ended: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let at = 0;
    while (at < this.#waiting.length && !this.hopeless) {
      const line = this.#waiting[at] as Line;
      if (line.tooLong) records.push({ line: line.number, fault: lineFault(line.number, 'line-too-long') });
      else if (isEven(line)) {
        const run = runFrom(this.#waiting, at);
        records.push(...this.#many(run));
        at += run.length - 1;
      } else {
        const several = recordFrom(this.#waiting, at);
        if (several === 'more' && !ended) break;
        const record = several === 'more' || several === 'none' ? null : this.#one(several);
        records.push(record ?? this.#quoteBroken(line));
        if (record && several !== 'more' && several !== 'none') at += several.length - 1;
      }
      at += 1;
    }
    this.#waiting = this.#waiting.slice(at);
    return records;
  }

  #many(run: Line[]): CsvRecord[] {
    const full = run.filter(({ text }) => text !== '');
    const cells = this.#parse(full.map(({ text }) => text).join('\n'));
    if (cells?.length === full.length) return cells.map((row, i) => ({ line: full[i]?.number ?? 0, cells: row }));
    return full.map((line) => this.#one([line]) ?? this.#quoteBroken(line));
  }

  #one(lines: Line[]): CsvRecord | null {
    const cells = this.#parse(lines.map(({ text }) => text).join('\n'));
    return cells?.length === 1 && cells[0] ? { line: lines[0]?.number ?? 0, cells: cells[0] } : null;
  }

  #quoteBroken({ number }: Line): CsvRecord {
    this.#broken += 1;
    return { line: number, fault: lineFault(number, 'quote-broken') };
  }

  #parse(text: string): string[][] | null {
    try {
      return parse(text, { delimiter: this.delimiter, record_delimiter: '\n', relax_column_count: true });
    } catch {
      return null;
    }
  }
}

const isEven = ({ text }: Line): boolean => {
  let quotes = 0;
  for (let i = text.indexOf('"'); i >= 0; i = text.indexOf('"', i + 1)) quotes += 1;
  return quotes % 2 === 0;
};

const runFrom = (lines: Line[], from: number): Line[] => {
  let to = from + 1;
  while (to < lines.length && to - from < AT_ONCE && !lines[to]?.tooLong && isEven(lines[to] as Line)) to += 1;
  return lines.slice(from, to);
};

/** The lines of a record whose first one leaves a quote open: up to the next line that closes one. */
const recordFrom = (lines: Line[], from: number): Line[] | 'more' | 'none' => {
  let length = lines[from]?.text.length ?? 0;
  for (let to = from + 1; to < lines.length; to += 1) {
    const line = lines[to] as Line;
    length += line.text.length;
    if (line.tooLong || to - from >= MOST_LINES_OF_A_RECORD || length > LONGEST_LINE) return 'none';
    if (!isEven(line)) return lines.slice(from, to + 1);
  }
  return 'more';
};
