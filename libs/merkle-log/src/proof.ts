// Proofs: plan which tiles to read (pure), read them once, compute (pure).
//
// Promise: inclusion proofs are PATH of RFC 9162, section 2.1.3.1, consistency proofs PROOF of section 2.1.4.1, in the
// order of the RFC. A plan names each tile at the width it has in the tree it proves against, so a log that has grown
// since serves the same proof.
import { foldPeaks, perfectSubtree } from './hashing.ts';
import { powerWithin } from './power-of-two.ts';
import { placeOf, tileKey, type Tile, type TreeNode } from './tile.ts';

/** A proof not yet computed: each of its hashes covers one range, given as perfect subtrees from left to right. */
export interface ProofPlan {
  readonly size: number;
  readonly hashes: readonly (readonly TreeNode[])[];
}

/** The largest power of two smaller than n (n > 1). */
const splitPoint = (n: number): number => powerWithin(n - 1).value;

/** The perfect subtrees of [from, to); `from` is a multiple of the largest power of two in the range. */
const peaksOf = (from: number, to: number): TreeNode[] => {
  const nodes: TreeNode[] = [];
  for (let at = from; at < to;) {
    const { value, exponent } = powerWithin(to - at);
    nodes.push({ height: exponent, index: at / value });
    at += value;
  }
  return nodes;
};

const ofIndex = (name: string, value: number, limit: number): void => {
  if (!Number.isSafeInteger(value) || value < 0 || value > limit)
    throw new RangeError(`${name} ${value} is outside 0..${limit}`);
};

/** Plans the proof that entry `index` is in the tree of `size` entries. */
export const planInclusion = (index: number, size: number): ProofPlan => {
  ofIndex('index', index, size - 1);
  const path = (from: number, to: number): TreeNode[][] => {
    if (to - from <= 1) return [];
    const middle = from + splitPoint(to - from);
    return index < middle ? [...path(from, middle), peaksOf(middle, to)] : [...path(middle, to), peaksOf(from, middle)];
  };
  return { size, hashes: path(0, size) };
};

/** Plans the proof that the tree of `oldSize` entries is a prefix of the tree of `size` entries; empty for 0 and for equal sizes. */
export const planConsistency = (oldSize: number, size: number): ProofPlan => {
  ofIndex('old size', oldSize, size);
  const subproof = (from: number, to: number, whole: boolean): TreeNode[][] => {
    if (oldSize === to) return whole ? [] : [peaksOf(from, to)];
    const middle = from + splitPoint(to - from);
    return oldSize <= middle
      ? [...subproof(from, middle, whole), peaksOf(middle, to)]
      : [...subproof(middle, to, false), peaksOf(from, middle)];
  };
  return { size, hashes: oldSize === 0 || oldSize === size ? [] : subproof(0, size, true) };
};

/** Plans the root of the first `size` entries, read from the tiles of a tree at least as large. */
export const planRoot = (size: number): ProofPlan => ({ size, hashes: [peaksOf(0, size)] });

/** Every tile that these plans need, each once. */
export const tilesOf = (...plans: ProofPlan[]): Tile[] => {
  const tiles = new Map<string, Tile>();
  for (const plan of plans)
    for (const node of plan.hashes.flat()) {
      const { tile } = placeOf(node, plan.size);
      const seen = tiles.get(tileKey(tile));
      if (!seen || seen.width < tile.width) tiles.set(tileKey(tile), tile);
    }
  return [...tiles.values()];
};

/**
 * Computes plans from tiles that were read.
 * @param read the bytes of a tile, at least as wide as planned
 * @returns a function from a plan to its hashes; subtrees met twice are hashed once
 * @throws RangeError when a tile is missing or too narrow
 */
export const prover = (read: (tile: Tile) => Uint8Array | undefined): ((plan: ProofPlan) => Uint8Array[]) => {
  const known = new Map<string, Uint8Array>();
  const hashOf = (node: TreeNode, size: number): Uint8Array => {
    const key = `${node.height}/${node.index}`;
    const seen = known.get(key);
    if (seen) return seen;
    const { tile, from, to } = placeOf(node, size);
    const bytes = read(tile);
    if (!bytes || bytes.length < to) throw new RangeError(`tile ${tileKey(tile)} was not read`);
    const hash = perfectSubtree(bytes.subarray(from, to));
    known.set(key, hash);
    return hash;
  };
  return (plan) => plan.hashes.map((nodes) => foldPeaks(nodes.map((node) => hashOf(node, plan.size))));
};
