// Checking proofs: the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2.
//
// Promise: true is given only when the proof ties exactly these inputs together. A proof too long, too short, or for
// another place is false; nothing is thrown for what a stranger sends.
import { emptyRoot, nodeHash, sameHash } from './hashing.ts';
import { isPowerOfTwo } from './power-of-two.ts';

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);

/** Whether `proof` shows that the entry with this leaf hash stands at `index` of the tree of `size` entries with this root. */
export const verifyInclusion = (
  proof: readonly Uint8Array[],
  index: number,
  size: number,
  leaf: Uint8Array,
  root: Uint8Array,
): boolean => {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  let fn = index;
  let sn = size - 1;
  let r = leaf;
  for (const p of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else r = nodeHash(r, p);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && sameHash(r, root);
};

/** Whether `proof` shows that the tree (oldSize, oldRoot) is a prefix of the tree (size, root). */
export const verifyConsistency = (
  proof: readonly Uint8Array[],
  oldSize: number,
  oldRoot: Uint8Array,
  size: number,
  root: Uint8Array,
): boolean => {
  if (!isCount(oldSize) || !isCount(size) || oldSize > size) return false;
  if (oldSize === size) return proof.length === 0 && sameHash(oldRoot, root);
  if (oldSize === 0) return proof.length === 0 && sameHash(oldRoot, emptyRoot());
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : [...proof];
  const first = path.shift();
  if (!first || proof.length === 0) return false;
  let fn = oldSize - 1;
  let sn = size - 1;
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  let fr = first;
  let sr = first;
  for (const c of path) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else sr = nodeHash(sr, c);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && sameHash(fr, oldRoot) && sameHash(sr, root);
};
