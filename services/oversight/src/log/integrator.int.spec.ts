import { spawn } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Failpoint } from '@gatehouse/failpoints';
import { noteSigner } from '@gatehouse/merkle-log';
import { verifyLog } from '../../verify/verifier.mjs';
import { auditRecord, openTestOversight, ORIGIN, shipped, type TestOversight } from '../oversight.fixture.ts';
import { HighestSigned } from './highest-signed.ts';
import { Integrator } from './integrator.ts';

const LOADER = new URL('../../../../start/typescript-loader.mjs', import.meta.url).href;
const CRASH = fileURLToPath(new URL('integrator.crash.ts', import.meta.url));

let oversight: TestOversight;
beforeEach(async () => {
  oversight = await openTestOversight();
});
afterEach(() => oversight.close());

const verified = (seen?: { size: number; root: string }) =>
  verifyLog({ url: oversight.logUrl, vkey: oversight.vkey, seen: seen ?? null });
const keep = (...numbers: number[]) =>
  Promise.all(numbers.map((n) => oversight.service.keeper.keep(shipped(n, auditRecord('police-liaison')))));
const another = (
  key = createPrivateKey({ key: oversight.config.logSigningKey, format: 'jwk' }),
  file = oversight.config.highestCheckpointFile,
) => {
  const signer = noteSigner(ORIGIN, key);
  return new Integrator({
    pool: oversight.database.pool,
    clock: oversight.config.clock,
    origin: ORIGIN,
    signer,
    highest: new HighestSigned({ file, origin: ORIGIN, verifier: signer }),
    alarm: () => undefined,
  });
};
/** As somebody with all rights over the database could. */
const tamper = async (table: string, change: string) => {
  const { pool } = oversight.database;
  await pool.query(`alter table oversight.${table} disable trigger user`);
  await pool.query(change);
  await pool.query(`alter table oversight.${table} enable trigger user`);
};
const flip = (column: string) => `set_byte(${column}, 5, get_byte(${column}, 5) # 1)`;

describe('the log', () => {
  it('is empty and signed before anything was integrated', async () => expect((await verified()).size).toBe(0));

  it('grows batch by batch into logs that each extend the one before', async () => {
    let seen = await verified();
    for (const batch of [1, 2, 252, 1, 1, 300]) {
      await oversight.grow(batch);
      const next = await verified(seen);
      expect(next.size).toBe(seen.size + batch);
      seen = next;
    }
  });

  it('is continued by a new process from its tiles, and by two in turns', async () => {
    await oversight.grow(300);
    const second = another();
    await second.open();
    for (const [integrator, number] of [
      [second, 301],
      [oversight.service.integrator, 302],
      [second, 303],
    ] as const) {
      await keep(number);
      expect(await integrator.runOnce()).toBe(1);
    }
    // Each shows what it has kept outside itself.
    expect(await oversight.service.integrator.runOnce()).toBe(0);
    expect((await verified()).size).toBe(303);
  });

  it('stops before a number that is missing, says so, and goes on when it arrives', async () => {
    await keep(1, 2, 4, 5);
    expect(await oversight.service.integrator.runOnce()).toBe(2);
    expect(await oversight.service.integrator.runOnce()).toBe(0);
    expect(await oversight.service.integrator.runOnce()).toBe(0);
    expect(oversight.alarms).toEqual(['AUDIT_NUMBER_MISSING']);
    await keep(3);
    expect(await oversight.service.integrator.runOnce()).toBe(3);
    expect((await verified()).size).toBe(5);
  });

  it('keeps its edge when a transaction fails', async () => {
    await oversight.grow(10);
    const { pool } = oversight.database;
    await pool.query('alter table oversight.checkpoint add constraint full_disk check (size <= 10)');
    await keep(11);
    await expect(oversight.service.integrator.runOnce()).rejects.toThrow('full_disk');
    expect((await verified()).size).toBe(10);
    await pool.query('alter table oversight.checkpoint drop constraint full_disk');
    await keep(12);
    expect(await oversight.service.integrator.runOnce()).toBe(2);
    expect((await verified()).size).toBe(12);
  });

  it.each([
    [
      'a tile was altered',
      'tile',
      `update oversight.tile set hashes = ${flip('hashes')} where level = 0 and index = 1`,
    ],
    ['a tile is gone', 'tile', 'delete from oversight.tile where level = 1'],
    ['its root was altered', 'checkpoint', `update oversight.checkpoint set root = ${flip('root')} where size = 300`],
    ['an entry is gone', 'log_entry', 'delete from oversight.log_entry where log_index = 299'],
    ['its last checkpoint is gone', 'checkpoint', 'delete from oversight.checkpoint where size = 300'],
  ])('is not signed any more when %s', async (_, table, change) => {
    await oversight.grow(290);
    await oversight.grow(10);
    await tamper(table, change);
    await keep(301);
    const restarted = another();
    await expect(restarted.open()).rejects.toMatchObject({ code: 'log-inconsistent' });
    await expect(restarted.runOnce()).rejects.toMatchObject({ code: 'log-not-open' });
  });

  it('is not signed any more by a running process under which it was set back', async () => {
    await oversight.grow(290);
    await oversight.grow(10);
    await tamper('checkpoint', 'delete from oversight.checkpoint where size = 300');
    await keep(301);
    await expect(oversight.service.integrator.runOnce()).rejects.toMatchObject({ code: 'log-inconsistent' });
  });

  it('is not signed any more by a running process under which it was rewritten', async () => {
    await oversight.grow(10);
    for (const table of ['tile', 'log_entry', 'checkpoint']) await tamper(table, `delete from oversight.${table}`);
    await tamper('kept', `update oversight.kept set log_index = null, entry_hash = ${flip('entry_hash')}`);
    await oversight.database.pool.query('update oversight.source set integrated_to = 0');
    await keep(11);
    const forger = another(undefined, `${oversight.config.highestCheckpointFile}-of-the-forger`);
    await forger.open();
    expect(await forger.runOnce()).toBe(11);
    await keep(12);
    await expect(oversight.service.integrator.runOnce()).rejects.toMatchObject({ code: 'log-inconsistent' });
  });

  it('is not signed with another key than before', async () => {
    await expect(another(generateKeyPairSync('ed25519').privateKey).open()).rejects.toMatchObject({
      code: 'log-inconsistent',
    });
  });

  it('cannot be rewritten, shrunk or deleted through the database', async () => {
    await oversight.grow(300);
    for (const attempt of [
      `update oversight.log_entry set entry = ${flip('entry')}`,
      'delete from oversight.log_entry where log_index = 299',
      `update oversight.tile set hashes = ${flip('hashes')}`,
      'update oversight.tile set hashes = substring(hashes for 32)',
      'delete from oversight.tile',
      'delete from oversight.checkpoint',
    ])
      await expect(oversight.database.pool.query(attempt)).rejects.toThrow();
    expect((await verified()).size).toBe(300);
  });

  it.each<[Failpoint, number]>([
    ['keep.before-commit', 300],
    ['keep.after-commit', 300],
    ['integrate.before-commit', 300],
    ['integrate.after-commit', 300],
    ['integrate.after-keeping-outside', 300],
  ])('survives being killed at %s', async (failpoint, sizeAfter) => {
    await oversight.grow(300);
    const record = shipped(301, auditRecord('police-liaison'));
    const { logSigningKey: key, databaseUrl: url, keys, highestCheckpointFile } = oversight.config;
    const child = spawn(
      process.execPath,
      ['--import', LOADER, CRASH, JSON.stringify({ url, origin: ORIGIN, key, highestCheckpointFile, keys, record })],
      {
        env: { ...process.env, GATEHOUSE_FAILPOINT: failpoint },
        stdio: 'inherit',
      },
    );
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
    const before = await verified();
    expect(before.size).toBe(sizeAfter);
    await oversight.service.keeper.keep(record);
    await oversight.service.integrator.runOnce();
    expect((await verified(before)).size).toBe(301);
  });
});

describe('the log over HTTP', () => {
  it('serves what tlog-tiles says, as it says, to anybody', async () => {
    await oversight.grow(300);
    const get = (path: string) => fetch(`${oversight.logUrl}/${path}`);
    const checkpoint = await get('checkpoint');
    expect([
      checkpoint.status,
      checkpoint.headers.get('content-type'),
      checkpoint.headers.get('cache-control'),
    ]).toEqual([200, 'text/plain; charset=utf-8', 'no-store']);
    expect((await (await get('vkey')).text()).trim()).toBe(oversight.vkey);
    const full = await get('tile/0/000');
    expect([full.headers.get('content-type'), full.headers.get('cache-control')]).toEqual([
      'application/octet-stream',
      'public, max-age=31536000, immutable',
    ]);
    const bytes = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer());
    const tile = await bytes('tile/0/000');
    expect(tile.length).toBe(8192);
    expect(await bytes('tile/0/000.p/17')).toEqual(tile.subarray(0, 17 * 32));
    expect((await bytes('tile/0/001.p/44')).length).toBe(44 * 32);
    expect((await bytes('tile/1/000.p/1')).length).toBe(32);
    expect((await bytes('tile/entries/001.p/44')).length).toBe(44 * 34);
    expect((await bytes('tile/entries/000')).length).toBe(256 * 34);
  });

  it('has no other resources: a problem, not found', async () => {
    await oversight.grow(300);
    for (const path of [
      '0/001',
      '0/001.p/45',
      '0/002',
      '1/000',
      '1/000.p/2',
      'entries/001',
      'entries/001.p/45',
      '0/x000/000',
      '64/000',
      'data/000',
    ]) {
      const answer = await fetch(`${oversight.logUrl}/tile/${path}`);
      const { status, headers } = answer;
      expect([path, status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
        path,
        404,
        'application/problem+json',
        'no-store',
      ]);
    }
  });
});
