// From the cells of one line to the shape a report is typed in, so that one check serves both ways in.
import { lineFault, type Fault } from './fault.ts';
import type { Columns } from './columns.ts';
import { FIELDS } from './fields.ts';
import type { FileSettings } from './settings.ts';

/** The body as sent, not yet checked; `columnOf` gives the column a member of it came from. */
export interface Written {
  body: Record<string, unknown>;
  columnOf: (path: string) => string;
}

const LISTS = new Set(['aliases', 'cases']);
const TRUE = new Set(['yes', 'true', '1', 'fact', 'да', 'факт']);
const FALSE = new Set(['no', 'false', '0', 'assessment', 'нет', 'оценка']);
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for; TAB and line ends are text
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** What a text may not hold, wherever it stands. */
export const characterFault = (line: number, text: string, column: string): Fault | null => {
  if (CONTROL.test(text)) return lineFault(line, 'control-character', column);
  return text.includes('\ufffd') || !text.isWellFormed() ? lineFault(line, 'character-broken', column) : null;
};

/** Nothing stands in any cell: spreadsheets end with such lines. */
export const isBlank = (cells: string[]): boolean => cells.every((cell) => cell.trim() === '');

export const writtenRow = (
  line: number,
  cells: string[],
  columns: Columns,
  settings: FileSettings,
): Written | Fault[] => {
  if (cells.length !== columns.headings.length) {
    const detail = `The headings have ${columns.headings.length} columns, this line has ${cells.length}.`;
    return [lineFault(line, 'column-count', null, detail)];
  }
  const faults = cells.flatMap((cell, i) => characterFault(line, cell, columns.headings[i] ?? '') ?? []);
  if (faults.length > 0) return faults;
  const value = (name: string, place = 1): string => {
    const index = columns.indexOf.get(place === 1 ? name : `${name} ${place}`);
    const cell = index === undefined ? '' : (cells[index] ?? '').trim();
    return cell === '' ? (settings.defaults[name as 'prison' | 'scale'] ?? '') : cell;
  };
  return { body: bodyOf(value, columns), columnOf: (path) => columnOf(path, columns) };
};

/** Only the day of a line: all that is looked at before the lines are checked. */
export const writtenDay = (_line: number, cells: string[], { indexOf }: Columns): Written => ({
  body: { observedOn: cells[indexOf.get('observedOn') ?? -1] ?? '' },
  columnOf: () => 'observedOn',
});

type Value = (name: string, place?: number) => string;

const bodyOf = (value: Value, columns: Columns): Record<string, unknown> => ({
  reference: value('reference'),
  observedOn: value('observedOn'),
  prison: value('prison'),
  subjects: placesSaid('subject', value, columns).map((place) => ({
    subjectId: value('subjectId', place),
    name: value('subjectName', place),
    aliases: listed(value('aliases', place)),
    category: value('category', place),
    cases: listed(value('cases', place)),
  })),
  paragraphs: placesSaid('paragraph', value, columns).map((place) => ({
    n: place,
    text: value('text', place),
    factual: saidFactual(value('factual', place)),
    grade: { scale: value('scale', place), source: value('source', place), information: value('information', place) },
  })),
  reasonableGrounds: value('reasonableGrounds'),
  ...(value('sourceNote') === '' ? {} : { sourceNote: value('sourceNote') }),
  ...(value('provenance') === '' ? {} : { provenance: { kind: value('provenance') } }),
});

const NAMES_OF = {
  subject: ['subjectId', 'subjectName', 'aliases', 'category', 'cases'],
  paragraph: ['text', 'factual', 'scale', 'source', 'information'],
};

/** The first one, and each further one of which anything is said. A default says nothing. */
const placesSaid = (part: 'subject' | 'paragraph', value: Value, { indexOf, places }: Columns): number[] => {
  const isSaid = (place: number): boolean =>
    NAMES_OF[part].some((name) => indexOf.has(`${name} ${place}`) && value(name, place) !== '');
  return [1, ...places[part].filter(isSaid)];
};

const listed = (text: string): string[] =>
  text
    .split(/[;|]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const saidFactual = (text: string): unknown => {
  const word = text.toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : text;
};

const NAMES: Record<string, string> = { name: 'subjectName', kind: 'provenance' };

const columnOf = (path: string, { headingOf }: Columns): string => {
  const parts = path.split('.');
  const last = parts.findLast((part) => !/^\d+$/.test(part)) ?? path;
  const name = LISTS.has(parts.at(-2) ?? '') ? (parts.at(-2) ?? '') : (NAMES[last] ?? last);
  const place = Number(parts.find((part) => /^\d+$/.test(part)) ?? 0) + 1;
  const key = place === 1 || FIELDS[name]?.part === 'report' ? name : `${name} ${place}`;
  return headingOf.get(key) ?? key;
};
