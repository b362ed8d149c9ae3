// R5: killed at every durable step, nothing is lost, doubled, out of number or unproven. The kills and the counting are the
// crash journeys', with a second kill from the next start on, which npm test leaves out, and those of an import of 100,000 lines; the control is theirs too: a relay that
// marks its outbox before the broker acknowledged.
import { FAILPOINTS } from '@gatehouse/failpoints';
import type { Row } from '@gatehouse/bench/frame';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promiseRow } from './promise.ts';

const KILLS_EACH = 2;
const KILLS_PROMISED = 100;
const PASSES = Math.ceil(KILLS_PROMISED / (FAILPOINTS.length * KILLS_EACH));
const CONTROL = 'planted-bug';
/** A quick run's sample: a step of either end, both of one suite, and the control. */
const SAMPLE = ['relay.after-acknowledgement', 'receive.before-commit'] as const;
const SAMPLED_SUITES = 'tests/journeys/crash/(killed-at-odd|planted)';

const ALL = ['--testPathPatterns', 'tests/journeys/(crash/|intake/killed-import)'];
/** Of the import that is killed; npm test imports fewer. */
const LINES = 100_000;
const SAMPLED_NAMES = `(${SAMPLE.join('|')}):|independent verifier|loses an alert`;
const SAMPLED = ['--testPathPatterns', SAMPLED_SUITES, '--testNamePattern', SAMPLED_NAMES];

interface Suite {
  name: string;
  message: string;
  assertionResults: { title: string; status: string }[];
}

export const proveR5 = async (quick: boolean): Promise<Row[]> => {
  const suites: Suite[] = [];
  for (let pass = 0; pass < (quick ? 1 : PASSES); pass += 1) suites.push(...(await crashJourneys(quick)));
  const isControl = ({ name }: Suite): boolean => name.includes(CONTROL);
  const controls = suites.filter(isControl).flatMap(({ assertionResults }) => assertionResults);
  const kills = suites.filter((suite) => !isControl(suite));
  const boundaries = kills
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => !(quick && status === 'pending'));
  const steps = quick ? SAMPLE : FAILPOINTS;
  const unseen = steps.filter((name) => !boundaries.some(({ title }) => title.startsWith(`${name}:`)));
  const passed = boundaries.filter(({ status }) => status === 'passed').map(({ title }) => title);
  const hit = FAILPOINTS.filter((name) => passed.some((title) => title.startsWith(`${name}:`)));
  const count = passed.filter((title) => FAILPOINTS.some((name) => title.startsWith(`${name}:`))).length * KILLS_EACH;
  const unread = kills.filter(({ assertionResults }) => assertionResults.length === 0).length;
  return [
    promiseRow({
      id: 'R5',
      what: `boundaries and logs that were not as they should be after kill -9 at each of ${steps.length} durable steps`,
      violations: boundaries.length - passed.length + unread + unseen.length,
      whole: quick ? null : hit.length === FAILPOINTS.length && count >= KILLS_PROMISED,
      conditions: `${quick ? 'a sample: ' : ''}${hit.length} of ${FAILPOINTS.length} steps hit, ${count} kills that left everything once`,
      control: {
        what: 'a relay that marks before the broker acknowledged was planted, and the count named what it lost',
        noticed: controls.length > 0 && controls.every(({ status }) => status === 'passed'),
      },
    }),
  ];
};

/** Runs the crash journeys once, or a sample of them, on PostgreSQL and Kafka of their own run. */
const crashJourneys = async (quick: boolean): Promise<Suite[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-prove-'));
  const output = join(folder, 'crash.json');
  const quiet = ['--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning'];
  const jest = [
    ...quiet,
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    'journey',
    '-w',
    '2',
  ];
  const child = spawn(process.execPath, [...jest, ...(quick ? SAMPLED : ALL), '--json', '--outputFile', output], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, CRASH_KILLS: String(KILLS_EACH), IMPORT_LINES: String(LINES) },
  });
  await new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    return (JSON.parse(await readFile(output, 'utf8')) as { testResults: Suite[] }).testResults;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
