// A secret as the cipher takes it: made ready once, since of bytes Node looks each time whether they are not some key of its own, which takes
// five times as long as a short HMAC.
import { createSecretKey, type KeyObject } from 'node:crypto';
import { CryptoFault } from './crypto-fault.ts';

const BYTES = 32;
/** A process has a handful; the one made ready longest ago gives way. */
const READY_AT_MOST = 64;

const ready = new Map<string, KeyObject>();

/**
 * @param secret base64url, 32 bytes
 * @param what it is, for the fault
 * @throws CryptoFault 'malformed'
 */
export const secretKey = (secret: string, what: string): KeyObject => {
  const known = ready.get(secret);
  if (known) return known;
  const bytes = Buffer.from(secret, 'base64url');
  if (bytes.length !== BYTES) throw new CryptoFault('malformed', `${what} has 32 bytes`);
  const key = createSecretKey(bytes);
  ready.set(secret, key);
  for (const oldest of ready.keys()) if (ready.size > READY_AT_MOST) ready.delete(oldest);
  return key;
};
