// Proofs of every small tree, as the RFC defines them: each holds for what it proves and for nothing else.
import { describe, expect, it } from '@jest/globals';
import { leafHash, nodeHash } from './hashing.ts';
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

describe('a proof that somebody made up', () => {
  const x = foreign;
  const [leaf0, leaf2, leaf3] = [0, 2, 3].map((at) => leafHash(all[at]!)) as [Uint8Array, Uint8Array, Uint8Array];
  const [two, three, four] = [2, 3, 4].map((size) => tree.root(size)) as [Uint8Array, Uint8Array, Uint8Array];

  it.each([
    ['an entry after the last', tree.inclusion(3, 4), 3, 3, leaf3, four],
    ['an entry before the first', tree.inclusion(0, 4), -1, 4, leaf0, four],
    ['an entry between two', tree.inclusion(0, 4), 0.5, 4, leaf0, four],
    ['part of an entry in the size', tree.inclusion(0, 4), 0, 4.5, leaf0, four],
    ['a tree above the tree', [...tree.inclusion(0, 4), x], 0, 4, leaf0, nodeHash(x, four)],
    ['a part of the tree as the tree', tree.inclusion(0, 2), 0, 4, leaf0, two],
  ])('does not show %s', (_what, proof, index, size, leaf, root) =>
    expect(verifyInclusion(proof, index, size, leaf, root)).toBe(false),
  );

  const grown = tree.consistency(3, 4);
  it.each([
    ['an older size between two', grown, 3.5, three, 4, four],
    ['a newer size between two', grown, 3, three, 4.5, four],
    ['an older size below none', [leaf0, ...tree.consistency(1, 4)], -1, leaf0, 4, four],
    ['an older tree that is larger', [x, leaf2, leaf3], 5, x, 4, nodeHash(nodeHash(x, leaf2), leaf3)],
    ['trees above the trees', [...grown, x], 3, nodeHash(x, three), 4, nodeHash(x, four)],
    ['parts of the trees as the trees', grown.slice(0, 2), 3, leaf2, 8, nodeHash(leaf2, leaf3)],
  ])('does not show %s', (_what, proof, old, oldRoot, size, root) =>
    expect(verifyConsistency(proof, old, oldRoot, size, root)).toBe(false),
  );
});
