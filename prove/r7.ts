// R7: nothing is decided to be released after a cut-off (ruling 12), on any surface there is: the bus, reading, listing, replaying. What
// is permitted is tried over and over while the memorandum is suspended, expires, is tightened or runs out by the clock, or the
// reader's assignment ends; a threat to a life passes all the while. The control decides on what was so before: it has to be seen on
// every surface.
import type { Row } from '@gatehouse/bench/frame';
import { startPostgres } from '@gatehouse/local-stack';
import { useEngine } from '@gatehouse/policy';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded, seedFrom } from './faults/seeded.ts';
import { promiseRow } from './promise.ts';
import { openAgencies } from './r7/agencies.ts';
import { KINDS, TERM_OVER, type Kind } from './r7/changes.ts';
import { SURFACES } from './r7/releases.ts';
import { nothingFound, playRound, type Found } from './r7/round.ts';

const PROMISED = 10_000;
const QUICK = 150;
const CONTROL = 60;
const BUNDLE_KINDS = KINDS.filter((kind) => kind !== 'term-over');
// Time runs forward only, and the term of the memorandum ends once: then there are other agencies.
const TERMS_IN_A_ROW = 1;
const STEP_MS = 100;

interface Play {
  adminUrl: string;
  folder: string;
  random: () => number;
  planted: boolean;
}

/** Plays schedules of these kinds in turn until as much was tried. */
const play = async (
  { adminUrl, folder, random, planted }: Play,
  kinds: readonly Kind[],
  found: Found,
  until: number,
  rounds = Infinity,
) => {
  const agencies = await openAgencies(adminUrl, folder);
  // Long enough before the end of the term for every schedule to have an instant of its own.
  const start = Date.parse(TERM_OVER) - 8 * 3_600_000;
  try {
    for (let round = 0; found.tries < until && round < rounds; round += 1) {
      const kind = kinds[round % kinds.length]!;
      await playRound(agencies, found, {
        kind,
        at: new Date(start + round * STEP_MS),
        random,
        planted,
        first: round === 0,
      });
    }
  } finally {
    await agencies.close();
  }
};

/** One try in sixteen is of a term that runs out by the clock. */
const playAll = async (given: Play, wanted: number): Promise<Found> => {
  const found = nothingFound();
  const ofTerms = wanted / 16;
  while (found.tries < ofTerms) await play(given, ['term-over'], found, ofTerms, TERMS_IN_A_ROW);
  await play(given, BUNDLE_KINDS, found, wanted);
  return found;
};

export const proveR7 = async (quick: boolean): Promise<Row[]> => {
  useEngine({ decides: 'closures', shadowed: 0.01 });
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-prove-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  const seed = seedFrom(process.env);
  const given = { adminUrl: postgres.adminUrl, folder };
  try {
    const planted = await playAll({ ...given, random: seeded(seed), planted: true }, CONTROL);
    const ours = await playAll({ ...given, random: seeded(seed), planted: false }, quick ? QUICK : PROMISED);
    for (const violation of new Set(ours.violations)) process.stderr.write(`R7: ${violation}\n`);
    return [rowOf(ours, planted, quick, seed)];
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const rowOf = (ours: Found, planted: Found, quick: boolean, seed: number): Row => {
  const idle = SURFACES.filter((surface) => ours.before[surface] === 0);
  const unseen = SURFACES.filter((surface) => !planted.violations.some((one) => one.includes(`on ${surface} `)));
  const released = SURFACES.map((surface) => `${ours.before[surface]} on ${surface}`).join(', ');
  return promiseRow({
    id: 'R7',
    what: `releases decided after a cut-off, threats to a life that did not pass, and surfaces nothing was released on before it, of ${ours.tries} tries`,
    violations: ours.violations.length + idle.length,
    whole: quick ? null : ours.tries >= PROMISED,
    conditions: `released before: ${released}; the slowest change was in use at both after ${Math.round(ours.slowestMs)} ms; seed ${seed}`,
    control: {
      what:
        unseen.length === 0
          ? `decisions on what was so before were seen on every surface, ${planted.violations.length} times`
          : `decisions on what was so before were not seen on ${unseen.join(', ')}`,
      noticed: unseen.length === 0,
    },
  });
};
