/** What is wrong, and where: a path of the log, `checkpoint`, `history`, `key` or `record <source>/<number>`. */
export class LogFault extends Error {
  readonly place: string;
  readonly what: string;
}

export interface SeenCheckpoint {
  size: number;
  /** base64 */
  root: string;
}

export interface VerifiedLog extends SeenCheckpoint {
  origin: string;
  /** the signed checkpoint as it was served */
  note: string;
  entries: Buffer[];
  bundles: number;
  tiles: number;
}

export interface RecordToVerify {
  source?: string;
  number?: number;
  record: object;
  /** base64 */
  salt: string;
  logIndex: number | null;
  /** base64 */
  proof: string[];
}

export function openCheckpoint(
  note: string,
  vkey: string,
): { origin: string; size: number; root: Buffer; note: string };

/** Resolves when everything agrees; rejects with LogFault. */
export function verifyLog(options: {
  url: string;
  vkey: string;
  fetch?: typeof fetch;
  seen?: SeenCheckpoint | null;
}): Promise<VerifiedLog>;

/** Returns when the record stands where it says; throws LogFault. */
export function verifyRecord(options: {
  record: RecordToVerify;
  checkpoint: string;
  vkey: string;
  log?: Pick<VerifiedLog, 'entries' | 'size'>;
}): {
  index: number;
  /** base64 */
  entry: string;
};
