import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyRecord } from '../../verify/verifier.mjs';
import { auditRecord, openTestOversight, shipped, type TestOversight } from '../oversight.fixture.ts';
import type { ProvenRecord } from './kept-record.ts';

interface Page {
  checkpoint: string;
  records: ProvenRecord[];
  next: string | null;
}
const MONTHS = 12;
const A_MONTH = 100;

let oversight: TestOversight;
let permitted = true;
let number = 0;

const acted = (person: string, at: string, agency = 'kz-police') =>
  auditRecord('police-liaison', { at, actor: { agency, person, unit: 'almaty-ct-desk', roles: [] } });
const keep = (record = acted('po-aidos', '2026-03-02T09:00:00.000Z')) =>
  oversight.service.keeper.keep(shipped((number += 1), record));

/** Twelve months of one officer among colleagues, and somebody of the same name elsewhere. */
beforeAll(async () => {
  oversight = await openTestOversight({ permitted: () => permitted });
  for (let month = 1; month <= MONTHS; month += 1) {
    for (let act = 0; act < A_MONTH; act += 1) {
      const at = new Date(Date.UTC(2025, month - 1, 1 + (act % 28), 9, act)).toISOString();
      await keep(acted('po-aidos', at));
      await keep(act % 2 === 0 ? acted('po-nurzhan', at) : acted('po-aidos', at, 'kz-prison-service'));
    }
    await oversight.service.integrator.runOnce();
  }
  while ((await oversight.service.integrator.runOnce()) > 0);
}, 120_000);
afterAll(() => oversight.close());

const get = (query: string) =>
  fetch(`${oversight.url}/records?${query}`, {
    headers: { authorization: 'Bearer token', 'gatehouse-purpose': 'OVERSIGHT' },
  });
const page = async (query: string): Promise<Page> => {
  const answer = await get(query);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page;
};
const AIDOS = 'actor=po-aidos&agency=kz-police';

const allPages = async (query: string): Promise<Page[]> => {
  const pages = [await page(query)];
  for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) pages.push(await page(`${query}&cursor=${next}`));
  return pages;
};

describe('what a member of staff did', () => {
  it('is read over twelve months, each act once, with a proof the independent verifier accepts', async () => {
    const pages = await allPages(`${AIDOS}&limit=200`);
    const records = pages.flatMap((one) => one.records);
    expect(records).toHaveLength(MONTHS * A_MONTH);
    expect(new Set(records.map((record) => record.number)).size).toBe(MONTHS * A_MONTH);
    expect(records.every(({ record: { actor } }) => actor.person === 'po-aidos' && actor.agency === 'kz-police')).toBe(
      true,
    );
    expect(records.map(({ logIndex }) => logIndex)).toEqual(
      records.map(({ logIndex }) => logIndex).toSorted((a, b) => Number(a) - Number(b)),
    );
    for (const { records: some, checkpoint } of pages)
      for (const record of some.slice(0, 5))
        expect(verifyRecord({ record, checkpoint, vkey: oversight.vkey }).index).toBe(record.logIndex);
  });

  it('is read from an instant on and before another', async () => {
    const march = (await allPages(`${AIDOS}&from=2025-03-01T00:00:00Z&to=2025-04-01T00:00:00Z`)).flatMap(
      (one) => one.records,
    );
    expect(march).toHaveLength(A_MONTH);
    expect(march.every(({ record }) => record.at.startsWith('2025-03'))).toBe(true);
    const edge = march[0]!.record.at;
    const only = await page(`${AIDOS}&from=${edge}&to=${new Date(Date.parse(edge) + 1).toISOString()}`);
    expect(only.records.map(({ record }) => record.at)).toEqual([edge]);
    const before = await page(`${AIDOS}&to=2025-01-01T00:00:00%2B05:00`);
    expect(before.records).toEqual([]);
  });

  it('shows what still waits for its place in the log, last and without a proof', async () => {
    await keep(acted('po-late', '2026-01-02T09:00:00.000Z'));
    const query = 'actor=po-late&agency=kz-police';
    expect((await page(query)).records).toMatchObject([{ integrated: false, logIndex: null, proof: [] }]);
    await oversight.service.integrator.runOnce();
    expect((await page(query)).records).toMatchObject([{ integrated: true }]);
  });

  it('does not miss an act whose time is none, unless a time is asked for', async () => {
    await keep(acted('po-timeless', 'yesterday'));
    const query = 'actor=po-timeless&agency=kz-police';
    expect((await page(query)).records).toHaveLength(1);
    expect((await page(`${query}&from=2020-01-01T00:00:00Z`)).records).toEqual([]);
  });

  it('is forgotten with the record', async () => {
    await keep(acted('po-forgotten', '2026-01-02T09:00:00.000Z'));
    await oversight.service.integrator.runOnce();
    const { pool } = oversight.database;
    await pool.query(`update oversight.kept set record = null, salt = null where person = 'po-forgotten'`);
    expect((await page('actor=po-forgotten&agency=kz-police')).records).toEqual([]);
    expect((await pool.query(`select 1 from oversight.kept where person = 'po-forgotten'`)).rowCount).toBe(0);
  });

  it('cannot be given to somebody else', () =>
    expect(
      oversight.database.pool.query(`update oversight.kept set person = 'po-nurzhan' where number = 1`),
    ).rejects.toThrow('kept records are not altered'));

  it('is found by walking an index, not the table', async () => {
    const { pool } = oversight.database;
    await pool.query('analyze oversight.kept');
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
      `explain select * from oversight.kept where agency = 'kz-police' and person = 'po-aidos' and record is not null
         and log_index > 10 and at >= '2025-03-01' and at < '2025-04-01' order by log_index limit 50`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('kept_by_actor');
    expect(plan).not.toContain('Sort');
  });
});

describe('the question who did what', () => {
  it('is recorded with whom it was about, before it is answered; so is one about oneself', async () => {
    const { pool } = oversight.database;
    await page('actor=hr-saule&agency=kz-human-rights-commission');
    const { rows } = await pool.query<{ record: string }>(
      'select record from audit.record order by sequence desc limit 1',
    );
    expect(JSON.parse(rows[0]?.record ?? '')).toMatchObject({
      event: 'records-read',
      action: 'QueryAuditRecords',
      actor: { person: 'hr-saule' },
      subjects: [],
      item: { id: 'kz-human-rights-commission/hr-saule', product: 'oversight.acts-of-person' },
      decision: { reason: 'OVERSIGHT_MANDATE' },
    });
  });

  it('is refused without the duty', async () => {
    permitted = false;
    const answer = await get(AIDOS);
    permitted = true;
    expect(answer.status).toBe(403);
  });

  it('takes no cursor of another question', async () => {
    const { next } = await page(`${AIDOS}&limit=5`);
    for (const other of ['actor=po-nurzhan&agency=kz-police', `${AIDOS}&from=2025-03-01T00:00:00Z`, 'subject=po-aidos'])
      expect((await get(`${other}&cursor=${next}`)).status).toBe(400);
  });

  it.each([
    'actor=po-aidos',
    'agency=kz-police',
    `${AIDOS}&subject=subject-7`,
    'actor=po%00aidos&agency=kz-police',
    `actor=po-aidos&actor=po-nurzhan&agency=kz-police`,
    `${AIDOS}&from=yesterday`,
    `${AIDOS}&from=2025-02-30T00:00:00Z`,
    `${AIDOS}&from=2025-03-01`,
    `${AIDOS}&from=2025-03-01T00:00:00%2B99:99`,
    `${AIDOS}&from=2025-03-02T00:00:00Z&to=2025-03-01T00:00:00Z`,
  ])('%s is refused as it is written', async (query) => expect((await get(query)).status).toBe(400));
});
