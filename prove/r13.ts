// R13: the matrix of decisions against an oracle that was written from the rulings and the README of the cases without reading the
// program. Every cell is decided by both and compared on every member; each reason of the closed list has to be right somewhere. The
// controls are bugs planted around the program, each of which has to be seen.
import type { Row } from '@gatehouse/bench/frame';
import { promiseRow } from './promise.ts';
import { recipes, sampleOf } from './r13/cells.ts';
import { REASON_ORDER } from './r13/codes.ts';
import { groupLine, runMatrix, type Run } from './r13/matrix-run.ts';
import { seenMutations, type Seen } from './r13/planted.ts';

const PROMISED = 50_000;
const QUICK = 3_000;
const GROUPS_SHOWN = 40;

export const proveR13 = (quick: boolean): Promise<Row[]> => {
  const all = recipes();
  const run = runMatrix(quick ? sampleOf(all, QUICK) : all);
  const never = quick ? [] : REASON_ORDER.filter((reason) => !run.coverage.has(reason));
  const seen = seenMutations();
  print(run, never, seen);
  return Promise.resolve([
    promiseRow({
      id: 'R13.matrix',
      what: `decisions that are not the oracle's, of ${run.cells} cells, and reasons of the closed list that no cell brings about`,
      violations: run.differing + never.length,
      whole: quick ? null : run.cells >= PROMISED,
      conditions: quick ? `${run.cells} cells; the promise is about ${PROMISED}` : null,
      control: {
        what: `${seen.filter(({ by }) => by !== null).length} of ${seen.length} planted bugs were seen`,
        noticed: seen.every(({ by }) => by !== null),
      },
    }),
  ]);
};

const print = (run: Run, never: string[], seen: Seen[]): void => {
  const lines = [
    ...[...run.coverage.entries()]
      .toSorted(([a], [b]) => REASON_ORDER.indexOf(a) - REASON_ORDER.indexOf(b))
      .map(
        ([reason, effects]) => `${reason.padEnd(28)} ${[...effects].map(([effect, n]) => `${effect} ${n}`).join('  ')}`,
      ),
    ...never.map((reason) => `${reason.padEnd(28)} NEVER`),
    ...seen.map(({ name, by }) => `planted: ${name}: ${by === null ? 'NOT SEEN' : `seen by ${by}`}`),
    ...(run.groups.length > 0 ? [`${run.differing} cells differ in ${run.groups.length} ways`] : []),
    ...run.groups.slice(0, GROUPS_SHOWN).map(groupLine),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};
