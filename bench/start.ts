// How long npm start takes to its first verified proof, and what memory it carries, with Kafka and without.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row } from './frame.ts';
import { memoryOfTrees } from './processes.ts';
import { median, spreadOf } from './statistics.ts';

const file = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

interface Round {
  proofSeconds: number;
  memoryMb: number;
}

/** Rounds in turns, each kind on a data folder of its own: a first start makes it, the later ones find it. */
export const benchStart = async (quick: boolean): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const bus of ['kafka', 'postgres'] as const) {
    const first: Round[] = [];
    const again: Round[] = [];
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      const folder = await dataFolder();
      first.push(await startOnce(folder, bus));
      again.push(await startOnce(folder, bus));
      await rm(folder, { recursive: true });
    }
    const [proofs, proofsAgain] = [first, again].map((rounds) => rounds.map(({ proofSeconds }) => proofSeconds));
    const memory = [...first, ...again].map(({ memoryMb }) => memoryMb);
    rows.push(
      row(`start.first-proof.${bus}`, `first start to first verified proof, bus ${bus}`, 's', proofs ?? []),
      row(`start.second-start.${bus}`, `a later start to its verified proof, bus ${bus}`, 's', proofsAgain ?? []),
      row(`start.memory.${bus}`, `memory of everything once it is up, bus ${bus}`, 'MB', memory, 4096),
    );
  }
  return rows;
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
  const memoryMb = await memoryOfTrees([child.pid ?? 0]);
  child.kill('SIGTERM');
  await ended;
  return { proofSeconds: Number(seconds), memoryMb };
};

const row = (id: string, what: string, unit: string, figures: number[], goal: number | null = null): Row => {
  const figure = median(figures);
  const met = goal === null ? null : figure <= goal;
  return { id, what, figure, unit, goal, met, peers: [], control: null, spread: spreadOf(figures), conditions: null };
};
