/**
 * A party's keys in a file only its owner can read.
 *
 * Promise: keys made once are there at every later start; two starts at the same time agree on one set; a kill while
 * writing leaves either no file or a whole one. Invariants: mode 0600; a file others can read is refused; each key's id
 * must be its thumbprint, so a damaged file is noticed.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { CryptoFault } from './crypto-fault.ts';
import { readSecretFile } from './secret-file.ts';
import { generatePartyKeys, type PartyKeys } from './party-keys.ts';

/**
 * Loads the keys of a party, or makes and keeps them.
 * @param folder where key files live; made with mode 0700 when missing
 * @throws CryptoFault 'key-file' when the file is readable by others, damaged or another party's
 */
export const partyKeyFile = async (folder: string, party: string): Promise<PartyKeys> => {
  if (!/^[a-z][a-z0-9-]*$/.test(party)) throw new CryptoFault('key-file', 'a party id is lower-case words and hyphens');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${party}.keys.json`);
  return (await load(path, party)) ?? (await makeAndKeep(path, party));
};

/**
 * Reads the keys of a party that somebody else made and put there; never makes any.
 * @throws CryptoFault 'key-file' when the file is missing, open to others, damaged or another party's
 */
export const readPartyKeys = async (path: string, party: string): Promise<PartyKeys> =>
  checked(parsed(await readSecretFile(path), path), path, party);

const load = async (path: string, party: string): Promise<PartyKeys | undefined> => {
  const text = await readFile(path, 'utf8').catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return undefined;
    throw fault;
  });
  if (text === undefined) return undefined;
  if (((await stat(path)).mode & 0o077) !== 0) throw new CryptoFault('key-file', `${path} must have mode 0600`);
  return checked(parsed(text, path), path, party);
};

const parsed = (text: string, path: string): PartyKeys => {
  try {
    return JSON.parse(text) as PartyKeys;
  } catch {
    throw new CryptoFault('key-file', `${path} is damaged`);
  }
};

const checked = async (keys: PartyKeys, path: string, party: string): Promise<PartyKeys> => {
  if (keys.party !== party) throw new CryptoFault('key-file', `${path} belongs to another party`);
  const whole = [keys.pseudonym, keys.cursor].every((key) => Buffer.from(key ?? '', 'base64url').length === 32);
  if (!whole || !(await hasItsId(keys.signing)) || !(await hasItsId(keys.encryption)))
    throw new CryptoFault('key-file', `${path} is damaged`);
  return keys;
};

const hasItsId = async (key: JWK): Promise<boolean> => {
  try {
    return key.d !== undefined && (await calculateJwkThumbprint(key)) === key.kid;
  } catch {
    return false;
  }
};

const makeAndKeep = async (path: string, party: string): Promise<PartyKeys> => {
  const keys = await generatePartyKeys(party);
  const draft = `${path}.${randomUUID()}`;
  await writeDurably(draft, JSON.stringify(keys));
  try {
    // link, unlike rename, fails when someone else was first: their keys are the keys.
    await link(draft, path);
    return keys;
  } catch (fault) {
    const theirs = await load(path, party);
    if (theirs === undefined) throw fault;
    return theirs;
  } finally {
    await rm(draft, { force: true });
  }
};

const writeDurably = async (path: string, text: string): Promise<void> => {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
};
