/**
 * A key for each item, wrapped by an agency key that is kept outside the database (ruling 7).
 *
 * Promise: AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce each time; what is sealed opens only under the same
 * key, for the same item and the same part of it. A changed byte, another item's key or another part's place is a fault,
 * never another text. Invariant: item keys are random, not derived, so destroying the wrapped one destroys what it sealed.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { CryptoFault } from './crypto-fault.ts';
import { secretKey } from './secret-key.ts';

const CIPHER = 'aes-256-gcm';
const FORM = 'gh1.';
const [KEY_BYTES, NONCE_BYTES, TAG_BYTES] = [32, 12, 16];

export interface ItemKey {
  /** seals a JSON value; `part` names its place in the item and must be named again to open it */
  seal(part: string, value: unknown): string;
  /** @throws CryptoFault 'malformed' when anything about it is not as it was sealed */
  open(part: string, sealed: string): unknown;
  /** the same for a text as it is */
  sealText(part: string, text: string): string;
  /** @throws CryptoFault 'malformed' */
  openText(part: string, sealed: string): string;
  /** base64url, HMAC-SHA-256: the same for the same text of this item; nobody without the key can test a guess against it */
  digestOf(text: string): string;
}

/**
 * Makes a random key for an item.
 * @param agencyKey base64url, 32 bytes
 * @returns the key, and its wrapped form to be kept beside the item
 */
export const makeItemKey = (agencyKey: string, itemId: string): { key: ItemKey; wrapped: string } => {
  const bytes = randomBytes(KEY_BYTES);
  return { key: itemKey(bytes, itemId), wrapped: encrypt(agencySecret(agencyKey), associated(itemId, ''), bytes) };
};

/** @throws CryptoFault 'malformed' when it is not this item's key wrapped by this agency key, or was changed */
export const unwrapItemKey = (agencyKey: string, itemId: string, wrapped: string): ItemKey =>
  itemKey(decrypt(agencySecret(agencyKey), associated(itemId, ''), wrapped), itemId);

const itemKey = (bytes: Buffer, itemId: string): ItemKey => {
  const key = createSecretKey(bytes);
  const sealText = (part: string, text: string) => encrypt(key, associated(itemId, part), Buffer.from(text, 'utf8'));
  const openText = (part: string, sealed: string) => decrypt(key, associated(itemId, part), sealed).toString('utf8');
  // A key of its own (RFC 5869), so that no key serves two ways of use.
  const digesting = createSecretKey(Buffer.from(hkdfSync('sha256', key, '', 'gatehouse digest', KEY_BYTES)));
  return {
    sealText,
    openText,
    digestOf: (text) => createHmac('sha256', digesting).update(text, 'utf8').digest('base64url'),
    seal: (part, value) => sealText(part, canonicalJson(value)),
    open: (part, sealed) => JSON.parse(openText(part, sealed)) as unknown,
  };
};

// The item's id ends at the first NUL and holds none, so no two places read alike.
const associated = (itemId: string, part: string): Buffer => {
  if (itemId === '' || itemId.includes('\0')) throw new CryptoFault('malformed', 'an item key needs an id without NUL');
  return Buffer.from(`${itemId}\0${part}`, 'utf8');
};

const agencySecret = (agencyKey: string): KeyObject => secretKey(agencyKey, 'an agency key');

const encrypt = (key: KeyObject, about: Buffer, plain: Buffer): string => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(about);
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return `${FORM}${sealed.toString('base64url')}`;
};

const decrypt = (key: KeyObject, about: Buffer, sealed: string): Buffer => {
  const bytes = Buffer.from(sealed.slice(FORM.length), 'base64url');
  // A decoder forgives stray characters; what it forgave was not what had been sealed.
  if (`${FORM}${bytes.toString('base64url')}` !== sealed || bytes.length < NONCE_BYTES + TAG_BYTES)
    throw new CryptoFault('malformed', 'not a sealed part of an item');
  const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(-TAG_BYTES)];
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(about).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new CryptoFault('malformed', 'a sealed part of an item was changed, or is of another item', { cause });
  }
};
