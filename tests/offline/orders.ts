// Orders in which the same messages may come: pure, each the same again for the same seed.

/** Equal seeds give equal orders. */
export const shuffled = <T>(messages: readonly T[], seed: number): T[] => {
  const random = mulberry(seed);
  return messages
    .map((message) => ({ message, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ message }) => message);
};

/** Every key's first, then every key's second, and so on: no two of a key behind one another. */
export const interleaved = <T>(messages: readonly T[], keyOf: (message: T) => string): T[] => {
  const byKey = [...Map.groupBy(messages, keyOf).values()];
  const longest = Math.max(...byKey.map((ofKey) => ofKey.length));
  return Array.from({ length: longest }, (_, n) => byKey.flatMap((ofKey) => ofKey.slice(n, n + 1))).flat();
};

/** Each message as often as asked, among the others. */
export const repeated = <T>(messages: readonly T[], times: number, seed: number): T[] =>
  shuffled(Array.from({ length: times }, () => messages).flat(), seed);

const mulberry = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
