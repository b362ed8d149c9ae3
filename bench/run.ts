// npm run bench -- NAME ... : measures, prints, and writes reports/bench.json in the project's form. Nothing is timed in tests.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem, type } from 'node:os';
import { benchStart } from './start.ts';

export interface Measured {
  id: string;
  figure: number;
  unit: string;
  goal: number | null;
  met: boolean | null;
  peers: { name: string; version: string; figure: number; ratio: number }[];
  control: string | null;
  machine: string;
  seconds: number;
  /** lowest and highest of the rounds */
  spread: [number, number];
}

const BENCHES: Record<string, (quick: boolean) => Promise<Omit<Measured, 'machine'>[]>> = { start: benchStart };

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const names = args.filter((arg) => !arg.startsWith('--'));
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(
    `nothing to measure is called ${unknown.join(', ')}; there is: ${Object.keys(BENCHES).join(', ')}\n`,
  );
  process.exit(2);
}

const machine = `${type()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
const results: Measured[] = [];
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  for (const measured of (await BENCHES[name]?.(quick)) ?? []) {
    results.push({ ...measured, machine });
    process.stdout.write(
      `${measured.id.padEnd(34)} ${String(measured.figure).padStart(8)} ${measured.unit}  (${measured.spread.join(' to ')})\n`,
    );
  }
}
await mkdir('reports', { recursive: true });
await writeFile('reports/bench.json', `${JSON.stringify(results, null, 2)}\n`);
process.exit(0);
