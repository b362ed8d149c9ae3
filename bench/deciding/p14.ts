// P14: every standing disclosure of a country decided again after a change of a memorandum: 35,167 items at six parties. The worker as a
// service runs it, pauses included, on real rows, sealed items and the engine that decides; changed answers stand in table and audit trail.
// Two changes take turns: one of six memoranda is amended, so that one answer in six changes; all six are, and every answer does.
import { startPostgres } from '@gatehouse/local-stack';
import { useEngine, type BundleInstrument } from '@gatehouse/policy';
import { lastRuns, StandingRunner } from '@gatehouse/sharing';
import { POLICE, toProduct, twoAgencies, type TwoAgencies } from '@gatehouse/sharing/two-agencies';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '../frame.ts';
import { median, rounded, spreadOf } from '../statistics.ts';
import { fill, memorandumWith, PARTIES } from './standing-fill.ts';

const PERMISSIONS = 211_000;
const GOAL_S = 300;

interface Round {
  seconds: number;
  /** of processor time, of this process alone: what a machine that does other things beside does not change */
  processor: number;
  changed: number;
  /** milliseconds that whoever else wanted the thread waited, 99 of 100 times at the most */
  delay: number;
}

export const benchP14 = async (quick: boolean): Promise<Row[]> => {
  const items = quick ? 500 : Math.ceil(PERMISSIONS / PARTIES.length);
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  process.env['GATEHOUSE_TEST_PG'] = postgres.adminUrl;
  useEngine({ decides: 'closures', shadowed: 0.01 });
  const two = await twoAgencies();
  const runner = new StandingRunner(two.prison.agency, toProduct, (fault) => {
    throw fault;
  });
  try {
    await two.issue(signed([]));
    await fill(two, items);
    runner.worker.start();
    await ended(two, 1);
    const one: Round[] = [];
    const all: Round[] = [];
    for (let round = 0; round < (quick ? 1 : 2); round += 1) {
      one.push(await changed(two, signed([POLICE])), await changed(two, signed([])));
      all.push(await changed(two, signed(PARTIES)), await changed(two, signed([])));
    }
    return [
      rowOf('P14', 'one of six memoranda amended', items, one, quick),
      rowOf('P14.all', 'all six amended', items, all, quick),
      delayOf([...one, ...all]),
    ];
  } finally {
    await runner.worker.stop();
    await two.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const signed = (amended: string[]): BundleInstrument[] =>
  PARTIES.map((party) => memorandumWith(party, amended.includes(party)));

/** A bundle comes; how long until the last disclosure is decided. */
const changed = async (two: TwoAgencies, instruments: BundleInstrument[]): Promise<Round> => {
  const { pool } = two.prison.agency;
  const { rows } = await pool.query<{ runs: number }>('select count(*)::int as runs from sharing.standing_run');
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const [began, used] = [performance.now(), process.cpuUsage()];
  await two.issue(instruments);
  const run = await ended(two, rows[0]!.runs + 1);
  delay.disable();
  const { user, system } = process.cpuUsage(used);
  return {
    seconds: (performance.now() - began) / 1000,
    processor: (user + system) / 1e6,
    changed: run.changed,
    delay: delay.percentile(99) / 1e6,
  };
};

const ended = async (two: TwoAgencies, runs: number) => {
  for (;;) {
    const found = await lastRuns(two.prison.agency.pool, 1_000);
    const [last] = found;
    if (found.length === runs && last?.state === 'complete') return last;
    await pause(50);
  }
};

const rowOf = (id: string, what: string, items: number, rounds: Round[], quick: boolean): Row => {
  const seconds = rounds.map((round) => round.seconds);
  const figure = median(seconds);
  const decisions = items * PARTIES.length;
  return {
    id,
    what: `${decisions} standing disclosures decided again, ${what}: ${rounds[0]?.changed} answers change`,
    figure: rounded(figure),
    unit: 's',
    goal: GOAL_S,
    met: quick ? null : figure <= GOAL_S,
    peers: [],
    control: null,
    spread: spreadOf(seconds.map((one) => rounded(one))),
    conditions: `${Math.round(decisions / figure)} a second; ${rounded(median(rounds.map((round) => round.processor)))} s of processor time`,
  };
};

const delayOf = (rounds: Round[]): Row => {
  const delays = rounds.map(({ delay }) => delay);
  return {
    id: 'P14.others',
    what: 'what whoever else wants the thread waits meanwhile, at the 99th percentile',
    figure: rounded(median(delays)),
    unit: 'ms',
    goal: null,
    met: null,
    peers: [],
    control: null,
    spread: spreadOf(delays.map((one) => rounded(one))),
    conditions: null,
  };
};
