// How long npm start takes to its first verified proof, and what memory it carries, with Kafka and without.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Measured } from './run.ts';

const file = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

interface Round {
  proofSeconds: number;
  memoryMb: number;
}

/** Rounds in turns, each kind on a data folder of its own: a first start makes it, the later ones find it. */
export const benchStart = async (quick: boolean): Promise<Omit<Measured, 'machine'>[]> => {
  const results: Omit<Measured, 'machine'>[] = [];
  for (const bus of ['kafka', 'postgres'] as const) {
    const began = performance.now();
    const first: Round[] = [];
    const again: Round[] = [];
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      const folder = await dataFolder();
      first.push(await startOnce(folder, bus));
      again.push(await startOnce(folder, bus));
      await rm(folder, { recursive: true });
    }
    const seconds = Math.round((performance.now() - began) / 1000);
    results.push(
      summary(
        `start.first-proof.${bus}`,
        's',
        first.map((r) => r.proofSeconds),
        seconds,
        null,
      ),
    );
    results.push(
      summary(
        `start.second-start.${bus}`,
        's',
        again.map((r) => r.proofSeconds),
        seconds,
        null,
      ),
    );
    results.push(
      summary(
        `start.memory.${bus}`,
        'MB',
        [...first, ...again].map((r) => r.memoryMb),
        seconds,
        4096,
      ),
    );
  }
  return results;
};

const dataFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  await mkdir(join(folder, '.gatehouse'));
  await mkdir(file('.gatehouse/downloads'), { recursive: true });
  await symlink(file('.gatehouse/downloads'), join(folder, '.gatehouse/downloads'));
  return folder;
};

const startOnce = async (folder: string, bus: string): Promise<Round> => {
  const node = ['--disable-warning=TimeoutNegativeWarning', '--import', file('start/typescript-loader.mjs')];
  const began = performance.now();
  const child = spawn(process.execPath, [...node, file('start/src/main.ts'), `--bus=${bus}`], {
    cwd: folder,
    env: { ...process.env, PORT: '0' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  const told = new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      if (output.includes('Gatehouse is running on')) resolve(performance.now());
    });
    child.once('exit', () => reject(new Error(`the start ended early:\n${output}`)));
  });
  await told;
  const [, seconds = String((performance.now() - began) / 1000)] = /first verified proof ([\d.]+) s/.exec(output) ?? [];
  const memoryMb = await memoryOfTree(child.pid ?? 0);
  child.kill('SIGTERM');
  await ended;
  return { proofSeconds: Number(seconds), memoryMb };
};

/** Proportional set size of a process and all below it, in MB: pages that several share are counted once. */
const memoryOfTree = async (root: number): Promise<number> => {
  const parents = new Map<number, number>();
  for (const entry of await readdir('/proc')) {
    const stat = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '') : '';
    if (stat) parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const below = (pid: number): number[] => [
    pid,
    ...[...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => below(child)),
  ];
  const sizes = await Promise.all(
    below(root).map(async (pid) => readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')),
  );
  return Math.round(sizes.reduce((sum, text) => sum + Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0), 0) / 1024);
};

const summary = (
  id: string,
  unit: string,
  figures: number[],
  seconds: number,
  goal: number | null,
): Omit<Measured, 'machine'> => {
  const sorted = figures.toSorted((a, b) => a - b);
  const figure = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const spread: [number, number] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  return {
    id,
    figure,
    unit,
    goal,
    met: goal === null ? null : figure <= goal,
    peers: [],
    control: null,
    seconds,
    spread,
  };
};
