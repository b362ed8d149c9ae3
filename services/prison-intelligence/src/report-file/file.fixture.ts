// Files of invented reports for the specs of this folder.
import { checkFile, surveyFile, type Pieces } from './file-reader.ts';
import type { Fault } from './fault.ts';
import type { Detected, FileSettings } from './settings.ts';
import type { ReportLine } from './to-report.ts';

export const HEADINGS = [
  'reference',
  'date',
  'prison',
  'subject id',
  'subject name',
  'category',
  'text',
  'factual',
  'scale',
  'source',
  'information',
  'grounds',
];
export const ROW = [
  'P17-1',
  '2026-03-04',
  'Prison 17 (invented)',
  'subject-1',
  'Daniyar Omarov (invented)',
  'SUSPECT',
  'Said that a named attack had been right.',
  'yes',
  '3x5x2',
  '1',
  'A',
  'Serious prison risk.',
];

export const NOTHING_SAID: FileSettings = {
  format: null,
  encoding: null,
  delimiter: null,
  dateOrder: null,
  columns: {},
  ignore: [],
  defaults: {},
};
export const NOW = new Date('2026-11-21T09:00:00Z');

/** A row with some cells changed, by heading. */
export const row = (changes: Record<string, string> = {}): string[] =>
  ROW.map((cell, i) => changes[HEADINGS[i] ?? ''] ?? cell);

/** Lines joined with a delimiter, without any quoting. */
export const csv = (rows: string[][], delimiter = ',', end = '\n'): string =>
  rows.map((cells) => cells.join(delimiter) + end).join('');

export interface Read {
  detected: Detected | null;
  good: { line: number; report: ReportLine }[];
  faults: [line: number, column: string | null, code: string][];
  details: string[];
}

/** Reads a whole file as an import does; `pieceBytes` cuts it where it hurts. */
export const read = async (
  file: string | Uint8Array,
  said: Partial<FileSettings> = {},
  pieceBytes = 64 * 1024,
): Promise<Read> => {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const pieces: Pieces = async function* () {
    for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
  };
  const settings = { ...NOTHING_SAID, ...said };
  const surveyed = await surveyFile(pieces, settings, settings.format ?? 'csv');
  if ('fault' in surveyed) return told(null, [], surveyed.fault);
  const good: Read['good'] = [];
  const faults: Fault[] = [];
  for await (const part of checkFile(pieces, settings, surveyed.detected, NOW)) {
    if ('fault' in part) return told(surveyed.detected, [], part.fault);
    good.push(...part.good);
    faults.push(...part.faults);
  }
  return told(surveyed.detected, good, faults);
};

const told = (detected: Detected | null, good: Read['good'], faults: Fault[]): Read => ({
  detected,
  good,
  faults: faults.map(({ line, column, code }) => [line, column, code]),
  details: faults.map(({ detail }) => detail),
});
