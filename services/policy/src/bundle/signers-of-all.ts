import { partiesOf, type Known } from '../instrument/instrument.state.ts';

/** Whoever has signed any text that a bundle carries, each once. */
export const signersOfAll = (known: readonly Known[]): string[] =>
  [...new Set(known.flatMap(({ agreed }) => agreed.flatMap(({ document }) => partiesOf(document))))].toSorted();
