// Contenders in turns: each does the same work for a while, round after round, so that whatever else the machine does meets
// all of them alike.
import type { Peer, Row } from './frame.ts';
import { median, rounded, spreadOf } from './statistics.ts';

/** One way of doing a piece of work. */
export interface Contender {
  name: string;
  version: string;
  /** does it for a round; gives how many were done a second */
  run: () => Promise<number>;
  /** as a peer: how many times its figure ours is to be; none where nothing was promised */
  wanted?: number;
}

/** The figures of every contender, in their order, round by round. One round beforehand is not counted. */
export const inTurns = async (contenders: Contender[], rounds: number): Promise<number[][]> => {
  const figures = contenders.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, { run }] of contenders.entries()) {
      const figure = await run();
      if (round > 0) figures[index]?.push(figure);
    }
  return figures;
};

/** A row of the first contender against the others: more is better. Met where every wanted ratio is reached. */
export const rowAgainst = (
  { id, what, unit, conditions = null }: Pick<Row, 'id' | 'what' | 'unit'> & Partial<Row>,
  [, ...others]: Contender[],
  [ours = [], ...theirs]: number[][],
): Row => {
  const figure = median(ours);
  const peers = others.map(({ name, version, wanted }, index): Peer => {
    const peer = median(theirs[index] ?? []);
    return { name, version, figure: rounded(peer, 0), ratio: rounded(figure / peer, 2), ...(wanted && { wanted }) };
  });
  const goals = others.flatMap(({ wanted }, index) => (wanted ? [wanted * median(theirs[index] ?? [])] : []));
  const goal = goals.length === 0 ? null : rounded(Math.max(...goals), 0);
  return {
    id,
    what,
    figure: rounded(figure, 0),
    unit,
    goal,
    met: goal === null ? null : figure >= goal,
    peers,
    control: null,
    spread: spreadOf(ours.map((value) => rounded(value, 0))),
    conditions,
  };
};

/**
 * So many clients do one thing again and again until the time is over.
 * @param done how many were done in one call; default 1
 * @returns how many were done a second
 */
export const forAWhile = async (
  { clients, ms, done = 1 }: { clients: number; ms: number; done?: number },
  one: (client: number) => Promise<void>,
): Promise<number> => {
  const began = performance.now();
  let count = 0;
  const client = async (_: unknown, index: number): Promise<void> => {
    while (performance.now() - began < ms) {
      await one(index);
      count += done;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (count * 1000) / (performance.now() - began);
};

/** How long rounds are and how many: a quick one is a look, not a figure. */
export const extentOf = (quick: boolean): { rounds: number; ms: number } =>
  quick ? { rounds: 1, ms: 1_000 } : { rounds: 5, ms: 5_000 };
