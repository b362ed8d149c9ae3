// list: a page of the inbox for somebody who may see one row in a hundred of 100,000: narrowed by what the rules say, not narrowed at
// all, and narrowed by a condition written by hand for this one caller. Each row of each is decided; all of them show the same.
import { candidates, InboxRow, inboxReadModel, type Place } from '@gatehouse/inbox';
import { migrateReadModel, readModelOptions } from '@gatehouse/projections';
import { decisionPoint, rowFacts, useEngine, type Formula, type Question } from '@gatehouse/policy';
import { asked } from '@gatehouse/policy/sample-question';
import { randomInt } from 'node:crypto';
import { DataSource, type Repository } from 'typeorm';
import { everyInstrument, products } from '../deciding/questions.ts';
import type { Peer, Row } from '../frame.ts';
import { median, rounded, spreadOf } from '../statistics.ts';
import { withPostgres, type Database } from '../stores/postgres.ts';

const ROWS = 100_000;
const CASES = 100;
const LIMIT = 20;
const NOW = '2026-11-23T09:00:00Z';
const PRODUCTS = ['intelligence-alert', 'intelligence-report', 'correction'].map(
  (name) => `prison-intelligence.${name}.v1`,
);

const sample = asked({});
const reader: Question = {
  ...asked({
    caller: { assignments: [{ case: 'CASE-7', from: '2026-01-01T00:00:00Z', until: null }] },
    request: { question: 'list', caseRef: 'CASE-7' },
  }),
  item: null,
  subjects: [],
};

const filled = async ({ pool, url }: Database): Promise<DataSource> => {
  await migrateReadModel(url, inboxReadModel);
  const ofCase = (value: unknown): string => JSON.stringify(value).replaceAll('KZ-2026-114', 'CASE-#');
  const { item, subjects } = sample;
  await pool.query(
    `insert into read.inbox_item (item_id, product, originator, priority, immediate, corrected, withdrawn, envelope, provenance,
       standing, received_at, facts)
     select gen_random_uuid()::text, $1, 'kz-prison-service', 'ROUTINE', false, false, false,
       replace($2, '#', (s % $4)::text)::jsonb, '{}', '{"corrections":[]}', $5, replace($3, '#', (s % $4)::text)::jsonb
     from generate_series(1, $6::integer) s`,
    [item!.product, ofCase({ item, subjects }), ofCase(rowFacts(item!, subjects)), CASES, NOW, ROWS],
  );
  await pool.query('vacuum analyze');
  return new DataSource(readModelOptions(url, inboxReadModel)).initialize();
};

type Next = (rows: Repository<InboxRow>, behind: Place) => Promise<InboxRow[]>;

const byHand: Next = (rows, { position }) =>
  rows
    .createQueryBuilder('item')
    .where('item.immediate = false and item.position > :position', { position })
    .andWhere("item.product = :product and (item.facts -> 'cases') ?| :cases", {
      product: sample.item!.product,
      cases: ['CASE-7'],
    })
    .andWhere('not item.withdrawn')
    .orderBy('item.immediate', 'DESC')
    .addOrderBy('item.position', 'ASC')
    .take(100)
    .getMany();

export const benchList = (quick: boolean): Promise<Row[]> =>
  withPostgres(async (database) => {
    useEngine({ decides: 'closures', shadowed: 0 });
    const source = await filled(await database('inbox'));
    const rows = source.getRepository(InboxRow);
    const point = decisionPoint(everyInstrument(), products);
    const narrowing = (): Formula => point.narrowing(PRODUCTS.map((product) => ({ ...reader, product })));
    const isShown = ({ envelope, product }: InboxRow): boolean => {
      const { item, subjects } = envelope as unknown as Pick<Question, 'item' | 'subjects'>;
      return point.decide({ ...reader, item, subjects, product }).effect.startsWith('PERMIT');
    };
    const page = async (from: string, next: Next): Promise<string[]> => {
      const shown: string[] = [];
      let behind: Place = { immediate: false, position: from };
      for (;;) {
        const found = await next(rows, behind);
        for (const row of found) {
          behind = { immediate: row.immediate, position: row.position };
          if (isShown(row) && shown.push(row.itemId) > LIMIT) return shown;
        }
        if (found.length === 0) return shown;
      }
    };
    const contenders: { name: string; next: () => Next; times: number[] }[] = [
      {
        name: 'narrowed by the rules',
        next: () => {
          const known = narrowing();
          return (all, behind) => candidates(all, {}, behind, new Date(NOW), known);
        },
        times: [],
      },
      { name: 'not narrowed', next: () => (all, behind) => candidates(all, {}, behind, new Date(NOW)), times: [] },
      { name: 'a condition by hand', next: () => byHand, times: [] },
    ];
    const rounds = quick ? 3 : 20;
    for (let round = 0; round <= rounds; round += 1) {
      const from = String(randomInt(1, ROWS / 2));
      const pages: string[] = [];
      for (const contender of contenders) {
        const began = performance.now();
        pages.push((await page(from, contender.next())).join());
        if (round > 0) contender.times.push(performance.now() - began);
      }
      if (new Set(pages).size !== 1) throw new Error('the pages differ: nothing can be compared');
    }
    await source.destroy();
    return [rowOf(contenders)];
  });

const rowOf = ([ours, ...others]: { name: string; times: number[] }[]): Row => {
  const figure = median(ours!.times);
  const peers = others.map(({ name, times }): Peer => {
    const peer = median(times);
    return { name, version: '-', figure: rounded(peer), ratio: rounded(figure / peer, 3) };
  });
  return {
    id: 'list',
    what: `a page of ${LIMIT} of an inbox of ${ROWS} of which one row in ${CASES} may be shown, each row decided by closures`,
    figure: rounded(figure),
    unit: 'ms',
    goal: null,
    met: null,
    peers,
    control: null,
    spread: spreadOf(ours!.times.map((time) => rounded(time))),
    conditions: null,
  };
};
