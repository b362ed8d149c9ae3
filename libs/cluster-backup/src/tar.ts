// Reading the tar that PostgreSQL sends: ustar, plain files, folders and links, no extensions.
import { backupFault } from './backup-fault.ts';

export const BLOCK = 512;

export interface TarEntry {
  path: string;
  kind: 'file' | 'folder';
  size: number;
}

/** @returns null for the empty block at the end. @throws TerminalFault 'backup-damaged' */
export const tarEntry = (block: Buffer): TarEntry | null => {
  if (block.every((byte) => byte === 0)) return null;
  const sum = octal(block, 148, 8);
  const counted = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  if (sum !== counted) throw backupFault('backup-damaged', 'base.tar is damaged');
  const kind = { '0': 'file', '\0': 'file', '5': 'folder' }[String.fromCharCode(block[156] ?? 0)];
  if (!kind) throw backupFault('backup-damaged', 'base.tar holds something that is neither file nor folder');
  return {
    path: text(block, 0, 100).replace(/^\.\//, '').replace(/\/$/, ''),
    kind: kind as TarEntry['kind'],
    size: octal(block, 124, 12),
  };
};

const text = (block: Buffer, at: number, length: number): string =>
  block.toString('utf8', at, at + length).split('\0')[0] ?? '';

const octal = (block: Buffer, at: number, length: number): number =>
  Number.parseInt(text(block, at, length).trim() || '0', 8);
