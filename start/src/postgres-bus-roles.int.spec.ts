// The roles of the Postgres transport are what the instruments compile to: every principal on every lane, tried as its role.
import { loadProducts } from '@gatehouse/contracts';
import { provisionPostgresBus } from '@gatehouse/event-bus';
import { freshDatabase, freshNamespace, type FreshDatabase } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { busRoles, lanesOf } from './buses.ts';
import { allInstruments, compileAll } from './instruments.ts';

const namespace = freshNamespace();
const roles = busRoles(namespace);
const plan = lanesOf(namespace, compileAll(allInstruments(), loadProducts()));

describe.each(Object.keys(roles))('on the Postgres transport %s', (principal) => {
  let client: pg.Client;
  beforeAll(async () => {
    const url = new URL(bus.url);
    [url.username, url.password] = [roles[principal] ?? '', 'trial'];
    client = new pg.Client({ connectionString: url.href });
    await client.connect();
  });
  afterAll(() => client.end());

  it('writes the lanes it is the writer of, and no other', async () => {
    const written: string[] = [];
    for (const { name } of plan.topics) {
      const insert = `insert into bus_transport.messages (topic, key, value, headers) values ($1, 'k', 'sealed', '{}')`;
      const outcome = await client.query(insert, [name]).then(
        () => 'written',
        (fault: { code?: string }) => fault.code,
      );
      if (outcome === 'written') written.push(name);
      else expect([name, outcome]).toEqual([name, '42501']);
    }
    expect(written).toEqual(plan.topics.filter(({ writer }) => writer === principal).map(({ name }) => name));
  });

  it('reads the lanes it is a reader of, and no other', async () => {
    const { rows } = await client.query<{ topic: string }>('select distinct topic from bus_transport.messages');
    const its = plan.topics.filter(({ reader }) => reader.includes(principal)).map(({ name }) => name);
    expect(rows.map(({ topic }) => topic).sort()).toEqual(its.sort());
  });
});

let bus: FreshDatabase;

beforeAll(async () => {
  bus = await freshDatabase('bus');
  for (const role of Object.values(roles)) await bus.pool.query(`create role ${role} login password 'trial'`);
  await provisionPostgresBus(bus.pool, plan, roles);
  for (const { name } of plan.topics)
    await bus.pool.query(
      `insert into bus_transport.messages (topic, key, value, headers) values ($1, 'k', 'sealed', '{}')`,
      [name],
    );
});
afterAll(async () => {
  for (const role of Object.values(roles)) await bus.pool.query(`drop owned by ${role}; drop role ${role}`);
  await bus.drop();
});
