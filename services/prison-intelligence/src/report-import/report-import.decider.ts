// What may be done with an import, and when: no file twice, no start before the check, no line left out unless somebody
// said how many. No I/O, no clock, no ids.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type {
  ImportEvent,
  ReportFileChecked,
  ReportFileReceived,
  ReportImportAbandoned,
  ReportImportFinished,
  ReportImportOpened,
  ReportImportResumed,
  ReportImportStarted,
  ReportImportStopped,
} from './report-import.events.ts';

export type ImportCommand = Change & {
  /** the unit of whoever asks: an import is nobody else's */
  unit: string;
};

type Change =
  | { type: 'OpenReportImport'; data: ReportImportOpened['data'] }
  | { type: 'ReceiveReportFile'; data: ReportFileReceived['data'] }
  | { type: 'CheckReportFile'; data: ReportFileChecked['data'] }
  | { type: 'StartReportImport'; data: ReportImportStarted['data'] }
  | { type: 'StopReportImport'; data: ReportImportStopped['data'] }
  | { type: 'ResumeReportImport'; data: ReportImportResumed['data'] }
  | { type: 'FinishReportImport'; data: ReportImportFinished['data'] }
  | { type: 'AbandonReportImport'; data: ReportImportAbandoned['data'] };

export type ImportRefusal =
  | 'import-exists'
  | 'import-unknown'
  | 'file-received-already'
  | 'file-not-checked'
  | 'file-not-readable'
  | 'no-good-lines'
  | 'faulty-lines-not-agreed'
  | 'import-started-already'
  | 'import-not-running'
  | 'import-not-stopped'
  | 'import-over';

export type ImportStatus = 'open' | 'checking' | 'checked' | 'running' | 'stopped' | 'finished' | 'abandoned';

export type Import =
  | { status: 'none' }
  | { status: ImportStatus; unit: string; readable: boolean; goodLines: number; faultyLines: number };

type Decided = Decision<ImportEvent, ImportRefusal>;
type Known = Exclude<Import, { status: 'none' }>;

const decide = (command: ImportCommand, state: Import): Decided => {
  if (command.type === 'OpenReportImport')
    return state.status === 'none'
      ? accept<ImportEvent>({ type: 'ReportImportOpened', data: command.data })
      : refuse('import-exists');
  if (state.status === 'none' || state.unit !== command.unit) return refuse('import-unknown');
  if (state.status === 'finished' || state.status === 'abandoned') return refuse('import-over');
  return decideOpen(command, state);
};

const decideOpen = (command: Exclude<ImportCommand, { type: 'OpenReportImport' }>, state: Known): Decided => {
  switch (command.type) {
    case 'ReceiveReportFile':
      return state.status === 'open'
        ? accept<ImportEvent>({ type: 'ReportFileReceived', data: command.data })
        : refuse('file-received-already');
    case 'CheckReportFile':
      return state.status === 'checking'
        ? accept<ImportEvent>({ type: 'ReportFileChecked', data: command.data })
        : refuse('file-not-checked');
    case 'StartReportImport':
      return start(command.data, state);
    case 'StopReportImport':
      return state.status === 'running'
        ? accept<ImportEvent>({ type: 'ReportImportStopped', data: command.data })
        : refuse('import-not-running');
    case 'ResumeReportImport':
      return state.status === 'stopped'
        ? accept<ImportEvent>({ type: 'ReportImportResumed', data: command.data })
        : refuse('import-not-stopped');
    case 'FinishReportImport':
      return state.status === 'running'
        ? accept<ImportEvent>({ type: 'ReportImportFinished', data: command.data })
        : refuse('import-not-running');
    case 'AbandonReportImport':
      return accept<ImportEvent>({ type: 'ReportImportAbandoned', data: command.data });
    default:
      return unreachable(command);
  }
};

const start = (data: ReportImportStarted['data'], state: Known): Decided => {
  if (state.status === 'open' || state.status === 'checking') return refuse('file-not-checked');
  if (state.status !== 'checked') return refuse('import-started-already');
  if (!state.readable) return refuse('file-not-readable');
  if (state.goodLines === 0) return refuse('no-good-lines');
  // Lines are left out only by somebody who knows how many: the number he saw in the dry run.
  if (data.leaveOut !== state.faultyLines) return refuse('faulty-lines-not-agreed');
  return accept<ImportEvent>({ type: 'ReportImportStarted', data });
};

const evolve = (state: Import, event: ImportEvent): Import => {
  if (event.type === 'ReportImportOpened')
    return { status: 'open', unit: event.data.unit, readable: false, goodLines: 0, faultyLines: 0 };
  return state.status === 'none' ? state : evolveKnown(state, event);
};

const evolveKnown = (known: Known, event: Exclude<ImportEvent, ReportImportOpened>): Known => {
  switch (event.type) {
    case 'ReportFileReceived':
      return { ...known, status: 'checking' };
    case 'ReportFileChecked': {
      const { readable, goodLines, faultyLines } = event.data;
      return { ...known, status: 'checked', readable, goodLines, faultyLines };
    }
    case 'ReportImportStarted':
    case 'ReportImportResumed':
      return { ...known, status: 'running' };
    case 'ReportImportStopped':
      return { ...known, status: 'stopped' };
    case 'ReportImportFinished':
      return { ...known, status: 'finished' };
    case 'ReportImportAbandoned':
      return { ...known, status: 'abandoned' };
    default:
      return unreachable(event);
  }
};

export const importDecider: Decider<ImportCommand, Import, ImportEvent, ImportRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
