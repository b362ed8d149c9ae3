// What a program was built of, as make would ask: each source by its time and size, and the packages by their lock file.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './bundling.ts';

const FILE = 'made-of.json';
/** Beside the modules: what says how they are built, and which packages there are. */
const ALWAYS = ['package-lock.json', 'start/swc-options.mjs', 'start/src/building/bundling.ts'].map((path) =>
  join(ROOT, path),
);

const markOf = async (path: string): Promise<[string, string]> => {
  const { mtimeMs, size } = await stat(path);
  return [path, `${mtimeMs} ${size}`];
};

/** Notes what a program in `folder` was built of. @param modules paths, those of packages among them */
export const writeMadeOf = async (folder: string, modules: readonly string[]): Promise<void> => {
  const own = new Set(modules.filter((path) => path.startsWith(ROOT) && !path.includes('node_modules')));
  const marks = await Promise.all([...own, ...ALWAYS].map(markOf));
  await writeFile(join(folder, FILE), JSON.stringify({ node: process.version, files: Object.fromEntries(marks) }));
};

/** Whether the program in `folder` is there and was built of the sources as they are now. */
export const isMadeOfThese = async (folder: string): Promise<boolean> => {
  try {
    const { node, files } = JSON.parse(await readFile(join(folder, FILE), 'utf8')) as {
      node: string;
      files: Record<string, string>;
    };
    const now = await Promise.all(Object.keys(files).map(markOf));
    return node === process.version && now.every(([path, mark]) => files[path] === mark);
  } catch {
    return false;
  }
};
