import { TerminalFault } from '@gatehouse/service-kit/faults';

/**
 * Why a backup cannot be taken or used: somebody has to decide something.
 * Codes: 'backup-folder' (not the folder it should be), 'backup-damaged', 'backup-version', 'backup-server'.
 */
export const backupFault = (code: `backup-${string}`, message: string, cause?: unknown): TerminalFault =>
  new TerminalFault(message, { code, ...(cause === undefined ? {} : { cause }) });
