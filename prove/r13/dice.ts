// Numbers that look random and come alike each time.

export interface Dice {
  /** a whole number from 0 up to, and not including, a limit */
  below: (limit: number) => number;
  pick: <T>(list: T[]) => T;
}

/** Dice that fall alike for the same seed (mulberry32). */
export const dice = (seed: number): Dice => {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
  return { below, pick: (list) => list[below(list.length)]! };
};
