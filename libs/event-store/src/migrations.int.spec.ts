import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDatabase } from '@gatehouse/testing';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { migrate, type MigrationSet } from './migrations.ts';
import { openPool } from './pool.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string, set: MigrationSet;
beforeEach(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  set = { name: 'trial', folder: pathToFileURL(folder) };
  await file('0001_first.sql', 'create table first (n integer); insert into first values (1);');
});
afterEach(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

const file = (name: string, sql: string) => writeFile(join(folder, name), sql);
const rows = async (table: string) => (await db.pool.query(`select * from ${table}`)).rowCount;

describe('migrations', () => {
  it('apply each file once, in order, also when many start at the same time', async () => {
    await file('0002_second.sql', 'create table second as select * from first;');
    const starts = Array.from({ length: 6 }, () => openPool(db.url, { max: 1 }));
    await Promise.all(starts.map((pool) => migrate(pool, [eventStoreMigrations, set])));
    await Promise.all(starts.map((pool) => pool.end()));
    await file('0003_third.sql', 'insert into first values (2);');
    await migrate(db.pool, [eventStoreMigrations, set]);
    await migrate(db.pool, [eventStoreMigrations, set]);
    expect([await rows('first'), await rows('second')]).toEqual([2, 1]);
  });

  it('leave nothing when one fails', async () => {
    await file('0002_second.sql', 'insert into nowhere values (1);');
    await expect(migrate(db.pool, [set])).rejects.toMatchObject({ code: '42P01' });
    await expect(rows('first')).rejects.toMatchObject({ code: '42P01' });
  });

  it('refuse a file changed after it was applied', async () => {
    await migrate(db.pool, [set]);
    await file('0001_first.sql', 'create table first (n bigint);');
    await expect(migrate(db.pool, [set])).rejects.toMatchObject({ code: 'migration-changed' });
  });

  it('refuse a database newer than the code', async () => {
    await file('0002_second.sql', 'select 1;');
    await migrate(db.pool, [set]);
    await rm(join(folder, '0002_second.sql'));
    await expect(migrate(db.pool, [set])).rejects.toMatchObject({ code: 'migration-unknown' });
  });

  it.each(['0003_gap.sql', '0001_twice.sql', 'no-number.sql'])('refuse %s', async (name) => {
    await file(name, 'select 1;');
    await expect(migrate(db.pool, [set])).rejects.toMatchObject({ code: 'migration-files' });
  });
});
