// deploy/kafka/start-kafka.sh with the real Kafka: what the container runs, on this machine's Java instead of the image's.
import { kafkaTools, freePort, stackFolder } from '@gatehouse/local-stack';
import { kafkaBus, provisionKafka } from '@gatehouse/event-bus';
import { makeServerSecrets } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the broker of docker compose', () => {
  let folder: string;
  let broker: ChildProcess;
  let said = '';
  let port: number;
  let passwords: Record<string, string>;

  const login = (username: string, password = passwords[username] ?? '') => ({
    brokers: [`127.0.0.1:${port}`],
    username,
    password,
    clientId: username,
    log: () => undefined,
  });
  const lane = {
    name: 'gatehouse.audit.oversight',
    writer: 'oversight',
    reader: ['oversight'],
    groups: ['gatehouse.oversight'],
  };

  const start = (): void => {
    const env = {
      PATH: process.env['PATH'],
      GIVEN: join(folder, 'kafka'),
      DATA: join(folder, 'data'),
      KAFKA_HOME: join(folder, 'home'),
      PROPERTIES: join(folder, 'server.properties'),
    };
    broker = spawn('bash', [join(root, 'deploy/kafka/start-kafka.sh')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    broker.stdout?.on('data', (chunk) => (said += String(chunk)));
    broker.stderr?.on('data', (chunk) => (said += String(chunk)));
  };
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => broker.once('exit', resolve));
    if (broker.exitCode === null && broker.signalCode === null) broker.kill('SIGKILL');
    else return;
    await ended;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-compose-kafka-'));
    port = await freePort();
    const controller = await freePort();
    await makeServerSecrets(folder);
    passwords = JSON.parse(await readFile(join(folder, 'kafka/principals.json'), 'utf8')) as Record<string, string>;
    const properties = (await readFile(join(root, 'deploy/kafka/server.properties'), 'utf8'))
      .replace('CLIENTS://:9092', `CLIENTS://127.0.0.1:${port}`)
      .replace('kafka:9092', `127.0.0.1:${port}`)
      .replaceAll('localhost:9093', `127.0.0.1:${controller}`);
    await writeFile(join(folder, 'server.properties'), properties);
    await mkdir(join(folder, 'data'));
    await imageTools(join(folder, 'home/bin'));
    start();
  });
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('knows the principals that provisioning made, and shows no password', async () => {
    await eventually(() => provisionKafka(login('admin'), { topics: [lane] }), { timeoutMs: 60_000 });
    const bus = kafkaBus(login('oversight'));
    await bus.publish([{ topic: lane.name, key: 'k', value: 'v', headers: {} }]);
    await bus.close();
    for (const password of Object.values(passwords)) expect(said).not.toContain(password);
    expect((await stat(join(folder, 'data/server.properties'))).mode & 0o077).toBe(0);
  });

  it('lets nobody in with a wrong password, and nobody do what no right gives him', async () => {
    const stranger = kafkaBus(login('oversight', 'guessed'));
    const police = kafkaBus(login('police-liaison'));
    const message = { topic: lane.name, key: 'k', value: 'v', headers: {} };
    await expect(stranger.publish([message])).rejects.toThrow();
    await expect(police.publish([message])).rejects.toThrow();
    await Promise.all([stranger.close(), police.close()]);
    const own = { ...lane, name: 'gatehouse.audit.police-liaison' };
    await expect(provisionKafka(login('police-liaison'), { topics: [own] })).rejects.toThrow();
  });

  it('finds its data again', async () => {
    await stop();
    start();
    const bus = kafkaBus(login('oversight'));
    const seen: string[] = [];
    await bus.subscribe(
      { group: 'gatehouse.oversight', topics: [lane.name] },
      async ({ value }) => void seen.push(value),
    );
    await eventually(() => expect(seen).toEqual(['v']), { timeoutMs: 90_000 });
    await bus.close();
  });
});

/** The two scripts of the image that are called, on the jars of this machine. */
const imageTools = async (bin: string): Promise<void> => {
  await mkdir(bin, { recursive: true });
  const { java, classPath } = await kafkaTools(stackFolder(root).downloads);
  const script = (main: string) =>
    `#!/bin/sh\nexec "${java}" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "${classPath}" ${main} "$@"\n`;
  await writeFile(join(bin, 'kafka-storage.sh'), script('kafka.tools.StorageTool'));
  await writeFile(join(bin, 'kafka-server-start.sh'), script('kafka.Kafka'));
  for (const file of ['kafka-storage.sh', 'kafka-server-start.sh']) await chmod(join(bin, file), 0o755);
};
