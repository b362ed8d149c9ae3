// A real broker kept in line with the bundles that a registry's database holds, and the administrator's command beside it.
import type { AuditRecord } from '@gatehouse/audit-trail';
import { generatePartyKeys, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { loadProducts } from '@gatehouse/contracts';
import {
  allowKeeper,
  isKeepers,
  kafkaAdministration,
  kafkaBus,
  planFor,
  reconcile,
  type BusAdministration,
} from '@gatehouse/event-bus';
import { migrate, openPool } from '@gatehouse/event-store';
import { signBundle, type BundleInstrument } from '@gatehouse/policy';
import { database } from '@gatehouse/policy-registry';
import { processLogger } from '@gatehouse/service-kit';
import { systemClock } from '@gatehouse/service-kit/clock';
import { eventually, freshNamespace, testKafka, testPostgres } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { databaseName } from '../databases.ts';
import { allInstruments, compileAll } from '../instruments.ts';
import { lanesOf } from '../buses.ts';
import { LaneKeeper } from './lane-keeper.ts';
import { wantedUnder } from './wanted.ts';

const MOU = 'kz-prisons-police';
const PATIENCE = { timeoutMs: 60_000 };
const namespace = freshNamespace();
const lane = `${namespace}.${MOU}.prison-intelligence.intelligence-alert.v1.kz-prison-service.kz-police`;
const threat = `${namespace}.kz-threat-to-life.prison-intelligence.intelligence-alert.v1.kz-prison-service.kz-police`;
const group = `${namespace}.police-liaison`;
const instruments = compileAll(allInstruments(), loadProducts());
const standing = (state: string): BundleInstrument[] =>
  instruments.map((compiled) => ({ state: compiled.id === MOU ? state : 'IN_FORCE', compiled }));

let keys: PartyKeys;
let registry: pg.Pool;
let administration: BusAdministration;
/** with the login that keeps the lanes, and no more rights than that has */
let keeperAdministration: BusAdministration;
let keeper: LaneKeeper;
let folder: string;
let version = 0;
const lines: string[] = [];

const asAdmin = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: testPostgres() });
  await client.connect();
  await client.query(statement).finally(() => client.end());
};
const name = databaseName(namespace, 'policy');

beforeAll(async () => {
  await asAdmin(`create database ${name}`);
  const url = new URL(testPostgres());
  url.pathname = `/${name}`;
  registry = openPool(url.href, { max: 3 });
  await migrate(registry, database.migrations);
  keys = await generatePartyKeys('gatehouse-policy');
  const { brokers, principals } = testKafka();
  administration = kafkaAdministration({ brokers, username: 'admin', password: principals['admin'] ?? '' });
  const logger = processLogger({ destination: { write: (line) => void lines.push(line) } });
  await allowKeeper({ brokers, username: 'admin', password: principals['admin'] ?? '' }, 'lane-keeper', namespace);
  const own = { brokers, username: 'lane-keeper', password: principals['lane-keeper'] ?? '' };
  keeperAdministration = kafkaAdministration(own);
  keeper = new LaneKeeper({
    clock: systemClock,
    namespace,
    administration: keeperAdministration,
    registry,
    bundleKey: publicKeys(keys).signing,
    logger,
  });
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-reconcile-'));
  await mkdir(join(folder, 'policy'));
  const published = [{ service: 'policy', ...publicKeys(keys) }];
  await writeFile(join(folder, 'policy', 'public-keys.json'), JSON.stringify(published));
}, 120_000);
afterAll(async () => {
  await keeper.stop();
  await Promise.all([administration, keeperAdministration].map((one) => one.close()));
  await registry.end();
  await asAdmin(`drop database ${name} with (force)`);
  await rm(folder, { recursive: true });
});

const issue = async (state: string, signer = keys): Promise<void> => {
  const [issuedAt, parties] = [new Date().toISOString(), []];
  const bundle = { version: (version += 1), issuedAt, maxAgeSeconds: 900, instruments: standing(state), parties };
  const values = [version, issuedAt, await signBundle(bundle, signer)];
  await registry.query(
    'insert into registry.bundle (version, issued_at, jws, follows_change) values ($1, $2, $3, true)',
    values,
  );
};

/** What the broker says to the police who ask to read a lane in their own group. */
const reading = async (topic: string): Promise<string> => {
  const { brokers, principals } = testKafka();
  const login = { brokers, username: 'police-liaison', password: principals['police-liaison'] ?? '' };
  const bus = kafkaBus({ ...login, clientId: 'trial', log: () => undefined });
  try {
    await (await bus.subscribe({ group, topics: [topic] }, async () => undefined)).stop();
    return 'read';
  } catch (fault) {
    return (fault as { code: string }).code;
  } finally {
    await bus.close();
  }
};
const becomes = (topic: string, answer: string): Promise<void> =>
  eventually(async () => expect(await reading(topic)).toBe(answer), PATIENCE);
const steps = async (state: string): Promise<number> => {
  const bundle = { version, issuedAt: '', maxAgeSeconds: 900, instruments: standing(state), parties: [] };
  return (await planFor(administration, wantedUnder(namespace, bundle))).length;
};
/** What stands in the registry's audit records of what was done at the broker, in its order. */
const evidence = async () => {
  const { rows } = await registry.query<{ record: string }>('select record from audit.record order by sequence');
  return rows
    .map(({ record }) => JSON.parse(record) as AuditRecord)
    .map(({ event, action, item, fields, correlationId }) => ({
      event,
      action,
      item: item?.id,
      fields,
      correlationId,
    }));
};
/** What the keeper's readiness says of its parts. */
const says = async () => {
  const parts = Object.entries(keeper.rounds.checks(keeperAdministration));
  return Object.fromEntries(await Promise.all(parts.map(async ([part, check]) => [part, await check()] as const)));
};
const alarms = (): string[] => lines.flatMap((line) => /"alarm":"(\w+)"/.exec(line)?.[1] ?? []);

/** The command, as an administrator runs it. */
const command = (...args: string[]): Promise<{ code: number; said: string }> => {
  const { brokers, principals } = testKafka();
  const told = { DATABASE_URL: testPostgres(), KAFKA_BROKERS: brokers.join(','), GATEHOUSE_NAMESPACE: namespace };
  const env = { ...process.env, NODE_OPTIONS: '', ...told, KAFKA_PASSWORD_ADMIN: principals['admin'] ?? '' };
  const program = ['--import', './start/typescript-loader.mjs', 'start/src/reconciling/main.ts', `--folder=${folder}`];
  return new Promise((resolve) => {
    execFile(process.execPath, [...program, ...args], { env }, (fault, out, err) =>
      resolve({ code: Number(fault?.code ?? 0), said: out + err }),
    );
  });
};

describe('the lanes at the broker', () => {
  it('are shown to the administrator before anything is done, and done when he says so', async () => {
    expect(await command()).toMatchObject({ code: 1, said: expect.stringContaining('no bundle was issued yet') });
    await issue('SUSPENDED');
    const plan = await command();
    expect(plan).toMatchObject({ code: 3, said: expect.stringContaining(`create the topic ${lane}`) });
    expect(plan.said).toContain('nothing was changed');
    expect(plan.said).not.toContain(`police-liaison: read the topic ${lane}`);
    expect(await reading(threat)).toBe('bus-unauthorised');
    expect(await command('--apply')).toMatchObject({ code: 0, said: expect.stringMatching(/\d+ done/) });
    expect(await command()).toMatchObject({ code: 0, said: expect.stringContaining('the broker is in line') });
    expect([await reading(threat), await reading(lane)]).toEqual(['read', 'bus-unauthorised']);
  }, 240_000);

  it('are kept by nobody who says that he is ready before the first look', async () =>
    expect(await says()).toEqual({ bus: true, bundle: false, look: false, lanes: true }));

  it('follow each bundle by themselves: opened, closed, and the others open all the while', async () => {
    keeper.start();
    await issue('IN_FORCE');
    await becomes(lane, 'read');
    await issue('SUSPENDED');
    await becomes(lane, 'bus-unauthorised');
    expect(await reading(threat)).toBe('read');
    await issue('IN_FORCE');
    await becomes(lane, 'read');
    expect(alarms()).toEqual([]);
    expect(await says()).toEqual({ bus: true, bundle: true, look: true, lanes: true });
    const taken = { action: 'take-right', item: lane, fields: ['police-liaison.read'] };
    const records = (await evidence()).filter(({ action, item }) => action === taken.action && item === lane);
    expect(records).toMatchObject([
      { event: 'lane-change-intended', ...taken },
      { event: 'lane-changed', ...taken, correlationId: records[0]?.correlationId },
    ]);
  }, 120_000);

  it('are put right where somebody worked by hand, which is said aloud', async () => {
    const plan = lanesOf(namespace, instruments);
    const topics = plan.topics.map((topic) => ({
      ...topic,
      reader: topic.name === lane ? ['oversight'] : topic.reader,
    }));
    const before = (await evidence()).length;
    // With an administrator's own tools, and without asking what would be lost.
    const short = (setting: string) => ({ step: 'set-setting', topic: lane, setting, from: null, to: '1000' }) as const;
    await reconcile(administration, { plan: { topics }, namespace, kept: isKeepers('lane-keeper', namespace) });
    await administration.take([short('retention.ms'), short('retention.bytes')]);
    await eventually(() => expect(alarms()).toContain('BUS_DRIFTED'), PATIENCE);
    await eventually(async () => expect(await steps('IN_FORCE')).toBe(0), PATIENCE);
    // Said once the look has ended that put it right.
    await eventually(() => expect(lines.join('')).toContain(`take from oversight: read the topic ${lane}`), PATIENCE);
    await eventually(async () => {
      const changed = (await evidence())
        .slice(before)
        .filter(({ event, item }) => event === 'lane-changed' && item === lane);
      const settings = changed.flatMap(({ action, fields }) => (action === 'set-setting' ? fields : []));
      expect(new Set(settings)).toEqual(new Set(['retention.bytes', 'retention.ms']));
    }, PATIENCE);
    const drifts = keeper.rounds.samples().find(({ name: one }) => one === 'gatehouse_lanes_drifts_total');
    expect(drifts?.value).toBeGreaterThan(0);
  }, 120_000);

  it('stay as they are under a bundle that nobody signed', async () => {
    await issue('SUSPENDED', await generatePartyKeys('gatehouse-policy'));
    await eventually(() => expect(alarms()).toContain('LANES_NOT_KEPT'), PATIENCE);
    expect(await says()).toMatchObject({ bundle: { refused: 'bundle-not-verified' } });
    expect(await steps('IN_FORCE')).toBe(0);
    await issue('SUSPENDED');
    await becomes(lane, 'bus-unauthorised');
  }, 120_000);

  it('of an instrument that was wound down are kept until the administrator has them deleted', async () => {
    await issue('WOUND_DOWN');
    await eventually(async () => expect((await command()).said).toContain(`delete the topic ${lane}`), PATIENCE);
    expect(await command('--apply')).toMatchObject({
      code: 3,
      said: expect.stringContaining('left for you to decide'),
    });
    expect(await command('--apply', '--delete')).toMatchObject({ code: 0 });
    await eventually(async () => expect(await steps('WOUND_DOWN')).toBe(0), PATIENCE);
  }, 240_000);
});
