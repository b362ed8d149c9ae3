// One run of Stryker over some sources.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import type { schema } from '@stryker-mutator/api/core';
import { isDrawn } from './draw.ts';
import type { InProcess } from './in-process-runner.ts';

export interface Mutation extends InProcess {
  mutate: string[];
  /** where the report goes that a browser shows; none is written without */
  page?: string;
}

/** Of the mutants that could be tried: how many, and which nothing noticed. */
export interface Tried {
  mutants: number;
  noticed: number;
  unnoticed: { file: string; line: number; mutator: string; replacement: string; covered: boolean }[];
}

const NOTICED = new Set(['Killed', 'Timeout']);
const UNNOTICED = new Set(['Survived', 'NoCoverage']);
// What a generation leaves behind in memory goes with its process.
const PRIORITY = 10;
const MUTANTS_A_PROCESS = 150;
const REPORT = 'mutation.json';

/**
 * Plants the mutants in a copy of the sources and runs the specs on each.
 * @param folder the copy, which is changed
 * @throws Error when the specs fail without a mutant, or Stryker comes to nothing
 */
export const tryMutants = async (folder: string, { mutate, page, ...inProcess }: Mutation): Promise<Tried> => {
  const loader = ['--import', join(folder, 'start/typescript-loader.mjs')];
  const options = {
    mutate,
    inProcess,
    testRunner: 'in-process',
    plugins: [join(folder, 'prove/r18/in-process-runner.ts')],
    testRunnerNodeArgs: loader,
    checkerNodeArgs: loader,
    maxTestRunnerReuse: Math.round(MUTANTS_A_PROCESS / inProcess.share),
    coverageAnalysis: 'perTest',
    concurrency: 1,
    inPlace: true,
    timeoutMS: 30_000,
    reporters: ['json', ...(page ? ['html', 'progress-append-only'] : [])],
    jsonReporter: { fileName: REPORT },
    ...(page && { htmlReporter: { fileName: page } }),
    warnings: false,
    logLevel: 'warn',
    allowConsoleColors: false,
    disableTypeChecks: false,
  };
  await writeFile(join(folder, 'stryker.json'), JSON.stringify(options));
  const stryker = join(dirname(createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json')), 'bin');
  const run = spawn(process.execPath, [...loader, join(stryker, 'stryker.js'), 'run', 'stryker.json'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (run.pid !== undefined) setPriority(run.pid, PRIORITY);
  const [code] = (await once(run, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`Stryker ended with ${code}`);
  return tried(JSON.parse(await readFile(join(folder, REPORT), 'utf8')) as schema.MutationTestResult, inProcess.share);
};

const tried = ({ files }: schema.MutationTestResult, share: number): Tried => {
  const all = Object.entries(files)
    .flatMap(([file, { mutants }]) => mutants.map((mutant) => ({ file, ...mutant })))
    .filter(({ id }) => isDrawn(id, share));
  const noticed = all.filter(({ status }) => NOTICED.has(status)).length;
  const unnoticed = all
    .filter(({ status }) => UNNOTICED.has(status))
    .map(({ file, location, mutatorName, replacement, status }) => ({
      file,
      line: location.start.line,
      mutator: mutatorName,
      replacement: replacement ?? '',
      covered: status === 'Survived',
    }));
  return { mutants: noticed + unnoticed.length, noticed, unnoticed };
};
