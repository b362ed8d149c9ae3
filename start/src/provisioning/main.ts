// npm run provision: an administrator's command, for a PostgreSQL and a Kafka that are already there.
import { keptPrincipals, stackFolder } from '@gatehouse/local-stack';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { passwordsFromEnvironment } from '../infrastructure.ts';
import { openKeys } from '../keys.ts';
import { readOptions } from '../options.ts';
import { PRINCIPALS } from '../parties.ts';
import { withPassword } from '../reconciling/administered.ts';
import { makeServerSecrets } from './server-secrets.ts';
import { provisionDeployment } from './provision-deployment.ts';

const USAGE = `npm run provision [-- --folder=FOLDER] [--secrets]

Makes databases, roles, topics and rights, and a folder for each process with its own settings and keys.
  --folder=...   where the folders are written (.gatehouse/data/deployment)
  --secrets      makes the secrets alone, those of the servers included, and connects to nothing

Environment: DATABASE_URL (of a role that may create roles and databases; without a password, the one in
FOLDER/postgres/password), KAFKA_BROKERS, KAFKA_PASSWORD_<PRINCIPAL> for ${PRINCIPALS.join(', ')} (else those in
FOLDER/kafka), OIDC_ISSUER and OIDC_JWKS_URI (else the provider for development), GATEHOUSE_NAMESPACE, PORT (8080).`;

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { folder: { type: 'string' }, secrets: { type: 'boolean' } } });
  const folder = values.folder ?? join(stackFolder(process.cwd()).data, 'deployment');
  const options = readOptions([], process.env);
  const { namespace, identity, port: basePort } = options;
  const keys = await openKeys(join(folder, 'administrator'), namespace);
  if (values.secrets) return makeServerSecrets(folder);
  const { databaseUrl, kafkaBrokers: brokers } = options;
  if (!databaseUrl || !brokers) throw new Error(`set DATABASE_URL and KAFKA_BROKERS\n\n${USAGE}`);
  const passwords = process.env['KAFKA_PASSWORD_ADMIN']
    ? passwordsFromEnvironment()
    : await keptPrincipals(join(folder, 'kafka'), PRINCIPALS);
  const adminUrl = await withPassword(databaseUrl, folder);
  const kafka = { kind: 'kafka', brokers, passwords } as const;
  const { issuer, logKey } = await provisionDeployment({
    folder,
    namespace,
    adminUrl,
    kafka,
    keys,
    identity,
    basePort,
  });
  process.stdout.write(`provisioned; each process has its folder in ${folder}\nissuer: ${issuer}\nlog: ${logKey}\n`);
};

await main().then(
  () => process.exit(0),
  (fault: Error) => {
    process.stderr.write(`${fault.message}\n`);
    process.exit(1);
  },
);
