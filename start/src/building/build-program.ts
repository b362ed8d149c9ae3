// A program as few files: what a process reads when it is back after a kill.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { BUILT, FILES, PROGRAM, ROOT } from './bundling.ts';
import { isMadeOfThese, writeMadeOf } from './made-of.ts';

const CACHE = join(ROOT, 'node_modules/.cache/gatehouse');

/** As `buildProgram`, unless what stands in `dist/` was built of these very sources. One at a time. */
export const buildWhatChanged = async (): Promise<void> => {
  if (!(await isMadeOfThese(BUILT))) await buildProgram();
};

/**
 * Builds the programs of a service and of the whole start, with everything they may load, into `dist/`, and loads them once, so that what the engine makes
 * of them is kept too.
 * @returns the files written, by name
 * @throws Error what the bundler says of a module it cannot read, or that the built program cannot be loaded; what was in `dist/` before stays
 *   when it could not be built
 */
export const buildProgram = async (): Promise<string[]> => {
  const bundle = await rolldown(PROGRAM);
  await mkdir(CACHE, { recursive: true });
  const aside = await mkdtemp(join(CACHE, 'building-'));
  try {
    const { output } = await bundle.write({ dir: aside, ...FILES });
    await writeMadeOf(
      aside,
      output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])),
    );
    // Whoever runs it need not be who built it.
    await chmod(aside, 0o755);
    await rm(BUILT, { recursive: true, force: true });
    await rename(aside, BUILT);
    await loadOnce();
    return output.map(({ fileName }) => fileName);
  } finally {
    await bundle.close();
    await rm(aside, { recursive: true, force: true });
  }
};

const loadOnce = async (): Promise<void> => {
  const launcher = ['--import', './start/typescript-loader.mjs', './start/built.mjs', '--load'];
  const loading = spawn(process.execPath, launcher, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const [status] = (await once(loading, 'exit')) as [number | null];
  if (status !== 0) throw new Error('what was built cannot be loaded');
};
