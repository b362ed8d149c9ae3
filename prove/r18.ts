// R18: how many bugs planted one at a time the pure specs notice, library by library. The control is one file with every expectation
// taken out of its spec: what is noticed then is what made the program fall over, and the score has to be far below. PROVE_SHARE draws a part
// of the bugs (0.05 is every twentieth): the goal is decided by it where the whole score lies on one side of it, nineteen times of twenty.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row } from '@gatehouse/bench/frame';
import { scoreBetween } from './r18/score.ts';
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

const scoreOf = ({ mutants, noticed }: Tried): number => Math.round((noticed / Math.max(1, mutants)) * 1000) / 10;

/** One row a library. Survivors are written to `reports/mutation/<library>.json`; of a whole run a page for a browser stands beside it. */
export const proveR18 = async (quick: boolean): Promise<Row[]> => {
  const share = shareOf(quick);
  await mkdir(PAGES, { recursive: true });
  const blind = scoreOf(await inWorkshop((folder) => tryMutants(folder, { ...CONTROL, blind: true, share: 1 })));
  const rows: Row[] = [];
  for (const library of LIBRARIES.filter(({ name }) => !quick || name === QUICK))
    rows.push(rowOf(library, await tryLibrary(library, share), blind, share));
  return rows;
};

/** A short run decides nothing. */
const decided = (share: number, least: number, most: number): boolean | null =>
  share <= QUICK_SHARE || (least < PROMISED && most >= PROMISED) ? null : least >= PROMISED;

const shareOf = (quick: boolean): number => {
  if (quick) return QUICK_SHARE;
  const told = Number(process.env['PROVE_SHARE'] || 1);
  if (!(told > 0 && told <= 1)) throw new Error('PROVE_SHARE is no number above 0 and at most 1');
  return told;
};

const tryLibrary = async ({ name, ...library }: Library, share: number): Promise<Tried> => {
  const run = share < 1 ? { share } : { share, page: join(PAGES, `${name}.html`) };
  const tried = await inWorkshop((folder) => tryMutants(folder, { ...library, ...run, blind: false }));
  await writeFile(join(PAGES, `${name}.json`), `${JSON.stringify(tried.unnoticed, null, 2)}\n`);
  return tried;
};

const rowOf = ({ name }: Library, tried: Tried, blind: number, share: number): Row => {
  const score = scoreOf(tried);
  const [least, most] = share < 1 ? scoreBetween(tried) : ([score, score] as const);
  const canFail = blind <= BLIND_AT_MOST;
  const control = `${CONTROL.mutate.join()} scores ${blind} % when its spec expects nothing`;
  return {
    id: `R18.${name}`,
    what: `of ${tried.mutants} bugs planted in ${name}, those that its pure specs notice`,
    figure: score,
    unit: '%',
    goal: PROMISED,
    met: canFail ? decided(share, least, most) : false,
    peers: [],
    control: canFail ? control : `SPECS THAT EXPECT NOTHING NOTICE TOO MUCH: ${control}`,
    spread: [least, most],
    conditions:
      share < 1
        ? `a sample of ${tried.mutants}: the whole is at ${least} to ${most} %, nineteen times of twenty`
        : null,
  };
};
