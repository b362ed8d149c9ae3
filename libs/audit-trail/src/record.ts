// Promise: what is recorded commits or rolls back with the caller's own work. The entry hash commits to the record and
// says nothing about it: SHA-256(32 random bytes || RFC 8785 text). Once record and salt are gone, nobody can test a
// guess against the hash.
import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from '@gatehouse/crypto';
import type { Queryable } from '@gatehouse/event-store';
import { checkAuditRecord, type AuditRecord } from './audit-record.ts';

const SALT_BYTES = 32;

/** The 32-byte commitment that stands in the log for a record. `record`: its canonical text. */
export const entryHashOf = (record: string, salt: Uint8Array): Buffer =>
  createHash('sha256').update(salt).update(record, 'utf8').digest();

/** A record as it will stand, and what commits to it. */
export interface CommittedRecord {
  recordId: string;
  source: string;
  /** RFC 8785 text */
  text: string;
  salt: Buffer;
  entryHash: Buffer;
}

/**
 * Salts a record and commits to it, before it is written.
 * @throws TerminalFault 'audit-record' when it is outside the closed lists
 */
export const committed = (audited: AuditRecord): CommittedRecord => {
  checkAuditRecord(audited);
  const { recordId, source } = audited;
  const text = canonicalJson(audited);
  const salt = randomBytes(SALT_BYTES);
  return { recordId, source, text, salt, entryHash: entryHashOf(text, salt) };
};

/**
 * Writes an audit record in the caller's transaction, without a number: the sequencer numbers it after the commit.
 * @param client a client inside the transaction whose work is recorded
 * @returns the id, and the entry hash (base64url) that the source can promise
 * @throws TerminalFault 'audit-record' when it is outside the closed lists; whatever the database throws
 */
export const record = async (
  client: Queryable,
  audited: AuditRecord,
): Promise<{ recordId: string; entryHash: string }> => {
  const { recordId, source, text, salt, entryHash } = committed(audited);
  await client.query({
    name: 'audit-record',
    text: 'insert into audit.record (record_id, source, record, salt, entry_hash) values ($1, $2, $3, $4, $5)',
    values: [recordId, source, text, salt, entryHash],
  });
  return { recordId, entryHash: entryHash.toString('base64url') };
};

/**
 * Writes many audit records in the caller's transaction, in their order, in one round trip: what a bulk import needs.
 * @throws TerminalFault 'audit-record' when one is outside the closed lists; whatever the database throws
 */
export const recordAll = async (client: Queryable, audited: readonly AuditRecord[]): Promise<void> =>
  recordCommitted(client, audited.map(committed));

/** The same of records that are committed to already. */
export const recordCommitted = async (client: Queryable, rows: readonly CommittedRecord[]): Promise<void> => {
  if (rows.length === 0) return;
  await client.query({
    name: 'audit-record-all',
    text: `insert into audit.record (record_id, source, record, salt, entry_hash)
     select record_id, source, record, salt, entry_hash
     from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::bytea[])
       with ordinality as r (record_id, source, record, salt, entry_hash, place) order by place`,
    values: [
      rows.map(({ recordId }) => recordId),
      rows.map(({ source }) => source),
      rows.map(({ text }) => text),
      rows.map(({ salt }) => salt),
      rows.map(({ entryHash }) => entryHash),
    ],
  });
};
