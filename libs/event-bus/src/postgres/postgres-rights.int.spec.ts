import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { busRightsConformance, type Principal } from '../rights.conformance.ts';
import { TrialBus } from './trial.fixture.ts';

busRightsConformance('PostgreSQL', () => TrialBus.make());

/** What the client of a bus does not do by itself, and whoever has its login might try. */
describe('the role of a client of the Postgres transport', () => {
  const REFUSED = { code: '42501' };
  let trial: TrialBus;
  let topic: string, group: string;
  const clients = new Map<Principal, pg.Client>();
  const as = (principal: Principal) => clients.get(principal)!;
  beforeAll(async () => {
    trial = await TrialBus.make();
    const made = await trial.topic();
    [topic, group] = [made.name, made.groups[0]];
    for (const principal of ['prison-intelligence', 'police-liaison', 'oversight'] as const) {
      const client = new pg.Client({ connectionString: trial.url(principal) });
      await client.connect();
      clients.set(principal, client);
    }
    await as('prison-intelligence').query(
      `insert into bus_transport.messages (topic, key, value, headers) values ($1, 'k', 'sealed', '{}')`,
      [topic],
    );
    await as('police-liaison').query(
      `insert into bus_transport.positions (group_name, topic, transaction_id, sequence) values ($1, $2, '1', 1)`,
      [group, topic],
    );
  });
  afterAll(async () => {
    await Promise.all([...clients.values()].map((client) => client.end()));
    await trial.close();
  });
  const seen = async (principal: Principal, table: string): Promise<number | null> =>
    (await as(principal).query(`select * from bus_transport.${table}`)).rowCount;

  it('sees the messages and positions of its own lanes alone, and no rights of others', async () => {
    expect([await seen('police-liaison', 'messages'), await seen('police-liaison', 'positions')]).toEqual([1, 1]);
    for (const principal of ['prison-intelligence', 'oversight'] as const)
      expect([principal, await seen(principal, 'messages'), await seen(principal, 'positions')]).toEqual([
        principal,
        0,
        0,
      ]);
    expect([
      await seen('oversight', 'topics'),
      await seen('oversight', 'readers'),
      await seen('oversight', 'groups'),
    ]).toEqual([0, 0, 0]);
    expect([await seen('prison-intelligence', 'writers'), await seen('prison-intelligence', 'readers')]).toEqual([
      1, 0,
    ]);
  });

  it.each([
    `update bus_transport.messages set value = 'altered'`,
    'delete from bus_transport.messages',
    'truncate bus_transport.messages',
    'delete from bus_transport.positions',
    `update bus_transport.positions set group_name = 'another'`,
    'insert into bus_transport.topics values (current_user)',
    `insert into bus_transport.writers values ('t', current_user)`,
    `insert into bus_transport.readers values ('t', current_user)`,
    `insert into bus_transport.groups values ('', true, current_user)`,
    'update bus_transport.writers set role = current_user',
    'alter table bus_transport.messages disable row level security',
    'drop policy reads on bus_transport.messages',
    'create policy mine on bus_transport.messages using (true)',
    'set row_security = off; select * from bus_transport.messages',
    'create table bus_transport.mine ()',
    'create table public.mine ()',
  ])('may not, whoever it is: %s', async (statement) => {
    for (const principal of clients.keys()) await expect(as(principal).query(statement)).rejects.toMatchObject(REFUSED);
    for (const client of clients.values()) await client.query('reset row_security');
  });

  it('does not say itself where its message stands', async () => {
    const forged = `insert into bus_transport.messages (topic, key, value, headers, transaction_id) values ($1, 'k', 'v', '{}', '5')`;
    await expect(as('prison-intelligence').query(forged, [topic])).rejects.toMatchObject(REFUSED);
  });

  it('moves no position but its own group’s', async () => {
    const move = `insert into bus_transport.positions (group_name, topic, transaction_id, sequence) values ($1, $2, '9', 9)`;
    for (const principal of ['prison-intelligence', 'oversight'] as const) {
      await expect(as(principal).query(move, [group, topic])).rejects.toMatchObject(REFUSED);
      const moved = await as(principal).query(`update bus_transport.positions set sequence = 9`);
      expect([principal, moved.rowCount]).toEqual([principal, 0]);
    }
    await expect(as('police-liaison').query(move, [`${group}.stranger`, topic])).rejects.toMatchObject(REFUSED);
  });

  it('becomes no other', async () => {
    for (const role of Object.values(trial.roles).slice(0, 2))
      await expect(as('oversight').query(`set role ${role}`)).rejects.toMatchObject(REFUSED);
  });
});
