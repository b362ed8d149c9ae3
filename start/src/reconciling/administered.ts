// What an administrator's command beside a deployment is told: the broker's administrator, and where the registry keeps its bundles.
import { kafkaAdministration, type BusAdministration } from '@gatehouse/event-bus';
import { keptPrincipals, stackFolder } from '@gatehouse/local-stack';
import type { JWK } from 'jose';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseName } from '../databases.ts';
import { readOptions } from '../options.ts';
import { FILES } from '../process/settings.ts';
import { postgresPassword } from '../provisioning/server-secrets.ts';
import { bundleKey, type PublishedKeys } from '../published-keys.ts';

export interface Administered {
  namespace: string;
  administration: BusAdministration;
  registryUrl: string;
  bundleKey: JWK;
}

/** The administrator's address, with the password that was made for him where it has none. */
export const withPassword = async (databaseUrl: string, folder: string): Promise<string> => {
  const url = new URL(databaseUrl);
  if (url.password === '') url.password = (await readFile(postgresPassword(folder), 'utf8').catch(() => '')).trim();
  return url.toString();
};

/** The registry's database as the cluster's administrator reaches it. */
export const registryOf = (adminUrl: string, namespace: string): string => {
  const url = new URL(adminUrl);
  url.pathname = `/${databaseName(namespace, 'policy')}`;
  return url.href;
};

/** @throws Error naming what is missing */
export const administered = async (given: string | undefined, env: NodeJS.ProcessEnv): Promise<Administered> => {
  const folder = given ?? join(stackFolder(process.cwd()).data, 'deployment');
  const { databaseUrl, kafkaBrokers: brokers, namespace } = readOptions([], env);
  if (!databaseUrl || !brokers) throw new Error('set DATABASE_URL and KAFKA_BROKERS');
  const password =
    env['KAFKA_PASSWORD_ADMIN'] ?? (await keptPrincipals(join(folder, 'kafka'), ['admin']))['admin'] ?? '';
  const published = JSON.parse(
    await readFile(join(folder, 'policy', FILES.PUBLIC_KEYS_FILE), 'utf8'),
  ) as PublishedKeys[];
  return {
    namespace,
    administration: kafkaAdministration({ brokers, username: 'admin', password }),
    registryUrl: registryOf(await withPassword(databaseUrl, folder), namespace),
    bundleKey: bundleKey(published),
  };
};
