// How a file is to be read, as its sender says it; null where he leaves it to be detected.
import type { DateOrder, DateReading } from './dates.ts';
import type { Encoding } from './encoding.ts';

export const FORMATS = ['csv', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface FileSettings {
  format: Format | null;
  encoding: Encoding | null;
  delimiter: Delimiter | null;
  dateOrder: DateOrder | null;
  /** heading by field, such as { "text 2": "Second paragraph" } */
  columns: Record<string, string>;
  /** headings of columns that are left out on purpose */
  ignore: string[];
  /** for every line that gives no value of its own */
  defaults: { prison?: string; scale?: '3x5x2' | 'EUP' };
}

/** What the file turned out to be; what was given is repeated. */
export interface Detected {
  format: Format;
  encoding: Encoding;
  /** null for NDJSON */
  delimiter: Delimiter | null;
  dates: DateReading;
  /** field by heading; empty for NDJSON */
  columns: Record<string, string>;
}
