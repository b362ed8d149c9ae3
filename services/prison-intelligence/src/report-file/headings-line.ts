// Where the headings of a CSV file stand, and what separates its columns.
import { parse } from 'csv-parse/sync';
import { fieldOf } from './fields.ts';
import { DELIMITERS, type Delimiter } from './settings.ts';

/** Spreadsheets may say the delimiter themselves, on a line of its own before the headings. */
const SEPARATOR_LINE = /^sep=([,;\t|])$/i;

export const isSeparatorLine = (text: string): boolean => SEPARATOR_LINE.test(text);

/** The delimiter under which the most headings are known; of equals the one with the most columns. */
export const delimiterOf = (firstLines: string[]): Delimiter => {
  const said = SEPARATOR_LINE.exec(firstLines[0] ?? '')?.[1];
  if (said) return said as Delimiter;
  const headings = firstLines.find((text) => text.trim() !== '') ?? '';
  const ranked = DELIMITERS.map((delimiter) => {
    const cells = cellsOf(headings, delimiter);
    return { delimiter, known: cells.filter((cell) => fieldOf(cell)).length, columns: cells.length };
  }).sort((a, b) => b.known - a.known || b.columns - a.columns);
  return ranked[0]?.delimiter ?? ',';
};

const cellsOf = (text: string, delimiter: string): string[] => {
  try {
    return parse(text, { delimiter, relax_column_count: true })[0] ?? [];
  } catch {
    return text.split(delimiter);
  }
};
