import { TerminalFault } from '@gatehouse/service-kit/faults';

/** Why a log must not be signed, until somebody has settled it. */
export const notToBeSigned = (code: string, why: string, cause?: unknown): TerminalFault =>
  new TerminalFault(`the stored log is not to be signed: ${why}`, { code, cause });

/** Tiles, entries and checkpoint of the database do not fit together. */
export const inconsistent = (why: string, cause?: unknown): TerminalFault =>
  notToBeSigned('log-inconsistent', why, cause);
