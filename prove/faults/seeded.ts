// Chance that can be had again: the same seed gives the same choices.

/** Numbers in [0, 1) from a seed (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** One of these. */
export const oneOf = <T>(random: () => number, these: readonly T[]): T => these[Math.floor(random() * these.length)]!;

/** The same in another order. */
export const shuffled = <T>(random: () => number, these: readonly T[]): T[] => {
  const left = [...these];
  return these.map(() => left.splice(Math.floor(random() * left.length), 1)[0]!);
};

/** The seed that PROVE_SEED names, else a new one. @throws Error when it is no whole number */
export const seedFrom = (env: NodeJS.ProcessEnv): number => {
  const told = env['PROVE_SEED'];
  if (told === undefined || told === '') return Math.floor(Math.random() * 2 ** 31);
  if (!/^\d{1,10}$/.test(told)) throw new Error(`PROVE_SEED is no whole number: '${told}'`);
  return Number(told);
};
