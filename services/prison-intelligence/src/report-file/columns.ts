// Which column of a file holds which field: by the sender's mapping, else by the usual headings. Nothing is left out
// silently: a column nobody knows and a field nobody gives are faults of the file.
import { fileFault, type Fault } from './fault.ts';
import { FIELDS, fieldNamed, fieldOf, keyOf, MOST_PLACES, plain, type Field } from './fields.ts';
import type { FileSettings } from './settings.ts';

export const MOST_COLUMNS = 200;

export interface Columns {
  headings: string[];
  /** heading by field key; what has no column has none */
  headingOf: Map<string, string>;
  /** place of the column by field key */
  indexOf: Map<string, number>;
  /** further people and paragraphs that have columns */
  places: Record<'subject' | 'paragraph', number[]>;
}

/** Reads the line of headings. Gives the columns, or every fault of the headings. */
export const readHeadings = (cells: string[], line: number, settings: FileSettings): Columns | Fault[] => {
  if (cells.length > MOST_COLUMNS)
    return [
      fileFault(
        'too-many-columns',
        null,
        line,
        `A file has at most ${MOST_COLUMNS} columns; this one has ${cells.length}.`,
      ),
    ];
  const headings = cells.map((cell) => cell.trim());
  const shape = [...nameless(headings, line), ...repeated(headings, line)];
  if (shape.length > 0) return shape;
  const mapped = mappedHeadings(settings);
  const ignored = new Set(settings.ignore.map(plain));
  const columns: Columns = {
    headings,
    headingOf: new Map(),
    indexOf: new Map(),
    places: { subject: [], paragraph: [] },
  };
  const faults: Fault[] = [];
  for (const [index, heading] of headings.entries()) {
    if (ignored.has(plain(heading))) continue;
    const field = mapped.get(plain(heading)) ?? fieldOf(heading);
    if (!field) faults.push(fileFault('column-unknown', heading, line));
    else if (columns.indexOf.has(keyOf(field))) faults.push(fileFault('heading-duplicate', heading, line));
    else {
      columns.indexOf.set(keyOf(field), index);
      columns.headingOf.set(keyOf(field), heading);
    }
  }
  columns.places = { subject: placesOf('subject', columns), paragraph: placesOf('paragraph', columns) };
  faults.push(...missing(columns, settings, line));
  return faults.length > 0 ? faults : columns;
};

const placesOf = (part: 'subject' | 'paragraph', { indexOf }: Columns): number[] => {
  const names = Object.keys(FIELDS).filter((name) => FIELDS[name]?.part === part);
  const further = Array.from({ length: MOST_PLACES - 1 }, (_, i) => i + 2);
  return further.filter((place) => names.some((name) => indexOf.has(keyOf({ name, place }))));
};

const nameless = (headings: string[], line: number): Fault[] =>
  headings.flatMap((heading, i) => (heading === '' ? [fileFault('heading-missing', `column ${i + 1}`, line)] : []));

const repeated = (headings: string[], line: number): Fault[] => {
  const seen = new Set<string>();
  return headings.flatMap((heading) => {
    const again = heading !== '' && seen.has(plain(heading));
    seen.add(plain(heading));
    return again ? [fileFault('heading-duplicate', heading, line)] : [];
  });
};

const mappedHeadings = ({ columns }: FileSettings): Map<string, Field> =>
  new Map(
    Object.entries(columns).flatMap(([key, heading]) => {
      const field = fieldNamed(key);
      return field ? [[plain(heading), field] as const] : [];
    }),
  );

const missing = ({ indexOf }: Columns, { columns, defaults }: FileSettings, line: number): Fault[] => [
  ...Object.keys(FIELDS)
    .filter((name) => FIELDS[name]?.needed && !indexOf.has(name) && !Object.hasOwn(defaults, name))
    .map((name) => fileFault('column-missing', columns[name] ?? name, line)),
  ...Object.entries(columns)
    .filter(([key]) => !indexOf.has(key) && !FIELDS[key]?.needed)
    .map(([, heading]) =>
      fileFault('column-missing', heading, line, 'The mapping names this heading; the file does not have it.'),
    ),
];
