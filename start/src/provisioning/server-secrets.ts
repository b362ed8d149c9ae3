// Passwords of the servers themselves, for a machine that makes its own PostgreSQL and Kafka from images: made once, before
// either starts, and read by them from files.
import { keptPrincipals } from '@gatehouse/local-stack';
import { join } from 'node:path';
import { PRINCIPALS } from '../parties.ts';
import { writeSecret } from './deployment-folder.ts';

export const postgresPassword = (folder: string): string => join(folder, 'postgres', 'password');

/** Writes `postgres/password`, and `kafka/admin-password` and `kafka/scram-users` as Kafka's own tool takes them, one a line. */
export const makeServerSecrets = async (folder: string): Promise<void> => {
  const { postgres } = await keptPrincipals(join(folder, 'administrator', 'postgres'), ['postgres']);
  await writeSecret(join(folder, 'postgres'), 'password', postgres ?? '');
  const principals = await keptPrincipals(join(folder, 'kafka'), PRINCIPALS);
  const users = Object.entries(principals).map(
    ([name, password]) => `SCRAM-SHA-512=[name=${name},password=${password}]`,
  );
  await writeSecret(join(folder, 'kafka'), 'scram-users', users.join('\n'));
  await writeSecret(join(folder, 'kafka'), 'admin-password', principals['admin'] ?? '');
};
