// Hashing of the tree: RFC 9162, section 2.1.1 (the same tree as RFC 6962 and C2SP tlog-tiles), SHA-256.
//
// Promise: a leaf can never be taken for a node, nor a node for a leaf, since each starts with a byte of its own.
import { createHash } from 'node:crypto';
import { isPowerOfTwo } from './power-of-two.ts';

/** Bytes in a hash, and in an entry of this log. */
export const HASH_BYTES = 32;

const sha256 = (...parts: Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

const LEAF = Uint8Array.of(0x00);
const NODE = Uint8Array.of(0x01);

/** HASH(0x00 || entry). */
export const leafHash = (entry: Uint8Array): Uint8Array => sha256(LEAF, entry);

/** HASH(0x01 || left || right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(NODE, left, right);

/** The root of the tree without entries: HASH(). */
export const emptyRoot = (): Uint8Array => sha256();

/** Whether two hashes are the same; hashes of a public log are no secrets, so time is not hidden. */
export const sameHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i]);

/**
 * The hash over a perfect subtree, from its bottom row.
 * @param row concatenated hashes; their number is a power of two, at least 1
 */
export const perfectSubtree = (row: Uint8Array): Uint8Array => {
  let hashes: Uint8Array[] = [];
  for (let at = 0; at < row.length; at += HASH_BYTES) hashes.push(row.subarray(at, at + HASH_BYTES));
  if (!isPowerOfTwo(hashes.length) || row.length % HASH_BYTES !== 0)
    throw new RangeError(`a perfect subtree has 1, 2, 4, ... hashes of ${HASH_BYTES} bytes, not ${row.length} bytes`);
  while (hashes.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < hashes.length; i += 2) above.push(nodeHash(hashes[i]!, hashes[i + 1]!));
    hashes = above;
  }
  return hashes[0]!.slice();
};

/** Folds the perfect subtrees of a range, left to right, into its Merkle tree hash (RFC 9162, 2.1.1: the right side is the small one). */
export const foldPeaks = (peaks: Uint8Array[]): Uint8Array =>
  peaks.length === 0 ? emptyRoot() : peaks.reduceRight((right, left) => nodeHash(left, right));
