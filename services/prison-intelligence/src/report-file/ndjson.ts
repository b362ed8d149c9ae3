// NDJSON: one object a line, of the shape a report is typed in, with `reference` and `observedOn`.
import { parseStrictJson, Problem } from '@gatehouse/service-kit';
import { lineFault, type Fault } from './fault.ts';
import type { Line } from './lines.ts';
import { characterFault, type Written } from './row.ts';

/** @returns null for an empty line */
export const writtenObject = (line: Line): Written | Fault[] | null => {
  if (line.tooLong) return [lineFault(line.number, 'line-too-long')];
  if (line.text.trim() === '') return null;
  try {
    const body = parseStrictJson(Buffer.from(line.text)) as Record<string, unknown>;
    const faults = textsOf(body, '').flatMap(([path, text]) => characterFault(line.number, text, path) ?? []);
    return faults.length > 0 ? faults : { body, columnOf: memberOf };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [lineFault(line.number, error.slug === 'nul-character' ? 'control-character' : 'json-broken')];
  }
};

/** `paragraphs.0.text` as `paragraphs[0].text`. */
const memberOf = (path: string): string => path.replace(/\.(\d+)(?=\.|$)/g, '[$1]');

const textsOf = (value: unknown, path: string): [path: string, text: string][] => {
  if (typeof value === 'string') return [[memberOf(path), value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => textsOf(member, path === '' ? key : `${path}.${key}`));
};
