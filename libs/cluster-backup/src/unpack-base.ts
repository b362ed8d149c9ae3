/**
 * Unpacks a base backup, and holds every file against the server's manifest while it goes.
 *
 * Promise: when it resolves, the folder holds exactly the files of the manifest, each as it was read from the cluster.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { backupFault } from './backup-fault.ts';
import { FILES, sha256, type BackupDescription } from './description.ts';
import { BLOCK, tarEntry, type TarEntry } from './tar.ts';

interface ManifestFile {
  Path?: string;
  Size: number;
  'Checksum-Algorithm': string;
  Checksum: string;
}

const CHUNK = 1 << 20;

/**
 * @param backup the backup's folder
 * @param target exists and is empty
 * @throws TerminalFault 'backup-damaged', naming the file
 */
export const unpackBase = async (backup: string, target: string, description: BackupDescription): Promise<void> => {
  const expected = await manifestOf(backup, description);
  const tar = await open(join(backup, FILES.base), 'r').catch((cause: unknown) => {
    throw backupFault('backup-damaged', `${FILES.base} is missing`, cause);
  });
  try {
    for (let at = 0; ;) {
      const entry = tarEntry(await bytesAt(tar, at, BLOCK));
      if (!entry) break;
      await unpack(tar, at + BLOCK, entry, target, expected);
      at += BLOCK + Math.ceil(entry.size / BLOCK) * BLOCK;
    }
  } finally {
    await tar.close();
  }
  const [missing] = expected.keys();
  if (missing !== undefined) throw backupFault('backup-damaged', `${missing} is missing in ${FILES.base}`);
};

const manifestOf = async (
  backup: string,
  { manifestSha256 }: BackupDescription,
): Promise<Map<string, ManifestFile>> => {
  const text = await readFile(join(backup, FILES.manifest)).catch((cause: unknown) => {
    throw backupFault('backup-damaged', `${FILES.manifest} is missing`, cause);
  });
  if (sha256(text) !== manifestSha256) throw backupFault('backup-damaged', `${FILES.manifest} is not as it came`);
  const { Files: files } = JSON.parse(text.toString('utf8')) as { Files: ManifestFile[] };
  return new Map(files.flatMap((file) => (file.Path === undefined ? [] : [[file.Path, file]])));
};

const unpack = async (
  tar: FileHandle,
  from: number,
  { path, kind, size }: TarEntry,
  target: string,
  expected: Map<string, ManifestFile>,
): Promise<void> => {
  const inside = normalize(path);
  if (inside.startsWith('..') || inside.startsWith('/'))
    throw backupFault('backup-damaged', 'base.tar names a file outside its folder');
  if (kind === 'folder') return void (await mkdir(join(target, inside), { recursive: true, mode: 0o700 }));
  await mkdir(dirname(join(target, inside)), { recursive: true, mode: 0o700 });
  const sum = await copied(tar, from, size, join(target, inside));
  const known = expected.get(path);
  if (known?.Size !== size || known.Checksum !== sum || known['Checksum-Algorithm'] !== 'SHA256')
    throw backupFault('backup-damaged', `${path} in ${FILES.base} is not as the manifest says`);
  expected.delete(path);
};

/** Copies a range into a file; gives its SHA-256. PostgreSQL flushes the whole folder before it recovers. */
const copied = async (tar: FileHandle, from: number, size: number, file: string): Promise<string> => {
  const hash = createHash('sha256');
  const into = await open(file, 'wx', 0o600);
  try {
    for (let done = 0; done < size;) {
      const bytes = await bytesAt(tar, from + done, Math.min(CHUNK, size - done));
      hash.update(bytes);
      await into.writeFile(bytes);
      done += bytes.length;
    }
  } finally {
    await into.close();
  }
  return hash.digest('hex');
};

const bytesAt = async (tar: FileHandle, at: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await tar.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead !== length) throw backupFault('backup-damaged', `${FILES.base} ends too early`);
  return buffer;
};
