// What is done once to a broker's folder, and when its principals change.
import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../progress.ts';
import { scramLogin } from './configuration.ts';
import { runTool, type Java } from './java-command.ts';
import { rememberPrincipals, unknownToBroker, type Principals } from './principals.ts';

export interface BrokerFolder {
  dataDir: string;
  logDir: string;
  properties: string;
  /** Writes `properties` for a broker whose log lies in the folder given. */
  configure(logDir: string): Promise<void>;
}

const scramUser = (name: string, password: string): string => `SCRAM-SHA-512=[${name}password=${password}]`;

/** Formats aside and renames when whole: a start that was killed half-way leaves nothing that looks formatted. */
export const format = async (
  folder: BrokerFolder,
  java: Java,
  principals: Principals,
  onProgress: Progress,
): Promise<void> => {
  onProgress('formatting the Kafka broker (about a second)');
  for (const name of await readdir(folder.dataDir)) {
    if (name.startsWith('log.part-')) await rm(join(folder.dataDir, name), { recursive: true, force: true });
  }
  const aside = `${folder.logDir}.part-${process.pid}`;
  await folder.configure(aside);
  // Kafka's ids are 16 bytes in base64url; its tools take no leading dash.
  const clusterId = Buffer.concat([Buffer.from([1]), randomBytes(15)]).toString('base64url');
  const users = Object.entries(principals).flatMap(([name, password]) => [
    '--add-scram',
    scramUser(`name=${name},`, password),
  ]);
  const args = ['format', '--cluster-id', clusterId, '--config', folder.properties, ...users];
  await runTool(java, join(folder.dataDir, 'format.args'), 'kafka.tools.StorageTool', args);
  await rememberPrincipals(folder.dataDir, principals);
  await rename(aside, folder.logDir);
};

/** Tells a broker that was made earlier of the principals that came or changed since. */
export const introduce = async (
  folder: BrokerFolder,
  broker: string,
  java: Java,
  principals: Principals,
  onProgress: Progress,
): Promise<void> => {
  const names = await unknownToBroker(folder.dataDir, principals);
  if (names.length === 0) return;
  const client = join(folder.dataDir, 'client.properties');
  const login = [
    'security.protocol=SASL_PLAINTEXT',
    'sasl.mechanism=SCRAM-SHA-512',
    `sasl.jaas.config=${scramLogin(principals.admin!)}`,
  ];
  await writeFile(client, login.join('\n'), { mode: 0o600 });
  try {
    for (const name of names) {
      onProgress(`telling Kafka of the principal ${name} (about a second)`);
      const change = [
        '--alter',
        '--entity-type',
        'users',
        '--entity-name',
        name,
        '--add-config',
        scramUser('', principals[name]!),
      ];
      const args = ['--bootstrap-server', broker, '--command-config', client, ...change];
      await runTool(java, join(folder.dataDir, 'user.args'), 'kafka.admin.ConfigCommand', args);
    }
    await rememberPrincipals(folder.dataDir, principals);
  } finally {
    await rm(client, { force: true });
  }
};
