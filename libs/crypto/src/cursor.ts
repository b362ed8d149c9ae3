/**
 * Cursors that leave the process: compact JWE (RFC 7516), `dir` with A256GCM.
 *
 * Promise: a cursor says nothing to whoever holds it (no counts, no positions), cannot be made or changed by them, and
 * opens only in the scope it was given out for, so one caller's place cannot be used by another.
 * Invariant: whatever is wrong with one, the answer is the same fault.
 */
import { CompactEncrypt, compactDecrypt } from 'jose';
import { canonicalJson } from './canonical-json.ts';
import { compactParts, jsonObject } from './compact.ts';
import { CryptoFault } from './crypto-fault.ts';

/**
 * @param key base64url, 32 bytes (`PartyKeys.cursor`)
 * @param scope whose place in what this is, such as 'inbox:po-aidos'
 * @param place any JSON object
 */
export const sealCursor = (key: string, scope: string, place: object): Promise<string> =>
  new CompactEncrypt(Buffer.from(canonicalJson({ scope, place }), 'utf8'))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(Buffer.from(key, 'base64url'));

/** @returns the place; throws CryptoFault 'cursor' for one that is forged, changed, or of another scope or key */
export const openCursor = async (key: string, scope: string, cursor: string): Promise<unknown> => {
  const opened = await decrypted(key, cursor).catch((cause: unknown) => {
    throw new CryptoFault('cursor', 'not a cursor of this list', { cause });
  });
  if (opened?.['scope'] !== scope) throw new CryptoFault('cursor', 'not a cursor of this list');
  return opened['place'];
};

const decrypted = async (key: string, cursor: string): Promise<Record<string, unknown> | undefined> => {
  compactParts(cursor, 5);
  const { plaintext } = await compactDecrypt(cursor, Buffer.from(key, 'base64url'), {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  return jsonObject(Buffer.from(plaintext).toString('utf8'));
};
