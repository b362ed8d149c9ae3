import { randomBytes } from 'node:crypto';
import { freshDatabase, freshNamespace, type FreshDatabase } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { checkMigrated } from './check-migrated.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { migrate, MIGRATION_RIGHTS } from './migrations.ts';
import { openPool } from './pool.ts';
import { grantRights, type Rights } from './rights.ts';

const REFUSED = { code: '42501' };

describe('the rights of the application', () => {
  let db: FreshDatabase;
  let application: pg.Pool;
  const role = `${freshNamespace()}_application`;
  const sets = [eventStoreMigrations];
  const rights: Rights = { ...MIGRATION_RIGHTS, ...eventStoreMigrations.rights };

  beforeAll(async () => {
    db = await freshDatabase('rights');
    const url = new URL(db.url);
    [url.username, url.password] = [role, randomBytes(12).toString('hex')];
    await db.pool.query(`create role ${role} login password '${url.password}'`);
    application = openPool(url.href, { max: 1 });
  });
  afterAll(async () => {
    await application.end();
    await db.pool.query(`drop owned by ${role}`);
    await db.pool.query(`drop role ${role}`);
    await db.drop();
  });

  it('a service that finds nothing, or less than it needs, does not start and says who helps', async () => {
    await expect(checkMigrated(application, sets)).rejects.toMatchObject({ code: 'not-migrated' });
    await migrate(db.pool, []);
    await grantRights(db.pool, role, MIGRATION_RIGHTS);
    await expect(checkMigrated(application, sets)).rejects.toMatchObject({
      code: 'not-migrated',
      message: expect.stringContaining('event-store/0001_events.sql is missing; its owner brings it up to date'),
    });
    await migrate(db.pool, sets);
    await grantRights(db.pool, role, rights);
    await checkMigrated(application, sets);
  });

  it('are what the sets say: an event is added, and neither changed nor deleted', async () => {
    await application.query(
      `insert into store.streams (stream_id, version, last_transaction_id) values ('s', 1, pg_current_xact_id())`,
    );
    await application.query(`update store.streams set version = 2 where stream_id = 's'`);
    await expect(application.query(`update store.streams set stream_id = 'other'`)).rejects.toMatchObject(REFUSED);
    for (const statement of ['update store.events set type = type', 'delete from store.events'])
      await expect(application.query(statement)).rejects.toMatchObject(REFUSED);
  });

  it('a table that nobody gave any rights is refused by name, and nothing is changed', async () => {
    await db.pool.query('create table store.forgotten ()');
    await expect(grantRights(db.pool, role, { ...rights, 'store.events': ['delete'] })).rejects.toMatchObject({
      code: 'table-without-rights',
      message: expect.stringContaining('store.forgotten'),
    });
    await expect(application.query('delete from store.events')).rejects.toMatchObject(REFUSED);
    await db.pool.query('drop table store.forgotten');
  });

  it('are refused on a table that is not there', () =>
    expect(grantRights(db.pool, role, { ...rights, 'store.evnets': ['select'] })).rejects.toMatchObject({
      code: 'rights-without-table',
      message: expect.stringContaining('store.evnets'),
    }));

  it('that are no longer given are taken away, those on columns too', async () => {
    await grantRights(db.pool, role, { ...rights, 'store.streams': ['select'] });
    await expect(application.query(`update store.streams set version = 3`)).rejects.toMatchObject(REFUSED);
    await grantRights(db.pool, role, rights);
    await application.query(`update store.streams set version = 3`);
  });

  it('stand for every table of a schema where they say so, but for those that have their own', async () => {
    await db.pool.query('create schema shown; create table shown.one (n int); create table shown.other (n int)');
    await grantRights(db.pool, role, { ...rights, 'shown.*': ['select', 'insert'], 'shown.other': ['select'] });
    await application.query('insert into shown.one values (1)');
    await expect(application.query('insert into shown.other values (1)')).rejects.toMatchObject(REFUSED);
  });
});
