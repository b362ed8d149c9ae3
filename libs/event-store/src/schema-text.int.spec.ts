import { freshDatabase, freshNamespace, type FreshDatabase } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { migrate } from './migrations.ts';
import { schemaText } from './schema-text.ts';

describe('the text of a schema', () => {
  let db: FreshDatabase;
  let client: pg.PoolClient;
  let owner: string;
  const application = `${freshNamespace()}_application`;
  const text = () => schemaText(client, { owner, application });

  beforeAll(async () => {
    db = await freshDatabase('schema');
    await migrate(db.pool, [eventStoreMigrations]);
    client = await db.pool.connect();
    await client.query(`create role ${application}`);
    owner = (await client.query<{ name: string }>('select current_user as name')).rows[0]!.name;
  });
  afterAll(async () => {
    await client.query(`drop role ${application}`);
    client.release();
    await db.drop();
  });

  it('is the same again, and names no role', async () => {
    const first = await text();
    expect(first).toContain(
      'create table store.events (\n  transaction_id xid8 default pg_current_xact_id() not null,\n',
    );
    expect([await text(), first.includes(owner), first.includes(application)]).toEqual([first, false, false]);
  });

  it.each([
    'alter table store.events add remark text',
    'alter table store.events alter type type varchar(99)',
    'alter table store.events alter data drop not null',
    `alter table store.events alter data set default '{}'`,
    'alter table store.events add check (version < 1000)',
    'alter table store.streams set (fillfactor = 90)',
    'create index by_type on store.events (type)',
    'drop index store.events_in_order',
    `create or replace function store.refuse_change() returns trigger language plpgsql as $$ begin return null; end $$`,
    'alter table store.events disable trigger events_are_final',
    'drop trigger events_are_final on store.events',
    'alter table store.events enable row level security',
    'create policy everything on store.events using (true)',
    'grant delete on store.events to public',
    `grant delete on store.events to ${application}`,
    `grant update (type) on store.events to ${application}`,
    `grant create on schema store to ${application}`,
    `alter table store.events owner to ${application}`,
    `create type store.kind as enum ('a')`,
    'create view store.seen as select type from store.events',
    'create sequence store.counted',
    'create schema other',
  ])('changes with: %s', async (statement) => {
    const before = await text();
    await client.query('begin');
    await client.query(statement);
    const after = await text();
    await client.query('rollback');
    expect(after).not.toBe(before);
    expect(await text()).toBe(before);
  });
});
