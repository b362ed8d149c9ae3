// C2SP signed-note with Ed25519 keys (signature type 0x01).
//
// Promise: `openNote` gives the text only when a known key signed it; a signature by a known key that fails spoils the
// whole note; signatures of unknown keys are passed over, so keys can be rotated and witnesses can cosign.
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

const ED25519 = 0x01;
const KEY_ID_BYTES = 4;
const MARK = '\u2014 ';
const NAME = /^[^\s+]+$/u;
const LIMIT = 64 * 1024;

/** Strict: one text for one value; null for stray bits, missing padding or foreign characters. */
export const decodeBase64 = (text: string): Buffer | null => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
};

/** Who may sign: a name and an Ed25519 public key. */
export interface NoteVerifier {
  name: string;
  keyId: Buffer;
  publicKey: KeyObject;
}
/** A verifier with its private key. */
export interface NoteSigner extends NoteVerifier {
  privateKey: KeyObject;
}

const rawPublicKey = (key: KeyObject): Buffer => {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('a note key is an Ed25519 key');
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
};

const verifierOf = (name: string, publicKey: KeyObject): NoteVerifier => {
  if (!NAME.test(name)) throw new TypeError('a key name is not empty and has no space and no plus');
  const encoded = Buffer.concat([Buffer.of(ED25519), rawPublicKey(publicKey)]);
  return {
    name,
    publicKey,
    keyId: createHash('sha256').update(`${name}\n`).update(encoded).digest().subarray(0, KEY_ID_BYTES),
  };
};

/** A signer of notes under this name. */
export const noteSigner = (name: string, privateKey: KeyObject): NoteSigner => ({
  ...verifierOf(name, createPublicKey(privateKey)),
  privateKey,
});

/** The verifier key as text: `name+keyid+base64(0x01 || public key)`. */
export const encodeVerifierKey = ({ name, keyId, publicKey }: NoteVerifier): string =>
  `${name}+${keyId.toString('hex')}+${Buffer.concat([Buffer.of(ED25519), rawPublicKey(publicKey)]).toString('base64')}`;

/** Reads a verifier key. @throws TypeError when it is not one, or its id does not fit its key */
export const parseVerifierKey = (text: string): NoteVerifier => {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text.trim()) ?? [];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  if (name === undefined || bytes.length !== 33 || bytes[0] !== ED25519)
    throw new TypeError('not an Ed25519 verifier key');
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') };
  const verifier = verifierOf(name, createPublicKey({ key: jwk, format: 'jwk' }));
  if (verifier.keyId.toString('hex') !== id) throw new TypeError('the key id does not belong to this key');
  return verifier;
};

/** Signs a text, which ends in a newline. */
export const signNote = (text: string, ...signers: NoteSigner[]): string => {
  if (!text.endsWith('\n') || !isNoteText(text))
    throw new TypeError('a note text ends in a newline and has no control characters');
  const lines = signers.map((signer) => {
    const signature = Buffer.concat([signer.keyId, sign(null, Buffer.from(text, 'utf8'), signer.privateKey)]);
    return `${MARK}${signer.name} ${signature.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
};

// oxlint-disable-next-line no-control-regex -- the specification bars exactly these
const isNoteText = (text: string): boolean => !/[\u0000-\u0009\u000b-\u001f]/.test(text) && text.isWellFormed();

/** The text of a note signed by at least one of these keys; null when it is not to be trusted. */
export const openNote = (note: string, ...known: NoteVerifier[]): string | null => {
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0 || note.length > LIMIT || !note.endsWith('\n') || !isNoteText(note)) return null;
  const text = note.slice(0, gap + 1);
  let trusted = false;
  for (const line of note.slice(gap + 2, -1).split('\n')) {
    const [, name, encoded] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
    if (name === undefined || encoded === undefined) return null;
    const bytes = decodeBase64(encoded);
    if (!bytes || bytes.length <= KEY_ID_BYTES) return null;
    const signer = known.find((key) => key.name === name && key.keyId.equals(bytes.subarray(0, KEY_ID_BYTES)));
    if (!signer) continue;
    if (!verify(null, Buffer.from(text, 'utf8'), signer.publicKey, bytes.subarray(KEY_ID_BYTES))) return null;
    trusted = true;
  }
  return trusted ? text : null;
};
