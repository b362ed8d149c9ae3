// What `npm run bench` and `npm run prove` have in common: rows by name, `--quick`, the form of a result, one JSON file each
// and one page that shows both. Nothing is timed in tests.
import { mkdir, writeFile } from 'node:fs/promises';
import { machine } from './machine.ts';
import { verdict, writePage } from './page.ts';

export interface Peer {
  name: string;
  version: string;
  figure: number;
  /** ours to theirs, in the same run; below 1 ours is smaller; none where it would say nothing */
  ratio?: number;
  /** the ratio that was promised */
  wanted?: number;
}

export interface Measured {
  id: string;
  /** in a line, what was measured */
  what: string;
  figure: number;
  unit: string;
  goal: number | null;
  /** null where nothing was promised, or where the conditions of the goal were not reached */
  met: boolean | null;
  peers: Peer[];
  /** how the check showed that it can fail; null where nothing can */
  control: string | null;
  machine: string;
  seconds: number;
  /** lowest and highest of the rounds */
  spread: [number, number];
  /** where the run was not the goal's: what it was instead */
  conditions: string | null;
}

export type Row = Omit<Measured, 'machine' | 'seconds'>;

/** Measures its rows; `quick` is for a short run whose figures are not to be quoted, `large` for what takes more than minutes. */
export type Measure = (quick: boolean, large: boolean) => Promise<Row[]>;

export interface Report {
  kind: 'bench' | 'prove';
  measures: Record<string, Measure>;
  /** whether a row breaks a promise, so that the process ends with 1 */
  broken: (row: Row) => boolean;
}

export interface Reported {
  /** the exit code: 1 where a promise was broken or a measure came to nothing, 2 for arguments that say nothing */
  code: number;
  passed: number;
  failed: number;
}

/**
 * Measures what the arguments name (everything without a name), prints, writes the report. A measure that fails takes no
 * other one with it: it counts as a failed row.
 */
export const runReport = async (report: Report, args: string[]): Promise<Reported> => {
  const { kind, measures, broken } = report;
  const [quick, large] = FLAGS.map((flag) => args.includes(flag)) as [boolean, boolean];
  const names = args.filter((arg) => !arg.startsWith('--'));
  const unknown = [...names.filter((name) => !(name in measures)), ...unknownFlags(args)];
  if (unknown.length > 0) {
    process.stderr.write(
      `there is no ${unknown.join(', ')}; there is: ${Object.keys(measures).join(', ')}, and ${FLAGS.join(', ')}\n`,
    );
    return { code: 2, passed: 0, failed: 1 };
  }
  const results: Measured[] = [];
  let unmeasured = 0;
  const on = await machine();
  for (const name of names.length > 0 ? names : Object.keys(measures)) {
    const began = performance.now();
    const rows = await measured(name, () => measures[name]!(quick, large));
    if (rows.length === 0) unmeasured += 1;
    const seconds = Math.round((performance.now() - began) / 1000);
    results.push(...rows.map((row) => ({ ...row, machine: on, seconds })));
    for (const row of rows) process.stdout.write(`${lineOf(row, broken(row))}\n`);
    await keep(kind, results);
  }
  const failed = results.filter(broken).length + unmeasured;
  return { code: failed > 0 ? 1 : 0, passed: results.length + unmeasured - failed, failed };
};

/** The rows of a measure; none, and why on standard error, when it failed. */
const measured = async (name: string, measure: () => Promise<Row[]>): Promise<Row[]> => {
  try {
    return await measure();
  } catch (fault) {
    process.stderr.write(`${name} could not be measured: ${fault instanceof Error ? fault.stack : String(fault)}\n`);
    return [];
  }
};

const FLAGS = ['--quick', '--large'];

const unknownFlags = (args: string[]): string[] => args.filter((arg) => arg.startsWith('--') && !FLAGS.includes(arg));

// After each name, so that what a long run found is there when a later one fails.
const keep = async (kind: Report['kind'], results: Measured[]): Promise<void> => {
  await mkdir('reports', { recursive: true });
  await writeFile(`reports/${kind}.json`, `${JSON.stringify(results, null, 2)}\n`);
  await writePage('reports');
};

const lineOf = (row: Row, isBroken: boolean): string => {
  const peers = row.peers.map(({ name, figure, ratio, wanted }) => {
    const against = ratio === undefined ? '' : ` (x${ratio}${wanted ? ` of ${wanted}` : ''})`;
    return `${name} ${figure}${against}`;
  });
  const goal = row.goal === null ? [] : [`goal ${row.goal}: ${verdict(row.met)}`];
  const notes = [`${row.spread.join(' to ')}`, ...peers, ...goal, ...(row.conditions ? [row.conditions] : [])];
  return `${isBroken ? 'BROKEN ' : ''}${row.id.padEnd(28)} ${String(row.figure).padStart(9)} ${row.unit}  (${notes.join('; ')})`;
};
