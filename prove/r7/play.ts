// Schedules played one after the other between two agencies, until as much was tried.
import { openAgencies, type Place } from './agencies.ts';
import { KINDS, termOver, TERMS, type Kind } from './changes.ts';
import { nothingFound, playRound, type Found } from './round.ts';
import { seeded } from '../faults/seeded.ts';

export interface Play extends Place {
  seed: number;
  planted: boolean;
  tries: number;
}

const BUNDLE_KINDS = KINDS.filter((kind) => kind !== 'term-over');
const START = Date.parse('2026-11-23T11:00:00Z');
const STEP_MS = 100;
/** Before the end of a term, so that it is the term that ends what is permitted, and not the age of the bundle. */
const BEFORE_TERM_MS = 60_000;
/** One try in so many is of a term that runs out by the clock. */
const OF_TERMS = 16;

/** Plays these kinds in turn between two agencies, until as much was found, or for so many schedules. */
const playKinds = async (
  { seed, planted, ...place }: Play,
  kinds: readonly Kind[],
  found: Found,
  until: { tries: number; rounds: number },
): Promise<void> => {
  const agencies = await openAgencies(place);
  const random = seeded(seed);
  try {
    for (let round = 0; found.tries < until.tries && round < until.rounds; round += 1) {
      const kind = kinds[round % kinds.length]!;
      const at = kind === 'term-over' ? Date.parse(termOver(round)) - BEFORE_TERM_MS : START + round * STEP_MS;
      const schedule = { kind, term: round, at: new Date(at), random, planted, first: round === 0 };
      await playRound(agencies, found, schedule);
    }
  } finally {
    await agencies.close();
  }
};

/** Time runs forward only, and each term ends once: then there are other agencies. */
export const play = async (given: Play): Promise<Found> => {
  const found = nothingFound();
  for (let more = 0; found.tries < given.tries / OF_TERMS; more += 1)
    await playKinds({ ...given, seed: given.seed + more }, ['term-over'], found, {
      tries: given.tries / OF_TERMS,
      rounds: TERMS,
    });
  await playKinds(given, BUNDLE_KINDS, found, { tries: given.tries, rounds: Infinity });
  return found;
};

export const together = (all: readonly Found[]): Found =>
  all.reduce(
    (sum, one) => ({
      tries: sum.tries + one.tries,
      before: {
        bus: sum.before.bus + one.before.bus,
        read: sum.before.read + one.before.read,
        list: sum.before.list + one.before.list,
        replay: sum.before.replay + one.before.replay,
      },
      violations: [...sum.violations, ...one.violations],
      inUseMs: [...sum.inUseMs, ...one.inUseMs],
    }),
    nothingFound(),
  );
