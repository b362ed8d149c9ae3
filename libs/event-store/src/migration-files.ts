import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { MigrationSet } from './migrations.ts';

export interface MigrationFile {
  number: number;
  name: string;
  sql: string;
  sha256: string;
}

/** The files of a set in order. Throws TerminalFault 'migration-files' unless they are numbered 1, 2, 3 ... */
export const migrationFiles = async (set: MigrationSet): Promise<MigrationFile[]> => {
  const folder = set.folder.href.endsWith('/') ? set.folder : new URL(`${set.folder.href}/`);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const files = await Promise.all(names.map((name) => migrationFile(folder, name)));
  files.forEach((file, index) => {
    if (file.number !== index + 1)
      throw new TerminalFault(`${set.name}: migrations are numbered 0001, 0002 ...; found ${file.name}`, {
        code: 'migration-files',
      });
  });
  return files;
};

const migrationFile = async (folder: URL, name: string): Promise<MigrationFile> => {
  const sql = await readFile(new URL(name, folder), 'utf8');
  return {
    number: Number(/^(\d{4})_/.exec(name)?.[1] ?? Number.NaN),
    name,
    sql,
    sha256: createHash('sha256').update(sql).digest('hex'),
  };
};
