// The definitions of RFC 9162, section 2.1, written down word for word over lists of entries: slow, obvious, and
// independent of tiles and edges. The specs hold the log against it.
import { createHash } from 'node:crypto';

const sha256 = (...parts: Uint8Array[]) => new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());

const largestPowerBelow = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};

/** MTH, PATH and PROOF over the first entries of one fixed list; subtrees are remembered by their range. */
export const referenceTree = (entries: readonly Uint8Array[]) => {
  const known = new Map<string, Uint8Array>();
  const mth = (from: number, to: number): Uint8Array => {
    const key = `${from}:${to}`;
    const seen = known.get(key);
    if (seen) return seen;
    const compute = (): Uint8Array => {
      if (to === from) return sha256();
      if (to - from === 1) return sha256(Uint8Array.of(0), entries[from]!);
      const k = largestPowerBelow(to - from);
      return sha256(Uint8Array.of(1), mth(from, from + k), mth(from + k, to));
    };
    const hash = compute();
    known.set(key, hash);
    return hash;
  };
  const path = (m: number, from: number, to: number): Uint8Array[] => {
    if (to - from === 1) return [];
    const k = largestPowerBelow(to - from);
    return m < k
      ? [...path(m, from, from + k), mth(from + k, to)]
      : [...path(m - k, from + k, to), mth(from, from + k)];
  };
  const subproof = (m: number, from: number, to: number, b: boolean): Uint8Array[] => {
    if (m === to - from) return b ? [] : [mth(from, to)];
    const k = largestPowerBelow(to - from);
    return m <= k
      ? [...subproof(m, from, from + k, b), mth(from + k, to)]
      : [...subproof(m - k, from + k, to, false), mth(from, from + k)];
  };
  return {
    root: (size: number) => mth(0, size),
    inclusion: (index: number, size: number) => path(index, 0, size),
    consistency: (oldSize: number, size: number) =>
      oldSize === 0 || oldSize === size ? [] : subproof(oldSize, 0, size, true),
  };
};
