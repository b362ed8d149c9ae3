// R7: nothing is decided to be released after a cut-off (ruling 12), on any surface there is: the bus, reading, listing, replaying. What
// is permitted is tried over and over while the memorandum is suspended, expires, is tightened or runs out by the clock, or the
// reader's assignment ends; a threat to a life passes all the while. The control decides on what was so before: it has to be seen on
// every surface. A part is played over a real broker: bundles come and items leave there.
import type { Row } from '@gatehouse/bench/frame';
import { quantile } from '@gatehouse/bench/statistics';
import { startKafka, startPostgres, stackFolder } from '@gatehouse/local-stack';
import { useEngine } from '@gatehouse/policy';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { seedFrom } from './faults/seeded.ts';
import { promiseRow } from './promise.ts';
import { play, together, type Play } from './r7/play.ts';
import { SURFACES } from './r7/releases.ts';
import type { Found } from './r7/round.ts';

const PROMISED = 10_000;
const WHOLE = { byHand: 9_500, overBroker: 500, pairs: 6 };
const QUICK = { byHand: 130, overBroker: 20, pairs: 2 };
const CONTROL = 60;
const PRINCIPALS = ['admin', 'prison-intelligence', 'police-liaison', 'policy'];
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** In a thread of its own, all of these side by side. */
const inThread = (plays: Play[]): Promise<Found> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./r7/player-thread.ts', import.meta.url), { workerData: plays });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => code !== 0 && reject(new Error(`a thread ended with ${code}`)));
  });

/** Pairs of agencies side by side in a thread a processor, each with a seed of its own. */
const playAll = async (given: Omit<Play, 'tries'>, tries: number, pairs: number): Promise<Found> => {
  const threads = Math.min(4, availableParallelism());
  const share = Math.ceil(tries / (threads * pairs));
  const plays = (thread: number): Play[] =>
    Array.from({ length: pairs }, (_, pair) => ({
      ...given,
      seed: given.seed + 1_000 * (thread * pairs + pair),
      tries: share,
    }));
  return together(await Promise.all(Array.from({ length: threads }, (_, thread) => inThread(plays(thread)))));
};

export const proveR7 = async (quick: boolean): Promise<Row[]> => {
  useEngine({ decides: 'closures', shadowed: 0.01 });
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-prove-'));
  const passwords = Object.fromEntries(PRINCIPALS.map((name) => [name, randomBytes(18).toString('base64url')]));
  const downloads = stackFolder(ROOT).downloads;
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  const seed = seedFrom(process.env);
  const given = { adminUrl: postgres.adminUrl, folder, seed, planted: false, broker: null };
  const { byHand, overBroker, pairs } = quick ? QUICK : WHOLE;
  try {
    const planted = await play({ ...given, planted: true, tries: CONTROL });
    const ours = await playAll(given, byHand, pairs);
    const kafka = await startKafka({ dataDir: join(folder, 'kafka'), downloads, principals: passwords });
    const carried = await play({
      ...given,
      seed: seed + 1,
      broker: { brokers: kafka.brokers, passwords },
      tries: overBroker,
    }).finally(() => kafka.stop());
    for (const violation of new Set([...ours.violations, ...carried.violations]))
      process.stderr.write(`R7: ${violation}\n`);
    return [rowOf({ ours, carried, planted, quick, seed })];
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

interface Played {
  ours: Found;
  /** over the broker */
  carried: Found;
  planted: Found;
  quick: boolean;
  seed: number;
}

const rowOf = ({ ours, carried, planted, quick, seed }: Played): Row => {
  const all = together([ours, carried]);
  // The few tries of a short run over the broker need not meet every surface.
  const played = quick ? [all] : [ours, carried];
  const idle = SURFACES.flatMap((surface) => played.filter(({ before }) => before[surface] === 0));
  const unseen = SURFACES.filter((surface) => !planted.violations.some((one) => one.includes(`on ${surface} `)));
  const released = SURFACES.map((surface) => `${all.before[surface]} on ${surface}`).join(', ');
  return promiseRow({
    id: 'R7',
    what: `releases decided after a cut-off, threats to a life that did not pass, and surfaces nothing was released on before it, of ${all.tries} tries, ${carried.tries} of them over the broker`,
    violations: all.violations.length + idle.length,
    whole: quick ? null : all.tries >= PROMISED,
    conditions: `released before: ${released}; over the broker a change was in use at both after ${inUse(carried)}; seed ${seed}`,
    control: {
      what:
        unseen.length === 0
          ? `decisions on what was so before were seen on every surface, ${planted.violations.length} times`
          : `decisions on what was so before were not seen on ${unseen.join(', ')}`,
      noticed: unseen.length === 0,
    },
  });
};

/** From its publication. */
const inUse = ({ inUseMs }: Found): string => {
  const [half, most, all] = [0.5, 0.99, 1].map((part) => Math.round(quantile(inUseMs, part)));
  return `${half} ms (half of them), ${most} ms (99 of 100), ${all} ms (all)`;
};
