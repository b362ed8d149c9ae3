// R18: how many bugs planted one at a time the pure specs notice, library by library. The control is one file with every expectation
// taken out of its spec: what is noticed then is what made the program fall over, and the score has to be far below.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row } from '@gatehouse/bench/frame';
import { LIBRARIES, type Library } from './r18/libraries.ts';
import { tryMutants, type Tried } from './r18/mutation-run.ts';
import { inWorkshop } from './r18/workshop.ts';

const PROMISED = 90;
/** Without expectations a spec still sees what throws. */
const BLIND_AT_MOST = 50;
const PAGES = join(import.meta.dirname, '../reports/mutation');
const QUICK_SHARE = 0.005;
// A bug in policy that nobody notices costs ten seconds of its specs: too much for a short run.
const QUICK = 'agreements';
const CONTROL = {
  mutate: ['libs/agreements/src/disclose.ts'],
  specs: ['libs/agreements/src/disclose.spec.ts'],
  fresh: ['libs/agreements/src'],
};

const scoreOf = ({ mutants, noticed }: Tried): number => Math.round((noticed / mutants) * 1000) / 10;

/** One row a library. Survivors are written to `reports/mutation/<library>.json`; of a whole run a page for a browser stands beside it. */
export const proveR18 = async (quick: boolean): Promise<Row[]> => {
  await mkdir(PAGES, { recursive: true });
  const blind = scoreOf(await inWorkshop((folder) => tryMutants(folder, { ...CONTROL, blind: true, share: 1 })));
  const rows: Row[] = [];
  for (const library of LIBRARIES.filter(({ name }) => !quick || name === QUICK))
    rows.push(rowOf(library, await tryLibrary(library, quick), blind, quick));
  return rows;
};

const tryLibrary = async ({ name, ...library }: Library, quick: boolean): Promise<Tried> => {
  const run = quick ? { share: QUICK_SHARE } : { share: 1, page: join(PAGES, `${name}.html`) };
  const tried = await inWorkshop((folder) => tryMutants(folder, { ...library, ...run, blind: false }));
  await writeFile(join(PAGES, `${name}.json`), `${JSON.stringify(tried.unnoticed, null, 2)}\n`);
  return tried;
};

const rowOf = ({ name }: Library, tried: Tried, blind: number, quick: boolean): Row => {
  const score = scoreOf(tried);
  const canFail = blind <= BLIND_AT_MOST;
  const control = `${CONTROL.mutate.join()} scores ${blind} % when its spec expects nothing`;
  return {
    id: `R18.${name}`,
    what: `of ${tried.mutants} bugs planted in ${name}, those that its pure specs notice`,
    figure: score,
    unit: '%',
    goal: PROMISED,
    met: !canFail ? false : quick ? null : score >= PROMISED,
    peers: [],
    control: canFail ? control : `SPECS THAT EXPECT NOTHING NOTICE TOO MUCH: ${control}`,
    spread: [score, score],
    conditions: quick ? `a sample of ${tried.mutants}, too few for a figure` : null,
  };
};
