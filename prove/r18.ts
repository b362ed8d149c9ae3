// R18: how many bugs planted one at a time the pure specs notice, library by library. The control is the same file with every expectation
// taken out of its specs: what is noticed then is what made the program fall over, and the score has to be far below.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row } from '@gatehouse/bench/frame';
import { LIBRARIES, type Library } from './r18/libraries.ts';
import { tryMutants, type Tried } from './r18/mutation-run.ts';
import { inWorkshop } from './r18/workshop.ts';

const PROMISED = 90;
/** Without expectations a spec still sees what throws. */
const BLIND_AT_MOST = 40;
const PAGES = join(import.meta.dirname, '../reports/mutation');
// Small, and decided by many and by few.
const SAMPLE: Record<string, string[]> = {
  policy: ['libs/policy/src/combine.ts'],
  agreements: ['libs/agreements/src/disclose.ts', 'libs/agreements/src/paths.ts'],
};
const CONTROLLED = { library: 'agreements', file: 'libs/agreements/src/paths.ts' };

const scoreOf = ({ mutants, noticed }: Tried): number => Math.round((noticed / mutants) * 1000) / 10;

export const proveR18 = async (quick: boolean): Promise<Row[]> => {
  await mkdir(PAGES, { recursive: true });
  const blind = scoreOf(await tryControl());
  const rows: Row[] = [];
  for (const library of LIBRARIES) {
    const mutate = quick ? SAMPLE[library.name] : library.mutate;
    if (mutate) rows.push(rowOf(library, await tryLibrary(library, mutate, quick), blind, quick));
  }
  return rows;
};

const tryControl = (): Promise<Tried> => {
  const { specs, fresh } = LIBRARIES.find(({ name }) => name === CONTROLLED.library)!;
  return inWorkshop((folder) => tryMutants(folder, { specs, fresh, mutate: [CONTROLLED.file], blind: true }));
};

const tryLibrary = async ({ name, specs, fresh }: Library, mutate: string[], quick: boolean): Promise<Tried> => {
  const page = quick ? undefined : join(PAGES, `${name}.html`);
  const tried = await inWorkshop((folder) =>
    tryMutants(folder, { specs, fresh, mutate, blind: false, ...(page && { page }) }),
  );
  await writeFile(join(PAGES, `${name}.json`), `${JSON.stringify(tried.unnoticed, null, 2)}\n`);
  return tried;
};

const rowOf = ({ name }: Library, tried: Tried, blind: number, quick: boolean): Row => {
  const score = scoreOf(tried);
  const canFail = blind <= BLIND_AT_MOST;
  return {
    id: `R18.${name}`,
    what: `of ${tried.mutants} mutants of ${name}, those that its pure specs notice`,
    figure: score,
    unit: '%',
    goal: PROMISED,
    met: canFail ? (quick ? null : score >= PROMISED) : false,
    peers: [],
    control: `${canFail ? '' : 'SPECS WITHOUT EXPECTATIONS NOTICE TOO MUCH: '}${CONTROLLED.file} scores ${blind} % when no test expects anything`,
    spread: [score, score],
    conditions: quick ? 'two or three files' : null,
  };
};
