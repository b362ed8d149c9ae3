// An independent verifier of the log: plain JavaScript on Node's own modules, sharing no line with what makes the log.
// It knows the public formats alone: C2SP tlog-tiles, tlog-checkpoint and signed-note, and RFC 9162 for the tree.
//
// Promise: it returns only when the signature, every entry, every tile, the root and, where one is given, the earlier
// checkpoint agree; else it throws a LogFault that names the place.
import { createHash, createPublicKey, verify } from 'node:crypto';

const WIDTH = 256;
const HASH = 32;
const AT_ONCE = 8;

/** What is wrong, and where: a path of the log, `checkpoint`, `history` or `record`. */
export class LogFault extends Error {
  constructor(place, what) {
    super(`${place}: ${what}`);
    this.name = 'LogFault';
    this.place = place;
    this.what = what;
  }
}

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafOf = (entry) => sha256(Buffer.of(0), entry);
const above = (left, right) => sha256(Buffer.of(1), left, right);

/** MTH of RFC 9162, section 2.1.1, over leaf hashes [from, to). */
const treeHash = (leaves, from = 0, to = leaves.length) => {
  if (to === from) return sha256();
  if (to - from === 1) return leaves[from];
  let split = 1;
  while (split * 2 < to - from) split *= 2;
  return above(treeHash(leaves, from, from + split), treeHash(leaves, from + split, to));
};

/** Reads a verifier key: name+keyid+base64(0x01 || Ed25519 key). */
const readKey = (vkey) => {
  const [name, id, encoded] = vkey.trim().split(/\+([0-9a-f]{8})\+/);
  const bytes = Buffer.from(encoded ?? '', 'base64');
  const known =
    bytes.length === 33 && bytes[0] === 1 && sha256(Buffer.from(`${name}\n`), bytes).toString('hex', 0, 4) === id;
  if (!known) throw new LogFault('key', 'this is not an Ed25519 verifier key');
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') },
    format: 'jwk',
  });
  return { name, id: Buffer.from(id, 'hex'), key };
};

/**
 * Opens a signed checkpoint with a pinned key.
 * @returns {{ origin: string, size: number, root: Buffer, note: string }}
 */
export const openCheckpoint = (note, vkey) => {
  const signer = readKey(vkey);
  const at = note.lastIndexOf('\n\n');
  const body = note.slice(0, at + 1);
  const lines = note
    .slice(at + 2)
    .split('\n')
    .filter(Boolean);
  const own = lines
    .map((line) => line.split(' '))
    .filter(([dash, name]) => dash === '\u2014' && name === signer.name)
    .map(([, , encoded]) => Buffer.from(encoded ?? '', 'base64'))
    .filter((bytes) => bytes.subarray(0, 4).equals(signer.id));
  if (at < 0 || own.length === 0) throw new LogFault('checkpoint', 'it carries no signature of the pinned key');
  if (!own.every((bytes) => verify(null, Buffer.from(body), signer.key, bytes.subarray(4))))
    throw new LogFault('checkpoint', 'its signature does not verify under the pinned key');
  const [origin, size, root] = body.split('\n');
  const hash = Buffer.from(root ?? '', 'base64');
  if (origin !== signer.name || !/^(0|[1-9]\d*)$/.test(size ?? '') || hash.length !== HASH)
    throw new LogFault('checkpoint', 'it is signed but is no checkpoint of this log');
  return { origin, size: Number(size), root: hash, note };
};

const pathOf = (level, index, width) => {
  const digits = String(index)
    .padStart(Math.ceil(String(index).length / 3) * 3, '0')
    .match(/\d{3}/g);
  const number = digits.map((three, i) => (i < digits.length - 1 ? `x${three}` : three)).join('/');
  return `tile/${level}/${number}${width === WIDTH ? '' : `.p/${width}`}`;
};

/** The resources that a row of hashes fills: paths, with the span of the row each holds. */
const pathsOver = (level, length) =>
  Array.from({ length: Math.ceil(length / WIDTH) }, (_, index) => {
    const [from, to] = [index * WIDTH, Math.min(length, (index + 1) * WIDTH)];
    return { path: pathOf(level, index, to - from), from, to };
  });

const reader = (url, fetch) => async (path) => {
  const answer = await fetch(`${url.replace(/\/+$/, '')}/${path}`).catch((cause) => {
    throw new LogFault(path, `it cannot be fetched (${cause.cause?.code ?? cause.message})`);
  });
  if (answer.status !== 200) throw new LogFault(path, `it is not served (status ${answer.status})`);
  return Buffer.from(await answer.arrayBuffer());
};

const readAll = async (read, resources) => {
  const results = [];
  for (let at = 0; at < resources.length; at += AT_ONCE) {
    const some = resources.slice(at, at + AT_ONCE);
    results.push(...(await Promise.all(some.map(async (one) => ({ ...one, bytes: await read(one.path) })))));
  }
  return results;
};

const entriesOf = ({ path, from, to, bytes }) => {
  const entries = [];
  for (let at = 0; at < bytes.length;) {
    const length = at + 2 <= bytes.length ? bytes.readUInt16BE(at) : Infinity;
    if (at + 2 + length > bytes.length) throw new LogFault(path, `entry ${from + entries.length} is cut off`);
    if (length !== HASH)
      throw new LogFault(path, `entry ${from + entries.length} has ${length} bytes instead of ${HASH}`);
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (entries.length !== to - from)
    throw new LogFault(path, `it holds ${entries.length} entries instead of ${to - from}`);
  return entries;
};

const hashesOf = ({ path, from, to, bytes }) => {
  if (bytes.length !== (to - from) * HASH)
    throw new LogFault(path, `it has ${bytes.length} bytes instead of ${(to - from) * HASH}`);
  return Array.from({ length: to - from }, (_, i) => bytes.subarray(i * HASH, (i + 1) * HASH));
};

const rowOver = (row) =>
  Array.from({ length: Math.floor(row.length / WIDTH) }, (_, i) => treeHash(row, i * WIDTH, (i + 1) * WIDTH));

const firstDifference = (row, other) => row.findIndex((hash, i) => !hash.equals(other[i]));

/** Names the altered entry when the tiles still lead to the signed root; the whole log when nothing does. */
const blame = (leaves, served, bundles, root) => {
  const different = firstDifference(leaves, served);
  if (different >= 0 && treeHash(served).equals(root)) {
    const { path } = bundles.find(({ to }) => different < to);
    return new LogFault(path, `entry ${different} is not the one that was signed`);
  }
  return new LogFault('checkpoint', 'the entries served do not hash to the root that was signed');
};

const checkTiles = async (read, leaves, bundles, root) => {
  let tiles = 0;
  let wrong = null;
  for (let [level, row] = [0, leaves]; row.length > 0; [level, row] = [level + 1, rowOver(row)]) {
    const resources = await readAll(read, pathsOver(level, row.length));
    const served = resources.flatMap(hashesOf);
    const different = firstDifference(row, served);
    if (level === 0 && !treeHash(leaves).equals(root)) throw blame(leaves, served, bundles, root);
    const tile = different < 0 ? undefined : resources.find(({ to }) => different < to);
    if (tile) wrong ??= new LogFault(tile.path, `hash ${different - tile.from} is not that of the entries under it`);
    tiles += resources.length;
  }
  if (wrong) throw wrong;
  return tiles;
};

const checkHistory = (leaves, size, seen) => {
  if (!seen) return;
  if (size < seen.size)
    throw new LogFault('history', `the log has ${size} entries and had ${seen.size} before: it was cut off`);
  if (!treeHash(leaves, 0, seen.size).equals(Buffer.from(seen.root, 'base64')))
    throw new LogFault('history', `its first ${seen.size} entries are not those seen before: it was rewritten`);
};

/**
 * Verifies a whole log.
 * @param {{ url: string, vkey: string, fetch?: typeof fetch, seen?: { size: number, root: string } | null }} options
 *   url: where the log is served; vkey: its pinned key; seen: an earlier checkpoint that it must extend
 */
export const verifyLog = async ({ url, vkey, fetch = globalThis.fetch, seen = null }) => {
  const read = reader(url, fetch);
  const { origin, size, root, note } = openCheckpoint((await read('checkpoint')).toString('utf8'), vkey);
  const bundles = await readAll(read, pathsOver('entries', size));
  const entries = bundles.flatMap(entriesOf);
  const leaves = entries.map(leafOf);
  const tiles = await checkTiles(read, leaves, bundles, root);
  if (size === 0 && !root.equals(treeHash([]))) throw new LogFault('checkpoint', 'an empty log has another root');
  checkHistory(leaves, size, seen);
  return { origin, size, root: root.toString('base64'), note, entries, bundles: bundles.length, tiles };
};

/** RFC 8785: members sorted by UTF-16 code units, numbers and strings as JSON.stringify writes them. */
const canonical = (value) => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(',')}}`;
};

/** The root that a proof leads to, from leaf upward along the tree of `size` entries; null when the proof does not fit. */
const rootThrough = (proof, index, size, leaf) => {
  const path = [...proof];
  const climb = (at, from, to) => {
    if (to - from === 1) return leaf;
    let split = 1;
    while (split * 2 < to - from) split *= 2;
    const left = at < from + split;
    const sibling = path.pop();
    if (!sibling) return null;
    const inner = left ? climb(at, from, from + split) : climb(at, from + split, to);
    return inner && (left ? above(inner, sibling) : above(sibling, inner));
  };
  const root = climb(index, 0, size);
  return path.length === 0 ? root : null;
};

/**
 * Verifies one record against a signed checkpoint: the commitment of salt and record, and its inclusion proof.
 * @param {{ record: { record: object, salt: string, logIndex: number | null, proof: string[], source?: string, number?: number },
 *   checkpoint: string, vkey: string, log?: { entries: Buffer[], size: number } }} options
 *   log: a log that verifyLog gave; the checkpoint must then be one of its own, and the entry stand in it
 */
export const verifyRecord = ({ record: proven, checkpoint, vkey, log }) => {
  const place = `record ${proven.source ?? '?'}/${proven.number ?? '?'}`;
  const { size, root } = openCheckpoint(checkpoint, vkey);
  const index = proven.logIndex;
  if (!Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new LogFault(place, 'it has no place in the log of this checkpoint');
  if (proven.source !== undefined && proven.record.source !== proven.source)
    throw new LogFault(place, 'it is the record of another source');
  const salt = Buffer.from(proven.salt, 'base64');
  if (salt.length !== HASH) throw new LogFault(place, 'its salt has not 32 bytes');
  const entry = sha256(salt, Buffer.from(canonical(proven.record), 'utf8'));
  const proof = proven.proof.map((hash) => Buffer.from(hash, 'base64'));
  if (!proof.every((hash) => hash.length === HASH) || !rootThrough(proof, index, size, leafOf(entry))?.equals(root))
    throw new LogFault(place, `record and salt are not what stands at ${index}`);
  if (log) {
    if (log.size < size || !treeHash(log.entries.slice(0, size).map(leafOf)).equals(root))
      throw new LogFault(place, 'its checkpoint is not one of this log');
    if (!log.entries[index].equals(entry)) throw new LogFault(place, `another entry stands at ${index}`);
  }
  return { index, entry: entry.toString('base64') };
};
