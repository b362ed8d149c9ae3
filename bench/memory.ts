// What processes weigh: the proportional set size of each with all below it. Pages that several share are counted once.
import { readdir, readFile } from 'node:fs/promises';

/** MB of these processes and everything they started. */
export const memoryOfTrees = async (roots: number[]): Promise<number> => {
  const parents = await parentsByPid();
  const below = (pid: number): number[] => [
    pid,
    ...[...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => below(child)),
  ];
  const sizes = await Promise.all([...new Set(roots.flatMap(below))].map(sizeOf));
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024);
};

const parentsByPid = async (): Promise<Map<number, number>> => {
  const parents = new Map<number, number>();
  for (const entry of await readdir('/proc')) {
    const stat = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '') : '';
    if (stat) parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  return parents;
};

const sizeOf = async (pid: number): Promise<number> => {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
};
