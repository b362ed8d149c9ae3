// Each thing that the role of a service may not do, tried as that role on databases made as production makes them.
import { migrateDatabase } from '@gatehouse/projections';
import { freshNamespace, testPostgres } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ensureDatabase } from './databases.ts';
import { openKeys } from './keys.ts';
import { SERVICES, type ServiceName } from './parties.ts';
import { provision, type Provisioned } from './provision.ts';
import { DATABASES } from './service-databases.ts';

const REFUSED = { code: '42501' };
const namespace = freshNamespace();

/** In every database. */
const EVERYWHERE = [
  'create table public.mine (n int)',
  'create table audit.mine (n int)',
  'create temporary table mine (n int)',
  'create schema mine',
  'create function audit.mine() returns int language sql as $$ select 1 $$',
  'alter table audit.record disable trigger all',
  'drop trigger record_is_final on audit.record',
  `update audit.record set record = '{}'`,
  'delete from audit.record',
  'truncate audit.record',
  'update audit.source set source = source',
  'delete from policy.bundles',
  `update policy.bundles set jws = ''`,
  `insert into migrations.applied values ('event-store', 9, '0009_mine.sql', '')`,
  'drop table audit.record',
  'grant delete on audit.record to current_user; delete from audit.record',
  'set session_replication_role = replica',
  `copy (select 1) to program 'true'`,
  `select pg_read_file('postgresql.conf')`,
];

/** Where events are stored. */
const IN_STORE = [
  'update store.events set type = type',
  `update store.events set data = '{}'`,
  'delete from store.events',
  'truncate store.events',
  'alter table store.events disable trigger events_are_final',
  'drop trigger events_are_final on store.events',
  'create trigger mine before insert on store.events for each row execute function store.refuse_change()',
  'create table store.mine (n int)',
  'create index mine on store.events (type)',
  `update store.epoch set epoch = gen_random_uuid()`,
  'delete from store.streams',
  `update store.streams set stream_id = 'other'`,
  `update bus.inbox set received_at = received_at`,
  'delete from bus.inbox',
  'delete from sharing.holder',
  'create table read.mine (n int)',
  'drop table read.checkpoints',
];

const IN_OVERSIGHT = [
  'delete from oversight.kept',
  `update oversight.kept set record = null, salt = null`,
  'update oversight.checkpoint set size = size + 1',
  'delete from oversight.checkpoint',
  'delete from oversight.tile',
  'update oversight.log_entry set log_index = log_index',
];

const FORBIDDEN: Record<ServiceName, string[]> = {
  'prison-intelligence': [...EVERYWHERE, ...IN_STORE, 'delete from intake.outcome', 'delete from escalation.notice'],
  'police-liaison': [...EVERYWHERE, ...IN_STORE, 'delete from escalation.clock'],
  oversight: [...EVERYWHERE, ...IN_OVERSIGHT],
  'source-registry': [...EVERYWHERE, ...IN_STORE, 'update vault.source_key set wrapped = wrapped'],
  policy: [...EVERYWHERE, ...IN_STORE, `update registry.bundle set jws = ''`, 'delete from registry.instrument'],
};

describe.each(SERVICES)('the role of %s', (service) => {
  const role = () => new URL(made.databases[service].applicationUrl).username;
  let client: pg.Client;
  beforeAll(async () => {
    client = await connected(made.databases[service].applicationUrl);
  });
  afterAll(() => client.end());

  it.each(FORBIDDEN[service])('may not: %s', (statement) =>
    expect(client.query(statement)).rejects.toMatchObject(REFUSED),
  );

  it('may not become the owner, and is nobody else beside', async () => {
    await expect(client.query(`set role ${role()}_owner`)).rejects.toMatchObject(REFUSED);
    const { rows } = await client.query(
      `select rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls as more,
         exists (select from pg_auth_members where member = r.oid) as member
       from pg_roles r where rolname = current_user`,
    );
    expect(rows).toEqual([{ more: false, member: false }]);
  });

  it('owns nothing', async () => {
    const { rows } = await client.query(
      `select refclassid::regclass, classid::regclass, objid from pg_shdepend
       where refobjid = current_user::regrole and deptype = 'o'`,
    );
    expect(rows).toEqual([]);
  });

  it.each(SERVICES.filter((other) => other !== service))('finds no way into the database of %s', async (other) => {
    const url = new URL(made.databases[service].applicationUrl);
    url.pathname = new URL(made.databases[other].applicationUrl).pathname;
    await expect(connected(url.href)).rejects.toMatchObject(REFUSED);
  });
});

describe('a database that an earlier version made', () => {
  const name = `${namespace}_earlier`;

  it('is refused by name, and taken over once it was handed to its owner as the message says', async () => {
    const adminUrl = testPostgres();
    const admin = await connected(adminUrl);
    await admin.query(`create role ${name} login`);
    await admin.query(`create database ${name} owner ${name}`);
    const owner = { role: `${name}_owner`, password: 'the owner’s' };
    const ensured = () => ensureDatabase(adminUrl, name, owner, [{ role: name, password: 'the application’s' }]);
    const refused = await ensured().catch((fault: Error) => fault);
    expect(refused).toMatchObject({ message: expect.stringContaining(`${name} belongs to ${name}, not to`) });
    const said = /REASSIGN OWNED BY \S+ TO \S+_owner/.exec((refused as Error).message)?.[0];
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    const inIt = await connected(url.href);
    await inIt.query(said ?? '');
    await Promise.all([inIt.end(), admin.end()]);
    await migrateDatabase(await ensured(), name, DATABASES['police-liaison']);
  });
});

let made: Provisioned;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-roles-'));
  const keys = await openKeys(folder, namespace);
  const adminUrl = testPostgres();
  const given = { namespace, adminUrl, bus: { kind: 'postgres' }, keys, instruments: [] } as const;
  await provision({ ...given, instruments: [] });
  // A second time: an operator's command is repeated, and takes nothing away that is used.
  made = await provision({ ...given, instruments: [] });
});
afterAll(async () => {
  const admin = await connected(testPostgres());
  const named = [`${namespace}\\_%`];
  const { rows: databases } = await admin.query('select datname as name from pg_database where datname like $1', named);
  for (const { name } of databases) await admin.query(`drop database ${pg.escapeIdentifier(name)} with (force)`);
  const { rows: roles } = await admin.query('select rolname as name from pg_roles where rolname like $1', named);
  for (const { name } of roles) await admin.query(`drop role ${pg.escapeIdentifier(name)}`);
  await admin.end();
  await rm(folder, { recursive: true });
});

const connected = async (connectionString: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
};
