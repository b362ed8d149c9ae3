// Arithmetic on Cedar's Long, 64 bits with a sign: what does not fit errs, nothing wraps or rounds.
import { erred, type Long } from './value.ts';

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/**
 * The one form of a whole number.
 * @throws EvaluationFault when it does not fit into 64 bits
 */
export const long = (exact: bigint): Long => {
  if (exact < MIN || exact > MAX) throw erred;
  const small = Number(exact);
  return Number.isSafeInteger(small) ? small : exact;
};

// A safe result of safe operands is exact; what is not safe is worked out again in whole.
const exactly =
  (quick: (a: number, b: number) => number, whole: (a: bigint, b: bigint) => bigint) =>
  (a: Long, b: Long): Long => {
    if (typeof a === 'number' && typeof b === 'number') {
      const result = quick(a, b);
      if (Number.isSafeInteger(result)) return result;
    }
    return long(whole(BigInt(a), BigInt(b)));
  };

export const add = exactly(
  (a, b) => a + b,
  (a, b) => a + b,
);
export const subtract = exactly(
  (a, b) => a - b,
  (a, b) => a - b,
);
export const multiply = exactly(
  (a, b) => a * b,
  (a, b) => a * b,
);

export const negate = (a: Long): Long => subtract(0, a);

/** Towards zero. */
export const divide = (a: Long, by: bigint): Long => long(BigInt(a) / by);

const restOf = (a: Long, step: bigint): bigint => {
  const rest = BigInt(a) % step;
  return rest < 0n ? rest + step : rest;
};

/** The largest multiple that is not above; of the lowest numbers there is none. */
export const floorTo = (a: Long, step: bigint): Long => long(BigInt(a) - restOf(a, step));

/** What is above the largest multiple, which every number has. */
export const aboveFloor = (a: Long, step: bigint): Long => long(restOf(a, step));
