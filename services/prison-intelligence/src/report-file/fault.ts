// What can be wrong with a file of reports, as a closed list. A fault names a line and a column and says what to do; it
// never repeats what stands there.

/** A fault of the whole file: nothing of it can be imported. Stands at line 1, or at the line of the headings. */
export const FILE_FAULTS = {
  'file-empty': 'The file is empty.',
  'no-lines': 'The file has headings and no lines below them.',
  'encoding-unknown': 'The encoding could not be told: say it, e.g. windows-1251 or utf-8.',
  'too-many-columns': 'A file has at most 200 columns.',
  'heading-unreadable': 'The line of the headings cannot be read: check its quotes and its length.',
  'heading-missing': 'This column has no heading. Give it one, or remove it.',
  'heading-duplicate': 'Two columns have this heading: rename or remove one.',
  'column-unknown': 'No field of a report has this heading: map a field to it in columns, or name it in ignore.',
  'column-missing': 'A report needs this field: give it a column, or map it to one in columns.',
  'too-many-lines': 'A file has at most 1,000,000 lines: divide it.',
  'too-many-broken-quotes': 'Too many lines have broken quotes: check that this is the right delimiter and file.',
} as const;

/** A fault of one line: the others are not touched by it. */
export const LINE_FAULTS = {
  'line-too-long': 'A line has at most 262,144 characters.',
  'report-too-large': 'A report has at most 256 KiB.',
  'quote-broken': 'A quote is opened and not closed, or stands inside a text without being doubled.',
  'column-count': 'The line has another number of columns than the headings.',
  'json-broken': 'The line is not one JSON object.',
  'character-broken': 'A character here does not belong to the encoding of the file.',
  'control-character': 'Remove control characters.',
  'value-missing': 'A value is needed here.',
  'value-wrong': 'The value does not have the required form.',
  'date-unreadable': 'Write a day as 2026-03-04, 04.03.2026 or 03/04/2026, or an instant with its zone.',
  'date-impossible': 'There is no such day.',
  'date-ambiguous': 'Day and month could be exchanged: say dateOrder, DMY or MDY.',
  'date-in-the-future': 'This day has not come yet.',
  'grade-missing': 'Each paragraph has its grade: scale, source and information.',
  'grade-not-on-scale':
    'The value is not on its scale: 3x5x2 has sources 1-3 and information A-E, EUP A, B, C, X and 1-4.',
  'reference-repeated': 'An earlier line of this file has the same reference and says something else.',
  'reference-conflict': 'A report with this reference was imported before and says something else. It stays as it is.',
  'report-refused': 'The report was refused.',
} as const;

export type FileFaultCode = keyof typeof FILE_FAULTS;
export type LineFaultCode = keyof typeof LINE_FAULTS;

export interface Fault {
  /** counted from 1 as an editor counts, the headings included; the first line of a record that has several */
  line: number;
  /** the heading, or the path of a JSON member; null when the fault is about the whole line */
  column: string | null;
  code: FileFaultCode | LineFaultCode;
  /** what to do */
  detail: string;
}

const LONGEST_NAME = 100;

// A heading is the sender's own text: cut, and without what an editor would act on.
// oxlint-disable-next-line no-control-regex -- control characters are what is taken out
const nameOf = (column: string): string => column.replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, LONGEST_NAME);

/** A fault of one line, in the words of the list or in better ones. */
export const lineFault = (line: number, code: LineFaultCode, column: string | null = null, detail?: string): Fault => ({
  line,
  column: column === null ? null : nameOf(column),
  code,
  detail: detail ?? LINE_FAULTS[code],
});

/** A fault of the whole file. */
export const fileFault = (code: FileFaultCode, column: string | null = null, line = 1, detail?: string): Fault => ({
  line,
  column: column === null ? null : nameOf(column),
  code,
  detail: detail ?? FILE_FAULTS[code],
});
