// The life of an import: what people decided about it and what came of it. Reports themselves are streams of their own.
import type { EventTypes } from '@gatehouse/event-store';
import type { FileSettings } from '../report-file/settings.ts';

interface Of {
  importId: string;
  by: string;
  at: string;
}

export interface ReportImportOpened {
  type: 'ReportImportOpened';
  data: Of & { unit: string; settings: FileSettings };
}

export interface ReportFileReceived {
  type: 'ReportFileReceived';
  /** digest: hexadecimal SHA-256 of the bytes as they came */
  data: Of & { bytes: number; digest: string; format: 'csv' | 'ndjson' };
}

export interface ReportFileChecked {
  type: 'ReportFileChecked';
  /** readable: false when the file as a whole cannot be imported */
  data: Of & { readable: boolean; goodLines: number; faultyLines: number };
}

export interface ReportImportStarted {
  type: 'ReportImportStarted';
  /** leaveOut: how many faulty lines the person agreed to leave out */
  data: Of & { leaveOut: number };
}

export interface ReportImportStopped {
  type: 'ReportImportStopped';
  data: Of;
}

export interface ReportImportResumed {
  type: 'ReportImportResumed';
  data: Of;
}

export interface ReportImportFinished {
  type: 'ReportImportFinished';
  data: Of & { recorded: number; alreadyThere: number; refused: number };
}

export interface ReportImportAbandoned {
  type: 'ReportImportAbandoned';
  data: Of;
}

export type ImportEvent =
  | ReportImportOpened
  | ReportFileReceived
  | ReportFileChecked
  | ReportImportStarted
  | ReportImportStopped
  | ReportImportResumed
  | ReportImportFinished
  | ReportImportAbandoned;

/** Each with the steps from its older versions; none has one yet. */
export const importEventTypes = {
  ReportImportOpened: [],
  ReportFileReceived: [],
  ReportFileChecked: [],
  ReportImportStarted: [],
  ReportImportStopped: [],
  ReportImportResumed: [],
  ReportImportFinished: [],
  ReportImportAbandoned: [],
} satisfies EventTypes<ImportEvent>;

export const importStream = (importId: string): string => `report-import-${importId}`;
