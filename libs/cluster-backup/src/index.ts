export { takeBaseBackup } from './base-backup.ts';
export { backupFault } from './backup-fault.ts';
export { FILES, readDescription, writeDescription, type BackupDescription } from './description.ts';
export { FOLLOWER, followWal, type WalFollower } from './wal-follower.ts';
export { verifyWal, type VerifiedWal } from './wal-files.ts';
export { unpackBase } from './unpack-base.ts';
export { formatLsn, parseLsn } from './lsn.ts';
