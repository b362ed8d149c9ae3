// What the registry keeps stays in it: no other role reads its database, its bus login writes no lane, and the words that
// name a source stand in clear in no table, log line, audit record or message.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { appliedTopic } from '@gatehouse/policy';
import { allInstruments, lanesOf } from '@gatehouse/start';
import { compileInstrument } from '@gatehouse/agreements';
import { loadProducts } from '@gatehouse/contracts';
import { requestToken } from '@gatehouse/identity';
import { kafkaBus, type Bus } from '@gatehouse/event-bus';
import { eventually, testKafka, testPostgres } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { as } from './raised.ts';
import { CANARIES, HANDLING, REGISTER, registered, SOURCES, type Registered } from './registered.ts';
import { running, type Running } from './running.ts';

const DATABASES = ['prison_intelligence', 'police_liaison', 'oversight', 'source_registry'];
const HANDLERS_NAME = 'pi-daniyar';
const PATIENCE = { timeoutMs: 60_000 };

/** Every form in which a word could stand somewhere unsealed. */
const formsOf = (word: string): string[] => {
  const bytes = Buffer.from(word);
  // Base64 of the word at each of the three places it can begin at within a longer text.
  const inBase64 = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(before === 0 ? 0 : before + 1, -4),
  );
  return [
    word,
    bytes.toString('hex'),
    ...inBase64,
    ...inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
};
const WORDS = [...Object.values(CANARIES).map((text) => /CANARY[A-Z]+/.exec(text)?.[0] ?? text), HANDLERS_NAME];
const found = (text: string): string[] => WORDS.filter((word) => formsOf(word).some((form) => text.includes(form)));

describe('what the source registry keeps', () => {
  let gatehouse: Running;
  let source: Registered;
  const clients: Bus[] = [];

  const login = (username: string): Bus => {
    const { brokers, principals } = testKafka();
    const bus = kafkaBus({
      brokers,
      username,
      password: principals[username]!,
      clientId: username,
      log: () => undefined,
    });
    clients.push(bus);
    return bus;
  };
  /** Opens an identity; under a key by which the answer could be asked for again it is refused, since it would have to be kept. */
  const openedOnce = async (path: string): Promise<string> => {
    const { issuer, access, url } = gatehouse;
    const token = await requestToken(issuer, 'registry-controller', access.secretOf('registry-controller'));
    const headers = { 'gatehouse-purpose': HANDLING.purpose, authorization: `Bearer ${token}` };
    const keyed = { ...headers, 'idempotency-key': randomUUID() };
    expect((await fetch(`${url}${path}`, { method: 'POST', headers: keyed })).status).toBe(400);
    return (await fetch(`${url}${path}`, { method: 'POST', headers })).text();
  };
  const lanes = () =>
    lanesOf(
      gatehouse.namespace,
      allInstruments().flatMap(({ text, file }) => {
        const result = compileInstrument(text, file, loadProducts());
        return 'instrument' in result ? [result.instrument] : [];
      }),
    ).topics.map(({ name }) => name);

  beforeAll(async () => {
    gatehouse = await running();
    source = await registered(gatehouse);
    const handler = as(gatehouse, 'source-handler');
    const own = `${SOURCES}/${source.sourceId}`;
    const metAt = new Date().toISOString();
    await handler.ask({ ...HANDLING, path: `${own}/contacts`, body: { metAt, note: CANARIES.note } });
    await handler.ask({ ...HANDLING, path: own });
    const requests = `${REGISTER}/${source.sourceId}/identity-requests`;
    const controller = as(gatehouse, 'registry-controller');
    const asking = { ...HANDLING, path: requests, body: { reason: CANARIES.reason } };
    const { requestId } = (await controller.ask(asking)).body;
    const request = `${requests}/${requestId}`;
    await as(gatehouse, 'registry-deputy').ask({ ...HANDLING, method: 'POST', path: `${request}/approval` });
    expect(await openedOnce(`${request}/opening`)).toContain(CANARIES.name);
    // Refusals of every kind are records too.
    await as(gatehouse, 'source-handler-neighbour').ask({ ...HANDLING, path: own });
    await handler.ask({ purpose: 'CURIOSITY', path: own });
    await handler.ask({
      ...HANDLING,
      path: SOURCES,
      body: { identity: { name: CANARIES.name, shoe: CANARIES.alias } },
    });
  });
  afterAll(async () => {
    await Promise.all(clients.map((bus) => bus.close()));
    await gatehouse.end();
  });

  const address = (role: string, database: string): string => {
    const url = new URL(testPostgres());
    const name = `${gatehouse.namespace}_${role}`;
    url.username = name;
    url.password = gatehouse.keys.databasePasswords[name] ?? '';
    url.pathname = `/${gatehouse.namespace}_${database}`;
    return url.href;
  };
  const connects = async (url: string): Promise<string> => {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return 'connected';
    } catch (fault) {
      return (fault as { code?: string }).code ?? String(fault);
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  /** What whoever holds the whole database could do: not even the rule that events never change holds him. */
  const asSuperuser = async (statement: string, values: unknown[]): Promise<void> => {
    const url = new URL(testPostgres());
    url.pathname = `/${gatehouse.namespace}_source_registry`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      await client.query(`set session_replication_role = 'replica'`);
      expect((await client.query(statement, values)).rowCount).toBe(1);
    } finally {
      await client.end();
    }
  };

  it.each(DATABASES.filter((name) => name !== 'source_registry'))(
    'is closed to the database role of %s, and its own role to that database',
    async (other) => {
      expect(await connects(address(other, other))).toBe('connected');
      expect(await connects(address(other, 'source_registry'))).toBe('42501');
      expect(await connects(address('source_registry', other))).toBe('42501');
    },
  );

  it('leaves on the bus by the audit lane alone: its login may write no other but the word of which bundle it applied', async () => {
    const bus = login('source-registry');
    const audit = `${gatehouse.namespace}.audit.source-registry`;
    const own = [audit, appliedTopic(gatehouse.namespace, 'source-registry')];
    const others = lanes().filter((name) => !own.includes(name));
    expect(others.some((name) => name.includes('intelligence-alert'))).toBe(true);
    for (const topic of others)
      await expect(bus.publish([{ topic, key: 'k', value: 'v', headers: {} }])).rejects.toMatchObject({
        code: 'bus-unauthorised',
      });
    await expect(bus.publish([])).resolves.toBeUndefined();
  });

  it('stands in clear in no table of any database', async () => {
    for (const database of DATABASES) {
      const url = new URL(testPostgres());
      url.pathname = `/${gatehouse.namespace}_${database}`;
      const text = await wholeText(url.href);
      expect([database, found(text)]).toEqual([database, []]);
      if (database === 'source_registry') expect(text).toContain(source.codeName);
    }
  });

  it('stands in clear in no log line', () => {
    expect(gatehouse.logged()).toContain('source-registry');
    expect(found(gatehouse.logged())).toEqual([]);
  });

  it('stands in clear in no message, key or topic of the bus', async () => {
    const { pool } = gatehouse.agencies['source-registry'];
    await eventually(
      async () => expect((await pool.query('select from audit.record where shipped_at is null')).rowCount).toBe(0),
      PATIENCE,
    );
    // What was shipped at one instant may share a message, and no message was shipped twice.
    const { rows } = await pool.query<{ n: number }>('select count(distinct shipped_at)::int as n from audit.record');
    const messages: string[] = [];
    const shipped: string[] = [];
    await login('admin').subscribe({ group: `${gatehouse.namespace}.everything`, topics: lanes() }, async (message) => {
      messages.push(JSON.stringify(message));
      if (message.topic.endsWith('.audit.source-registry')) shipped.push(message.value);
    });
    await eventually(() => expect(shipped.length).toBeGreaterThanOrEqual(rows[0]!.n), PATIENCE);
    expect(found(messages.join('\n'))).toEqual([]);
  });

  it('is found by this search wherever it does stand in clear', () => {
    for (const word of WORDS)
      for (const form of [word, Buffer.from(`x${word}yy`).toString('base64url'), Buffer.from(word).toString('hex')])
        expect(found(`before ${form} after`)).toEqual([word]);
  });

  it('arrived at the keeper of the records, each proven to be of the registry', async () => {
    const { rows } = await gatehouse.agencies['source-registry'].pool.query<{ n: number }>(
      'select count(distinct shipped_at)::int as n from audit.record',
    );
    const oversight = new pg.Client({ connectionString: address('oversight', 'oversight') });
    await oversight.connect();
    try {
      await eventually(async () => {
        const kept = await oversight.query(`select from oversight.kept where source = 'source-registry'`);
        expect(kept.rowCount).toBeGreaterThanOrEqual(rows[0]!.n);
      }, PATIENCE);
      expect((await oversight.query('select from oversight.parked')).rowCount).toBe(0);
    } finally {
      await oversight.end();
    }
  });

  it('is a fault when a byte of it was flipped, never another text', async () => {
    const broken = await registered(gatehouse, { name: 'Broken CANARYNAME (invented)' });
    await asSuperuser(
      `update store.events set data = jsonb_set(data, '{sealedIdentity}', to_jsonb(
         overlay(data ->> 'sealedIdentity' placing case substr(data ->> 'sealedIdentity', 40, 1) when 'A' then 'B' else 'A' end from 40)))
       where type = 'SourceRegistered' and data ->> 'sourceId' = $1`,
      [broken.sourceId],
    );
    const answer = await as(gatehouse, 'source-handler').ask({ ...HANDLING, path: `${SOURCES}/${broken.sourceId}` });
    expect([answer.status, answer.body['type']]).toEqual([500, 'urn:gatehouse:problem:internal']);
    expect(JSON.stringify(answer.body)).not.toContain('CANARY');
    expect(gatehouse.logged()).toContain('a sealed part of an item was changed');
    // Another source's key does not open it either.
    const store = new DatabaseSync(join(gatehouse.itemKeysFolder, 'source-registry', 'item-keys.sqlite'));
    const swap = store.prepare(
      'update item_key set wrapped = (select wrapped from item_key where item_id = ?) where item_id = ?',
    );
    expect(swap.run(source.sourceId, broken.sourceId).changes).toBe(1);
    // As after a restart: no key is at hand.
    store.exec('update key_store set destructions = destructions + 1');
    store.close();
    const swapped = await as(gatehouse, 'source-handler').ask({ ...HANDLING, path: `${SOURCES}/${broken.sourceId}` });
    expect(swapped.status).toBe(500);
  });
});

/** Every row of every table of a database, as text. */
const wholeText = async (url: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ t: string }>(`select t::text as t from ${name} t`);
      texts.push(name, ...rows.map(({ t }) => t));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
};
