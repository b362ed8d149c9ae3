/**
 * One person, a different name for every reader.
 *
 * Promise: HMAC-SHA-256 (RFC 2104) of scope and id: without the key nobody can compute or test a guess, and the same
 * id under two scopes gives names that cannot be matched. Bare hashes of identifiers can be guessed by trying them all.
 * Invariant: the scope ends at the first NUL byte and contains none, so no (scope, id) pair reads like another.
 */
import { createHmac } from 'node:crypto';
import { CryptoFault } from './crypto-fault.ts';
import { secretKey } from './secret-key.ts';

/**
 * @param key base64url, 32 bytes, secret of the party that gives the pseudonyms out
 * @param scope who may know this name, for instance the recipient's party id
 * @param id what is hidden
 * @returns 43 characters of base64url
 */
export const pseudonym = (key: string, scope: string, id: string): string => {
  const secret = secretKey(key, 'a pseudonym key');
  if (scope === '' || scope.includes('\0')) throw new CryptoFault('malformed', 'a pseudonym needs a scope without NUL');
  return createHmac('sha256', secret).update(`${scope}\0${id}`, 'utf8').digest('base64url');
};
