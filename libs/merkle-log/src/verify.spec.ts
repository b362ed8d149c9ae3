// Proofs of every small tree, as the RFC defines them: each holds for what it proves and for nothing else.
import { describe, expect, it } from '@jest/globals';
import { leafHash } from './hashing.ts';
import { referenceTree } from './reference-tree.fixture.ts';
import { entries } from './tree.fixture.ts';
import { verifyConsistency, verifyInclusion } from './verify.ts';

const LARGEST = 20;
const all = entries(LARGEST);
const tree = referenceTree(all);
const foreign = leafHash(all[0]!.with(0, all[0]![0]! ^ 1));
const sizes = Array.from({ length: LARGEST }, (_, size) => size + 1);
const below = (size: number) => Array.from({ length: size }, (_, index) => index);
/** A proof that is not quite the one given. */
const spoiled = (proof: Uint8Array[]): Uint8Array[][] => [
  [...proof, foreign],
  [foreign, ...proof],
  ...proof.flatMap((_, place) => [proof.toSpliced(place, 1), proof.with(place, foreign)]),
];

describe('an entry', () => {
  const included = (index: number, size: number, proof = tree.inclusion(index, size)) =>
    verifyInclusion(proof, index, size, leafHash(all[index]!), tree.root(size));

  it.each(sizes)('is in a tree of %i where it stands', (size) => {
    for (const index of below(size)) {
      expect(included(index, size)).toBe(true);
      for (const other of below(size).filter((one) => one !== index))
        expect(included(other, size, tree.inclusion(index, size))).toBe(false);
      for (const wrong of spoiled(tree.inclusion(index, size))) expect(included(index, size, wrong)).toBe(false);
    }
  });

  it.each([
    [-1, 3],
    [3, 3],
    [4, 3],
    [0.5, 3],
    [Number.NaN, 3],
    [0, 0],
    [0, -1],
    [0, 1.5],
    [0, Infinity],
    [0, 2 ** 53],
  ])('is at no place %d of a tree of %d', (index, size) => {
    expect(verifyInclusion([], index, size, tree.root(1), tree.root(1))).toBe(false);
    expect(verifyInclusion(tree.inclusion(1, 3), index, size, leafHash(all[1]!), tree.root(3))).toBe(false);
  });
});

describe('an older tree', () => {
  const consistent = (old: number, size: number, proof = tree.consistency(old, size)) =>
    verifyConsistency(proof, old, tree.root(old), size, tree.root(size));

  it.each(sizes)('is the beginning of a tree of %i', (size) => {
    for (const old of below(size + 1)) {
      const proof = tree.consistency(old, size);
      expect(consistent(old, size)).toBe(true);
      for (const wrong of spoiled(proof)) expect(consistent(old, size, wrong)).toBe(false);
      expect(verifyConsistency(proof, old, foreign, size, tree.root(size))).toBe(false);
      if (old > 0) expect(verifyConsistency(proof, old, tree.root(old), size, foreign)).toBe(false);
    }
  });

  it('of no entries is the beginning of every tree, without a proof', () => {
    expect(verifyConsistency([], 0, tree.root(0), 5, tree.root(5))).toBe(true);
    expect(verifyConsistency([foreign], 0, tree.root(0), 5, tree.root(5))).toBe(false);
    expect(verifyConsistency([], 0, foreign, 5, tree.root(5))).toBe(false);
  });

  it('is proven by something, also where it is the left half', () =>
    expect(verifyConsistency([], 4, tree.root(4), 8, tree.root(4))).toBe(false));

  it.each([
    [-1, 3],
    [4, 3],
    [0.5, 3],
    [Number.NaN, 3],
    [0, -1],
    [0, 1.5],
    [0, Number.NaN],
    [0, 2 ** 53],
    [-1, -1],
    [1.5, 1.5],
  ])('of %d entries is in none of %d', (old, size) => {
    expect(verifyConsistency([], old, tree.root(0), size, tree.root(0))).toBe(false);
    expect(verifyConsistency(tree.consistency(2, 3), old, tree.root(2), size, tree.root(3))).toBe(false);
  });
});
