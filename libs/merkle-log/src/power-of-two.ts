// Powers of two by doubling: floating-point logarithms round near large powers.

/** The largest power of two that is at most n (n >= 1), and its exponent. */
export const powerWithin = (n: number): { value: number; exponent: number } => {
  let [value, exponent] = [1, 0];
  while (value * 2 <= n) [value, exponent] = [value * 2, exponent + 1];
  return { value, exponent };
};

/** Whether n is 1, 2, 4, ... */
export const isPowerOfTwo = (n: number): boolean => n >= 1 && powerWithin(n).value === n;
