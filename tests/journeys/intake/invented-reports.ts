// A spreadsheet of invented reports, the same for the same seed, with faults planted where it is known. Nobody in it lives.
const HEADINGS = [
  'reference',
  'date',
  'prison',
  'subject id',
  'subject name',
  'category',
  'cases',
  'text',
  'factual',
  'scale',
  'source',
  'information',
  'grounds',
  'source note',
] as const;
type Heading = (typeof HEADINGS)[number];

export interface Planted {
  line: number;
  column: string | null;
  code: string;
}

/** What a planted fault does to a row, and what is to be said of it. */
const FAULTS: [code: string, column: Heading | null, change: (row: Row) => string][] = [
  ['value-missing', 'reference', (row) => line({ ...row, reference: '' })],
  ['date-unreadable', 'date', (row) => line({ ...row, date: 'last Tuesday' })],
  ['date-impossible', 'date', (row) => line({ ...row, date: '2026-02-30' })],
  ['date-ambiguous', 'date', (row) => line({ ...row, date: '03/04/2026' })],
  ['date-in-the-future', 'date', (row) => line({ ...row, date: '2099-01-01' })],
  ['value-missing', 'subject id', (row) => line({ ...row, 'subject id': ' ' })],
  ['value-wrong', 'category', (row) => line({ ...row, category: 'GUILTY' })],
  ['value-missing', 'text', (row) => line({ ...row, text: '' })],
  ['value-wrong', 'text', (row) => line({ ...row, text: 'x'.repeat(4_001) })],
  ['value-wrong', 'factual', (row) => line({ ...row, factual: 'perhaps' })],
  ['grade-missing', 'source', (row) => line({ ...row, source: '' })],
  ['grade-missing', 'information', (row) => line({ ...row, information: '' })],
  ['grade-not-on-scale', 'source', (row) => line({ ...row, source: '7' })],
  ['grade-not-on-scale', 'information', (row) => line({ ...row, information: 'Z' })],
  ['value-wrong', 'scale', (row) => line({ ...row, scale: '5x5x5' })],
  ['value-missing', 'grounds', (row) => line({ ...row, grounds: '' })],
  ['control-character', 'text', (row) => line({ ...row, text: 'he\u0000llo' })],
  ['column-count', null, (row) => `${line(row)},one too many`],
  ['quote-broken', null, (row) => `"${line(row)}`],
  ['reference-repeated', 'reference', (row) => line({ ...row, reference: row.reference.replace(/\d+$/, '000000') })],
];

type Row = Record<Heading, string>;

const line = (row: Row): string =>
  HEADINGS.map((heading) =>
    /[",\n]/.test(row[heading]) ? `"${row[heading].replaceAll('"', '""')}"` : row[heading],
  ).join(',');

/** A small generator of numbers below 1: the same for the same seed (mulberry32). */
const numbers = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const FIRST = ['Daniyar', 'Askar', 'Yerlan', 'Timur', 'Nurlan', 'Ruslan', 'Arman', 'Bekzat'];
const LAST = ['Omarov', 'Seitov', 'Akhmetov', 'Kim', 'Petrov', 'Zhumabayev', 'Li', 'Ivanov'];
const SAID = [
  'said in a work area that a named attack had been right',
  'offered protection to a younger prisoner',
  'asked twice, "who drives the van", and laughed',
  'passed a folded paper to a visitor,\nwho left at once',
  'spoke of a debt that would be settled outside',
];

/** One row: every seventh is dated with dots, some texts have quotes, commas and line ends of their own. */
const rowOf = (number: number, seed: number, next: () => number): Row => {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const [month, day] = [1 + Math.floor(next() * 9), 1 + Math.floor(next() * 28)].map((n) => String(n).padStart(2, '0'));
  const scale = next() < 0.8 ? '3x5x2' : 'EUP';
  return {
    reference: `P${seed}-${String(number).padStart(6, '0')}`,
    date: number % 7 === 0 ? `${day}.${month}.2026` : `2026-${month}-${day}`,
    prison: 'Prison 17 (invented)',
    'subject id': `subject-${Math.floor(next() * 9_000)}`,
    'subject name': `${pick(FIRST)} ${pick(LAST)} (invented)`,
    category: next() < 0.5 ? 'SUSPECT' : 'CONVICTED',
    cases: next() < 0.2 ? 'KZ-2026-114; KZ-2026-115' : '',
    text: `The subject ${pick(SAID)}. Note ${number}.`,
    factual: next() < 0.5 ? 'yes' : 'no',
    scale,
    source: scale === 'EUP' ? pick(['A', 'B', 'C', 'X']) : pick(['1', '2', '3']),
    information: scale === 'EUP' ? pick(['1', '2', '3', '4']) : pick(['A', 'B', 'C', 'D', 'E']),
    grounds: 'Serious prison risk.',
    'source note': next() < 0.1 ? 'Heard by staff (invented).' : '',
  };
};

export interface InventedFile {
  text: string;
  planted: Planted[];
  /** references of the lines that are good */
  references: string[];
}

/**
 * A CSV file of `count` lines of which `faults` are bad, kinds in turn, spread over the file.
 * @param seed another one, another file with references of its own
 */
export const inventedReports = (count: number, faults: number, seed = 1): InventedFile => {
  const next = numbers(seed);
  const every = faults === 0 ? Number.POSITIVE_INFINITY : Math.floor(count / faults);
  const file: InventedFile = { text: '', planted: [], references: [] };
  const parts = [HEADINGS.join(',')];
  let at = 2;
  for (let number = 0; number < count; number += 1) {
    const row = rowOf(number, seed, next);
    const isFaulty = number % every === every - 1 && file.planted.length < faults;
    const [code, column, change] = FAULTS[file.planted.length % FAULTS.length] ?? [];
    // A row that is to be broken has one line, so that it is clear which one is named.
    const text = isFaulty && code ? change?.({ ...row, text: `One line. Note ${number}.` }) : line(row);
    if (isFaulty && code) file.planted.push({ line: at, column: column ?? null, code });
    else file.references.push(row.reference);
    parts.push(text ?? '');
    at += (text ?? '').split('\n').length;
  }
  file.text = `${parts.join('\n')}\n`;
  return file;
};
