// The two programs that prove: `ask-solver` (solver/), built here with cargo from locked sources, and the solver cvc5, of this machine or
// fetched as a wheel whose hash is pinned. Both lie in the project's own cache. Nothing else of Gatehouse needs them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { unzipSync } from 'fflate';
import { pipDownload, stackFolder } from '@gatehouse/local-stack';

export interface Tools {
  askSolver: string;
  /** The solver's command line. */
  solver: string[];
  env: Record<string, string>;
}

/** What is not on this machine, each in a sentence. */
export interface Missing {
  missing: string[];
}

type Say = (line: string) => void;

const SOURCES = join(import.meta.dirname, 'solver');
const ROOT = join(import.meta.dirname, '../..');
const CVC5 = '1.3.1';
const MILLISECONDS_A_QUESTION = '60000';

const downloads = (): string => stackFolder(ROOT).downloads;

const runs = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

const builtFrom = (): string =>
  ['Cargo.toml', 'Cargo.lock', 'src/main.rs']
    .reduce((hash, file) => hash.update(readFileSync(join(SOURCES, file))), createHash('sha256'))
    .digest('hex')
    .slice(0, 12);

const built = (): string => join(downloads(), `ask-solver-${builtFrom()}`);

const build = (say: Say): string | null => {
  if (!runs('cargo', '--version'))
    return 'ask-solver is not built here, and cargo, which builds it, is not on this machine';
  say('building ask-solver, once: some minutes');
  const target = join(downloads(), 'ask-solver-build');
  const args = [
    'build',
    '--release',
    '--locked',
    '--manifest-path',
    join(SOURCES, 'Cargo.toml'),
    '--target-dir',
    target,
  ];
  const { status } = spawnSync('nice', ['-n', '10', 'cargo', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) return 'ask-solver could not be built; the words of cargo stand above';
  copyFileSync(join(target, 'release/ask-solver'), `${built()}.part`);
  renameSync(`${built()}.part`, built());
  rmSync(target, { recursive: true, force: true });
  return null;
};

const wheelFolder = (): string => join(downloads(), `cvc5-${CVC5}`);

const unpack = (wheel: Uint8Array, folder: string): void => {
  for (const [name, bytes] of Object.entries(unzipSync(wheel, { filter: (file) => !file.name.endsWith('/') }))) {
    const path = normalize(join(folder, name));
    if (!path.startsWith(folder)) throw new Error('the wheel of cvc5 holds a path outside its folder');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
};

/** pip checks the wheel against the hashes of cvc5.requirements.txt. */
const fetchWheel = (say: Say): string | null => {
  if (!runs('python3', '-m', 'pip', '--version'))
    return 'the solver cvc5 is not on this machine, and python3 with pip, which fetches it, is not either';
  say('fetching the solver cvc5, 14 MB, once');
  mkdirSync(downloads(), { recursive: true });
  const aside = mkdtempSync(join(downloads(), 'part-cvc5-'));
  try {
    const pinned = join(SOURCES, 'cvc5.requirements.txt');
    if (!runs('python3', ...pipDownload(pinned, aside)))
      return `the solver cvc5 ${CVC5} could not be fetched for this machine's Python`;
    const wheel = readdirSync(aside).find((name) => name.endsWith('.whl')) ?? '';
    unpack(readFileSync(join(aside, wheel)), join(aside, 'cvc5'));
    renameSync(join(aside, 'cvc5'), wheelFolder());
    return null;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
};

/** A solver that is a program of this machine: the one `CVC5` names, else the one on the PATH. */
const ownSolver = (): string | null => {
  const named = process.env['CVC5'] ?? 'cvc5';
  return runs(named, '--version') ? named : null;
};

/**
 * The tools, as far as they are to be had.
 * @param make builds and fetches what is missing; otherwise only what is there counts
 */
export const findTools = ({ make, say }: { make: boolean; say: Say }): Tools | Missing => {
  const own = ownSolver();
  const faults = [
    existsSync(built()) ? null : make ? build(say) : 'ask-solver is not built on this machine',
    own !== null || existsSync(wheelFolder())
      ? null
      : make
        ? fetchWheel(say)
        : 'the solver cvc5 is not on this machine',
  ].filter((fault) => fault !== null);
  if (faults.length > 0) return { missing: faults };
  return {
    askSolver: built(),
    solver:
      own === null
        ? ['python3', join(SOURCES, 'cvc5_from_stdin.py'), MILLISECONDS_A_QUESTION]
        : [own, '--lang', 'smt', `--tlimit-per=${MILLISECONDS_A_QUESTION}`],
    env: own === null ? { PYTHONPATH: wheelFolder() } : {},
  };
};
