// What passes on a stream of the log (PostgreSQL, "Streaming Replication Protocol"): numbers are big-endian.
import { backupFault } from './backup-fault.ts';

export type WalMessage = { kind: 'wal'; at: bigint; bytes: Buffer } | { kind: 'keepalive'; answerAtOnce: boolean };

/** @throws TerminalFault 'backup-server' for a message that is none of these */
export const walMessage = (chunk: Buffer): WalMessage => {
  const kind = String.fromCharCode(chunk[0] ?? 0);
  // The bytes are copied: the connection uses its buffer again.
  if (kind === 'w') return { kind: 'wal', at: chunk.readBigUInt64BE(1), bytes: Buffer.from(chunk.subarray(25)) };
  if (kind === 'k') return { kind: 'keepalive', answerAtOnce: chunk[17] === 1 };
  throw backupFault('backup-server', 'the server says what no log is');
};

/** Everything up to here is written and flushed; nothing is applied anywhere. */
export const standbyStatus = (flushed: bigint): Buffer => {
  const message = Buffer.alloc(34);
  message.write('r');
  message.writeBigUInt64BE(flushed, 1);
  message.writeBigUInt64BE(flushed, 9);
  // Bytes 17 to 32 stay 0: nothing applied, and no clock of ours that the server should know; byte 33: no answer is asked for.
  return message;
};
