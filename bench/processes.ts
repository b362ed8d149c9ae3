// What processes weigh and work, each with all that it started.
import { readdir, readFile } from 'node:fs/promises';

/** MB of proportional set size: pages that several share are counted once. */
export const memoryOfTrees = async (roots: number[]): Promise<number> => {
  const sizes = await Promise.all((await treesOf(roots)).map(({ pid }) => sizeOf(pid)));
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024);
};

/** Milliseconds of processor time so far, also of children that have ended. Hardly moved by what else the machine does. */
export const workOfTrees = async (roots: number[]): Promise<number> =>
  (await treesOf(roots)).reduce((sum, { ticks }) => sum + ticks, 0) * MS_PER_TICK;

/** Linux counts processor time in hundredths of a second for every architecture it runs on here. */
const MS_PER_TICK = 10;

interface Running {
  pid: number;
  parent: number;
  ticks: number;
}

const treesOf = async (roots: number[]): Promise<Running[]> => {
  const running = new Map((await allRunning()).map((one) => [one.pid, one]));
  const below = (pid: number): number[] => [
    pid,
    ...[...running.values()].filter(({ parent }) => parent === pid).flatMap((child) => below(child.pid)),
  ];
  return [...new Set(roots.flatMap(below))].flatMap((pid) => running.get(pid) ?? []);
};

const allRunning = async (): Promise<Running[]> => {
  const found: Running[] = [];
  for (const entry of await readdir('/proc')) {
    const stat = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '') : '';
    // After the name, which may hold anything: state, parent, ... and from the 12th on user, system, and children's time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    if (stat) found.push({ pid: Number(entry), parent: Number(fields[1]), ticks });
  }
  return found;
};

const sizeOf = async (pid: number): Promise<number> => {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
};
