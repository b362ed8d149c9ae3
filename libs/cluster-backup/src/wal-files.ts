/**
 * The log in a backup's folder: one file a segment, the last one `.partial`, and the SHA-256 of each whole one.
 *
 * Promise of `verifyWal`: every byte from where the base backup begins to where the log ends is there, in one piece, as it came.
 * Recovery itself stops at the first record that is damaged and says nothing: what came after would be lost in silence.
 */
import { appendFile, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { backupFault } from './backup-fault.ts';
import { FILES, sha256, type BackupDescription } from './description.ts';
import { syncFolder } from './durable.ts';
import { formatLsn, parseLsn, segmentName, segmentStart } from './lsn.ts';

const WHOLE = /^[0-9A-F]{24}$/;
const PARTIAL = /^([0-9A-F]{24})\.partial$/;

/** The names of the whole segments in order, and of the one being written. */
export const segmentsIn = async (folder: string): Promise<{ whole: string[]; partial: string | null }> => {
  const names = (await readdir(join(folder, FILES.wal))).sort();
  const partial = names.findLast((name) => PARTIAL.test(name)) ?? null;
  return { whole: names.filter((name) => WHOLE.test(name)), partial: PARTIAL.exec(partial ?? '')?.[1] ?? null };
};

/** A segment has all its bytes: its sum is noted, and it gets its name. */
export const completeSegment = async (folder: string, name: string): Promise<void> => {
  const wal = join(folder, FILES.wal);
  const sum = sha256(await readFile(join(wal, `${name}.partial`)));
  await appendFile(join(folder, FILES.walSums), `${sum}  ${name}\n`, { mode: 0o600 });
  const sums = await open(join(folder, FILES.walSums), 'r');
  await sums.sync().finally(() => sums.close());
  await rename(join(wal, `${name}.partial`), join(wal, name));
  await syncFolder(wal);
};

export interface VerifiedWal {
  /** whole segments, in order, from the one in which the base backup begins */
  whole: string[];
  partial: string | null;
  /** the log reaches at least up to here */
  upTo: string;
}

/** @throws TerminalFault 'backup-damaged', naming the file */
export const verifyWal = async (folder: string, description: BackupDescription): Promise<VerifiedWal> => {
  const { segmentBytes, timeline, startLsn, endLsn } = description;
  const { whole, partial } = await segmentsIn(folder).catch((cause: unknown) => {
    throw backupFault('backup-damaged', 'the log is missing', cause);
  });
  const first = segmentName(timeline, parseLsn(startLsn), segmentBytes);
  const needed = whole.filter((name) => name >= first);
  const sums = await sumsIn(folder);
  let next = first;
  for (const name of needed) {
    if (name !== next) throw backupFault('backup-damaged', `the log is not in one piece: wal/${next} is missing`);
    const bytes = await readFile(join(folder, FILES.wal, name));
    if (bytes.length !== segmentBytes || sums.get(name) !== sha256(bytes))
      throw backupFault('backup-damaged', `wal/${name} is not as it came`);
    next = segmentName(timeline, segmentStart(name, segmentBytes) + BigInt(segmentBytes), segmentBytes);
  }
  const continued = partial === next ? partial : null;
  if (partial !== null && partial > next)
    throw backupFault('backup-damaged', `the log is not in one piece: wal/${next} is missing`);
  const upTo = await endOf(folder, next, continued, segmentBytes);
  if (upTo < parseLsn(endLsn)) throw backupFault('backup-damaged', 'the log ends before the base backup did');
  return { whole: needed, partial: continued, upTo: formatLsn(upTo) };
};

const sumsIn = async (folder: string): Promise<Map<string, string>> => {
  const text = await readFile(join(folder, FILES.walSums), 'utf8').catch(() => '');
  return new Map(text.split('\n').map((line) => [line.slice(66), line.slice(0, 64)]));
};

const endOf = async (folder: string, next: string, partial: string | null, segmentBytes: number): Promise<bigint> => {
  const start = segmentStart(next, segmentBytes);
  if (partial === null) return start;
  return start + BigInt((await stat(join(folder, FILES.wal, `${partial}.partial`))).size);
};
