// A database that was set back to an older state, as a restore does, against the highest checkpoint kept outside it.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createPrivateKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { emptyRoot, noteSigner, signCheckpoint } from '@gatehouse/merkle-log';
import { verifyLog } from '../../verify/verifier.mjs';
import { auditRecord, openTestOversight, ORIGIN, shipped, type TestOversight } from '../oversight.fixture.ts';

let oversight: TestOversight;
let file: string;
beforeEach(async () => {
  oversight = await openTestOversight();
  file = oversight.config.highestCheckpointFile;
});
afterEach(() => oversight.close());

const step = () => oversight.service.signing.step();
const sizeOutside = async () => Number((await readFile(file, 'utf8')).split('\n')[1]);
const checkpoint = () => fetch(`${oversight.logUrl}/checkpoint`);
const readRecord = () =>
  fetch(`${oversight.url}/records/police-liaison/1`, {
    headers: { authorization: 'Bearer token', 'gatehouse-purpose': 'OVERSIGHT' },
  });
const ready = async () =>
  (await (await fetch(new URL('/health/ready', oversight.url))).json()) as {
    status: string;
    services: { oversight: { log: unknown } };
  };
const logState = async () => (await ready()).services.oversight.log;
const signer = () => noteSigner(ORIGIN, createPrivateKey({ key: oversight.config.logSigningKey, format: 'jwk' }));
const stored = async ({ database } = oversight) => {
  const { rows } = await database.pool.query<{ size: string }>('select max(size) as size from oversight.checkpoint');
  return Number(rows[0]?.size);
};
/** As a restore of a whole and healthy older state leaves it. */
const setBackTo = async (size: number) => {
  const { pool } = oversight.database;
  const tables = ['tile', 'log_entry', 'checkpoint', 'kept'];
  for (const table of tables) await pool.query(`alter table oversight.${table} disable trigger user`);
  await pool.query('delete from oversight.log_entry where log_index >= $1', [size]);
  await pool.query('delete from oversight.checkpoint where size > $1', [size]);
  await pool.query(
    'delete from oversight.about using oversight.kept k where k.arrival = about.arrival and log_index >= $1',
    [size],
  );
  await pool.query('delete from oversight.kept where log_index >= $1', [size]);
  await pool.query('update oversight.tile set hashes = substring(hashes for $1::int) where level = 0', [size * 32]);
  await pool.query('update oversight.source set integrated_to = $1', [size]);
  for (const table of tables) await pool.query(`alter table oversight.${table} enable trigger user`);
};
const keep = (number: number) => oversight.service.keeper.keep(shipped(number, auditRecord('police-liaison')));

describe('the highest checkpoint outside the database', () => {
  it('is the published one, whichever grew last', async () => {
    await oversight.grow(3);
    expect(await sizeOutside()).toBe(3);
    await oversight.grow(4);
    expect([await sizeOutside(), (await (await checkpoint()).text()).split('\n')[1]]).toEqual([7, '7']);
  });

  it('is not published before it is kept there', async () => {
    await oversight.grow(3);
    await rm(file);
    await mkdir(`${file}.part`);
    await keep(4);
    await expect(step()).rejects.toThrow();
    expect([await stored(), (await (await checkpoint()).text()).split('\n')[1]]).toEqual([4, '3']);
    await rm(`${file}.part`, { recursive: true });
    await step();
    expect([await sizeOutside(), (await (await checkpoint()).text()).split('\n')[1]]).toEqual([4, '4']);
  });
});

describe('a log that was set back', () => {
  it('is not signed, gives no checkpoint and no promise, is not ready, and says so; what arrives is kept', async () => {
    await oversight.grow(6);
    await oversight.grow(4);
    await setBackTo(6);
    const before = oversight;
    const { logger: _, ...config } = before.config;
    oversight = await openTestOversight({ config, logSigningKey: config.logSigningKey });
    for (const number of [7, 8, 9, 10, 11]) await keep(number);
    await expect(step()).rejects.toMatchObject({ code: 'log-behind-signed' });
    expect([await stored(before), await sizeOutside()]).toEqual([6, 10]);
    expect(oversight.alarms).toEqual(['LOG_NOT_SIGNED']);
    expect(await logState()).toEqual({ refused: 'log-behind-signed' });
    expect((await ready()).status).toBe('not-ready');
    const answers = await Promise.all([checkpoint(), readRecord()]);
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after') !== null])).toEqual([
      [503, true],
      [503, true],
    ]);
    const { rows } = await before.database.pool.query('select from oversight.kept where log_index is null');
    expect(rows).toHaveLength(5);
    await oversight.close();
    oversight = before;
  });

  it('is signed again once the newer state is back', async () => {
    await oversight.grow(10);
    const highest = await readFile(file, 'utf8');
    await writeFile(file, signCheckpoint({ origin: ORIGIN, size: 11, root: emptyRoot() }, signer()));
    await keep(11);
    await expect(step()).rejects.toMatchObject({ code: 'log-behind-signed' });
    await writeFile(file, highest);
    expect(await step()).toBe(1);
    expect([await logState(), await sizeOutside()]).toEqual([true, 11]);
    expect((await verifyLog({ url: oversight.logUrl, vkey: oversight.vkey, seen: null })).size).toBe(11);
  });

  it.each([
    ['as many entries', 10],
    ['more entries', 7],
  ])('is not signed with %s that are others', async (_, size) => {
    await oversight.grow(10);
    await writeFile(file, signCheckpoint({ origin: ORIGIN, size, root: emptyRoot() }, signer()));
    await keep(11);
    await expect(step()).rejects.toMatchObject({ code: 'log-not-as-signed' });
    expect(await stored()).toBe(10);
  });

  it('is not signed against a file that this log did not sign', async () => {
    await oversight.grow(10);
    await writeFile(file, `${await readFile(file, 'utf8')}more`);
    await keep(11);
    await expect(step()).rejects.toMatchObject({ code: 'log-highest-unreadable' });
  });

  it('is signed when the file is gone, and somebody is told', async () => {
    await oversight.grow(10);
    await rm(file);
    await oversight.grow(1);
    expect([await sizeOutside(), oversight.alarms.at(-1)]).toEqual([11, 'HIGHEST_CHECKPOINT_MISSING']);
  });
});
