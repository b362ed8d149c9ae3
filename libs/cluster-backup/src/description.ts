// What stands in a backup's folder: `base.tar` and `backup_manifest` as the server sent them, `wal/` with the log since, and
// `backup.json`, written last: a folder without it holds no whole backup.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backupFault } from './backup-fault.ts';
import { writeDurably } from './durable.ts';

export interface BackupDescription {
  form: 1;
  takenAt: string;
  /** as `show server_version_num` says it */
  version: number;
  systemIdentifier: string;
  timeline: number;
  segmentBytes: number;
  /** the log is needed from here on */
  startLsn: string;
  /** and at least up to here */
  endLsn: string;
  /** of backup_manifest, hex */
  manifestSha256: string;
}

export const FILES = {
  description: 'backup.json',
  base: 'base.tar',
  manifest: 'backup_manifest',
  wal: 'wal',
  walSums: 'wal/SHA256SUMS',
} as const;

export const writeDescription = (folder: string, description: BackupDescription): Promise<void> =>
  writeDurably(join(folder, FILES.description), `${JSON.stringify(description, null, 2)}\n`);

/** @throws TerminalFault 'backup-folder' where there is no whole backup, 'backup-damaged' where its description is none */
export const readDescription = async (folder: string): Promise<BackupDescription> => {
  const text = await readFile(join(folder, FILES.description), 'utf8').catch((cause: unknown) => {
    throw backupFault('backup-folder', `there is no whole backup in ${folder}: ${FILES.description} is missing`, cause);
  });
  try {
    const description = JSON.parse(text) as BackupDescription;
    if (description.form !== 1) throw new Error('of another form');
    return description;
  } catch (cause) {
    throw backupFault('backup-damaged', `${FILES.description} cannot be read`, cause);
  }
};

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
