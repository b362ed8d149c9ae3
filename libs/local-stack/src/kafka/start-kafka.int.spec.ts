import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@gatehouse/testing';
import { Kafka, logLevel } from 'kafkajs';
import { startedByOneThatWasKilled } from '../killed.fixture.ts';
import { isAlive } from '../running.ts';
import { stackFolder } from '../stack-folder.ts';
import { keptPrincipals, type Principals } from './principals.ts';
import { startKafka, type LocalKafka } from './start-kafka.ts';

const around = mkdtempSync(join(tmpdir(), 'gatehouse-local-kafka-'));
const dataDir = join(around, 'kafka');
const downloads = stackFolder(join(import.meta.dirname, '../../../..')).downloads;
afterAll(async () => {
  await server.stop();
  rmSync(around, { recursive: true, force: true });
});

const start = (principals: Principals) => startKafka({ dataDir, downloads, principals });
const principals = () => keptPrincipals(dataDir, ['admin', 'reader']);

const adminOf = (broker: string, login?: { username: string; password: string }) =>
  new Kafka({
    brokers: [broker],
    ...(login ? { sasl: { mechanism: 'scram-sha-512', ...login } } : {}),
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  }).admin();

const as = async <T>(
  broker: string,
  login: { username: string; password: string } | undefined,
  work: (admin: ReturnType<typeof adminOf>) => Promise<T>,
): Promise<T> => {
  const admin = adminOf(broker, login);
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
};

const asAdmin = async <T>(broker: string, work: (admin: ReturnType<typeof adminOf>) => Promise<T>): Promise<T> =>
  as(broker, { username: 'admin', password: (await principals()).admin! }, work);

let server: LocalKafka;
beforeAll(async () => {
  server = await start(await principals());
  await asAdmin(server.brokers[0]!, (admin) => admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 2 }] }));
});

describe('a local Kafka', () => {
  it('refuses who is nobody, on the listener of clients and on that of the controller', async () => {
    const controller = `127.0.0.1:${readFileSync(join(dataDir, 'controller-port'), 'utf8')}`;
    for (const listener of [server.brokers[0]!, controller]) {
      await expect(as(listener, undefined, (admin) => admin.describeCluster())).rejects.toThrow();
      const guess = { username: 'admin', password: 'guessed' };
      await expect(as(listener, guess, (admin) => admin.describeCluster())).rejects.toThrow(/[Aa]uthentication failed/);
    }
    expect(statSync(join(dataDir, 'server.properties')).mode & 0o777).toBe(0o600);
  });

  it('allows a principal nothing that no ACL allows', async () => {
    const reader = { username: 'reader', password: (await principals()).reader! };
    expect(await as(server.brokers[0]!, reader, (admin) => admin.listTopics())).toEqual([]);
    const making = as(server.brokers[0]!, reader, (admin) => admin.createTopics({ topics: [{ topic: 'made' }] }));
    await expect(making).rejects.toThrow();
    expect(await asAdmin(server.brokers[0]!, (admin) => admin.listTopics())).toEqual(['kept']);
  });

  it('has its topics and its address after the next start, and learns of a principal that came since', async () => {
    const { brokers, pid } = server;
    await server.stop();
    expect(isAlive(pid)).toBe(false);

    server = await start(await keptPrincipals(dataDir, ['admin', 'reader', 'newcomer']));
    expect(server.brokers).toEqual(brokers);
    expect(await asAdmin(brokers[0]!, (admin) => admin.listTopics())).toEqual(['kept']);
    const newcomer = { username: 'newcomer', password: (await keptPrincipals(dataDir, ['newcomer'])).newcomer! };
    expect(await as(brokers[0]!, newcomer, (admin) => admin.listTopics())).toEqual([]);
  });

  it('starts after it was itself killed outright', async () => {
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    server = await start(await principals());
    expect(await asAdmin(server.brokers[0]!, (admin) => admin.listTopics())).toEqual(['kept']);
    await server.stop();
  });

  it('ends with a program that was killed outright, and the next start has what was there', async () => {
    const pid = await startedByOneThatWasKilled('kafka', dataDir);
    await eventually(() => expect(isAlive(pid)).toBe(false));
    server = await start(await principals());
    expect(await asAdmin(server.brokers[0]!, (admin) => admin.listTopics())).toEqual(['kept']);
    await server.stop();
  });
});
