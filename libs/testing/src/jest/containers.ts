// The run's PostgreSQL and Kafka from images, where there is a container engine: GATEHOUSE_TEST_STACK=containers. The images and
// the broker's script are those of docker-compose.yml. Never a fallback: without an engine the run fails and says so.
import { freePort } from '@gatehouse/local-stack';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StartedTestContainer } from 'testcontainers';
import { parse } from 'yaml';

export interface Servers {
  adminUrl: string;
  brokers: string[];
  stop(): Promise<void>;
}

/** Which servers a run takes. @throws Error for a word that is neither */
export const stackKind = (env: NodeJS.ProcessEnv): 'local' | 'containers' => {
  const kind = env['GATEHOUSE_TEST_STACK'] ?? 'local';
  if (kind !== 'local' && kind !== 'containers')
    throw new Error(`GATEHOUSE_TEST_STACK is local or containers, not '${kind}'`);
  return kind;
};

/** Starts both. @throws Error saying that no container engine was found, or what it refused */
export const startContainers = async (root: string, principals: Record<string, string>): Promise<Servers> => {
  const starting = [postgres(root), kafka(root, principals)] as const;
  const stop = async (): Promise<void> => {
    const started = await Promise.allSettled(starting);
    await Promise.all(
      started.map(async (one) => (one.status === 'fulfilled' ? one.value.container.stop() : undefined)),
    );
  };
  try {
    const [database, broker] = await Promise.all(starting);
    return { adminUrl: database.url, brokers: [broker.address], stop };
  } catch (cause) {
    await stop();
    throw new Error(`GATEHOUSE_TEST_STACK=containers: ${(cause as Error).message}`, { cause });
  }
};

const imageOf = (root: string, name: string): string => {
  const { services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
    services: Record<string, { image: string }>;
  };
  return services[name]?.image ?? '';
};

const postgres = async (root: string): Promise<{ container: StartedTestContainer; url: string }> => {
  const { GenericContainer, Wait } = await import('testcontainers');
  const password = randomBytes(18).toString('base64url');
  const container = await new GenericContainer(imageOf(root, 'postgres'))
    .withEnvironment({ POSTGRES_PASSWORD: password })
    .withCommand(['postgres', '-c', 'max_connections=300'])
    .withExposedPorts(5432)
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start();
  const at = `${container.getHost()}:${container.getMappedPort(5432)}`;
  return { container, url: `postgres://postgres:${password}@${at}/postgres` };
};

// A broker tells its clients its own address, so the port is chosen beforehand and is the same inside and outside.
const kafka = async (
  root: string,
  principals: Record<string, string>,
): Promise<{ container: StartedTestContainer; address: string }> => {
  const { GenericContainer, Wait } = await import('testcontainers');
  const port = await freePort();
  const file = (name: string): string => readFileSync(join(root, 'deploy/kafka', name), 'utf8');
  const properties = file('server.properties')
    .replace('CLIENTS://:9092', `CLIENTS://:${port}`)
    .replace('kafka:9092', `localhost:${port}`);
  const users = Object.entries(principals).map(
    ([name, password]) => `SCRAM-SHA-512=[name=${name},password=${password}]\n`,
  );
  const container = await new GenericContainer(imageOf(root, 'kafka'))
    .withEnvironment({ DATA: '/tmp/kafka', GIVEN: '/tmp/given', PROPERTIES: '/tmp/given/server.properties' })
    .withCopyContentToContainer([
      { content: file('start-kafka.sh'), target: '/tmp/given/start-kafka.sh' },
      { content: properties, target: '/tmp/given/server.properties' },
      { content: users.join(''), target: '/tmp/given/scram-users' },
      { content: principals['admin'] ?? '', target: '/tmp/given/admin-password' },
    ])
    .withEntrypoint(['bash', '-c', 'mkdir -p "$DATA" && exec bash /tmp/given/start-kafka.sh'])
    .withExposedPorts({ container: port, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  return { container, address: `localhost:${port}` };
};
