// How many lines of a CSV file are checked, and become reports, a second: in a whole start with its broker, everything else
// going on as it does (records are numbered, sealed, shipped and put into the log meanwhile).
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ImportClient } from '../tests/journeys/intake/import-client.ts';
import { inventedReports } from '../tests/journeys/intake/invented-reports.ts';
import type { Measured } from './run.ts';

const file = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Rounds in one start, each a file of its own with one faulty line in two hundred. */
export const benchImport = async (quick: boolean): Promise<Omit<Measured, 'machine'>[]> => {
  const [rounds, lines] = quick ? [1, 5_000] : [3, 30_000];
  const folder = await dataFolder();
  const child = start(folder);
  const began = performance.now();
  const checks: number[] = [];
  const imports: number[] = [];
  try {
    const client = new ImportClient(await accessTo(folder, child));
    for (let round = 1; round <= rounds; round += 1) {
      const { text } = inventedReports(lines, lines / 200, round);
      let at = performance.now();
      const { importId, check } = await client.checked(text);
      checks.push(perSecond(lines, at));
      at = performance.now();
      await client.post(`/${importId}/start`, { leaveOut: check.faultyLines });
      await client.until(importId, 'finished');
      imports.push(perSecond(check.goodLines, at));
    }
  } finally {
    await ended(child);
    await rm(folder, { recursive: true });
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  return [summary('import.check', checks, seconds), summary('import.lines', imports, seconds)];
};

const perSecond = (lines: number, since: number): number => Math.round((lines * 1000) / (performance.now() - since));

const dataFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  await mkdir(join(folder, '.gatehouse'));
  await mkdir(file('.gatehouse/downloads'), { recursive: true });
  await symlink(file('.gatehouse/downloads'), join(folder, '.gatehouse/downloads'));
  return folder;
};

const start = (folder: string): ChildProcess =>
  spawn(
    process.execPath,
    [
      '--disable-warning=TimeoutNegativeWarning',
      '--import',
      file('start/typescript-loader.mjs'),
      file('start/src/main.ts'),
      '--empty',
    ],
    { cwd: folder, env: { ...process.env, PORT: '0' }, stdio: 'ignore' },
  );

interface Mark {
  url: string;
  issuer: string;
  secrets: Record<string, string>;
}

const accessTo = async (folder: string, child: ChildProcess) => {
  while (child.exitCode === null && child.signalCode === null) {
    const text = await readFile(join(folder, '.gatehouse/data/running.json'), 'utf8').catch(() => null);
    if (text !== null) {
      const { url, issuer, secrets } = JSON.parse(text) as Mark;
      return { url, issuer, secretOf: (persona: string) => secrets[persona] ?? '' };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the start ended early');
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
};

const summary = (id: string, figures: number[], seconds: number): Omit<Measured, 'machine'> => {
  const sorted = figures.toSorted((a, b) => a - b);
  const figure = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const spread: [number, number] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  return { id, figure, unit: 'lines/s', goal: null, met: null, peers: [], control: null, seconds, spread };
};
