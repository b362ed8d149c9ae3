// A broker of its own, killed outright with work in flight, and replaced by an empty one: the outbox knows better than any broker.
import { keptPrincipals, stackFolder, startKafka, type LocalKafka, type Principals } from '@gatehouse/local-stack';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaBus } from './kafka-bus.ts';
import { disordered, numbered, OneEffect } from './one-effect.fixture.ts';
import { provisionKafka } from './provision-kafka.ts';

const downloads = stackFolder(join(import.meta.dirname, '../../../..')).downloads;
const PATIENCE = { timeoutMs: 60_000 };
const TOPIC = 'trial.lost';
const GROUP = 'trial.lost.group';

describe('a broker that is lost', () => {
  let folder: string;
  let principals: Principals;
  let port: number;
  let server: LocalKafka;
  let work: OneEffect;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-broker-lost-'));
    principals = await keptPrincipals(join(folder, 'secrets'), ['admin', 'prison-intelligence', 'police-liaison']);
    work = await OneEffect.make();
    server = await startKafka({ dataDir: join(folder, 'first'), downloads, principals });
    port = Number(server.brokers[0]?.split(':')[1]);
    await provision();
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    await work.close();
    await rm(folder, { recursive: true, force: true });
  });

  const login = (username: string) => ({ brokers: server.brokers, username, password: principals[username] ?? '' });
  const provision = () =>
    provisionKafka(login('admin'), {
      topics: [{ name: TOPIC, writer: 'prison-intelligence', reader: ['police-liaison'], groups: [GROUP] }],
    });
  const client = (username: string) => kafkaBus({ ...login(username), clientId: username, log: () => undefined });

  it('with SIGKILL while messages are on their way loses none, and repeats no effect', async () => {
    const [writer, reader] = [client('prison-intelligence'), client('police-liaison')];
    const relay = work.relay(writer);
    await reader.subscribe({ group: GROUP, topics: [TOPIC] }, work.handle);
    await work.put(TOPIC, 300);
    relay.start();
    await eventually(async () => expect((await work.effects()).length).toBeGreaterThan(40), PATIENCE);
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    await work.put(TOPIC, 50);
    server = await startKafka({ dataDir: join(folder, 'first'), downloads, principals, port });
    await eventually(async () => expect(await work.depth()).toEqual({ unsent: 0, unreceipted: 0 }), PATIENCE);
    const effects = await work.effects();
    expect(effects.toSorted((a, b) => a - b)).toEqual(numbered(350));
    expect(disordered(effects)).toEqual([]);
    await Promise.all([relay.stop(), writer.close(), reader.close()]);
  }, 150_000);

  it('with its disk, and replaced by an empty one, is sent everything again that nobody received', async () => {
    const writer = client('prison-intelligence');
    const relay = work.relay(writer);
    await work.put(TOPIC, 60);
    await eventually(async () => {
      await relay.runOnce();
      expect(await work.depth()).toEqual({ unsent: 0, unreceipted: 60 });
    }, PATIENCE);
    await server.stop();
    server = await startKafka({ dataDir: join(folder, 'empty'), downloads, principals, port });
    await provision();
    const reader = client('police-liaison');
    await reader.subscribe({ group: GROUP, topics: [TOPIC] }, work.handle);
    expect(await work.effects()).toHaveLength(350);
    work.clock.advance(30_000);
    await eventually(async () => {
      await relay.runOnce();
      expect(await work.depth()).toEqual({ unsent: 0, unreceipted: 0 });
    }, PATIENCE);
    const effects = await work.effects();
    expect(effects.slice(350).toSorted((a, b) => a - b)).toEqual(numbered(410).slice(350));
    expect(disordered(effects)).toEqual([]);
    await Promise.all([writer.close(), reader.close()]);
  }, 150_000);
});
