// The hashes that the tree is made of, and the powers of two by which it is cut.
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { emptyRoot, foldPeaks, HASH_BYTES, leafHash, nodeHash, perfectSubtree, sameHash } from './hashing.ts';
import { isPowerOfTwo, powerWithin } from './power-of-two.ts';
import { entries, hex } from './tree.fixture.ts';

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex');
const [a, b, c, d, e] = entries(5) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];

describe('a hash', () => {
  it('of a leaf, of a node and of nothing are told apart by how they begin', () => {
    expect(hex(leafHash(a))).toBe(sha256(Uint8Array.of(0), a));
    expect(hex(nodeHash(a, b))).toBe(sha256(Uint8Array.of(1), a, b));
    expect(hex(emptyRoot())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('is the same as another with the same bytes, and none is the same as the start of it', () => {
    expect(sameHash(a, a.slice())).toBe(true);
    expect(sameHash(a, b)).toBe(false);
    expect(sameHash(a, a.with(31, a[31]! ^ 1))).toBe(false);
    expect([sameHash(a, a.subarray(0, 31)), sameHash(a.subarray(0, 31), a)]).toEqual([false, false]);
    expect(sameHash(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  });
});

describe('a perfect subtree', () => {
  const row = (...hashes: Uint8Array[]) => new Uint8Array(Buffer.concat(hashes));

  it('is hashed pair by pair', () => {
    expect(hex(perfectSubtree(row(a)))).toBe(hex(a));
    expect(hex(perfectSubtree(row(a, b)))).toBe(hex(nodeHash(a, b)));
    expect(hex(perfectSubtree(row(a, b, c, d)))).toBe(hex(nodeHash(nodeHash(a, b), nodeHash(c, d))));
  });

  it('is given as bytes of its own', () => {
    const one = row(a);
    perfectSubtree(one).fill(0);
    expect(hex(one)).toBe(hex(a));
  });

  it.each([0, 1, 31, 33, 63, 96, 3 * 32 + 1, 3 * 32 + 31, 5 * 32])('is not made of %i bytes', (bytes) =>
    expect(() => perfectSubtree(new Uint8Array(bytes))).toThrow(
      new RangeError(`a perfect subtree has 1, 2, 4, ... hashes of ${HASH_BYTES} bytes, not ${bytes} bytes`),
    ),
  );
});

it('peaks are folded from the right, where the small ones are', () => {
  expect(hex(foldPeaks([]))).toBe(hex(emptyRoot()));
  expect(hex(foldPeaks([a]))).toBe(hex(a));
  expect(hex(foldPeaks([a, b, e]))).toBe(hex(nodeHash(a, nodeHash(b, e))));
});

describe('powers of two', () => {
  it.each([
    [1, 1, 0],
    [2, 2, 1],
    [3, 2, 1],
    [4, 4, 2],
    [255, 128, 7],
    [256, 256, 8],
    [2 ** 52 + 1, 2 ** 52, 52],
    [Number.MAX_SAFE_INTEGER, 2 ** 52, 52],
  ])('within %i is %i', (n, value, exponent) => expect(powerWithin(n)).toEqual({ value, exponent }));

  it('are told from other numbers', () => {
    const numbers = [-2, -1, 0, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 7, 8, 2 ** 40, 2 ** 40 + 1];
    expect(numbers.filter(isPowerOfTwo)).toEqual([1, 2, 4, 8, 2 ** 40]);
  });
});
