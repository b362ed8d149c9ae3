// The schema of each service as its migrations give it, in files: whoever reads a change of a migration sees what it changes.
import { openPool, schemaText } from '@gatehouse/event-store';
import { migrateDatabase } from '@gatehouse/projections';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { databaseName, ensureDatabase, ownerRole } from '../databases.ts';
import { SERVICES, type ServiceName } from '../parties.ts';
import { DATABASES } from '../service-databases.ts';

/** Below contracts/generated. */
export const SCHEMA_FOLDER = 'schema';

/**
 * Makes the databases of all services as provisioning makes them, reads their schemas and drops them.
 * @param namespace of nothing else on that server
 * @returns name of the file, and text
 */
export const schemaFiles = async (adminUrl: string, namespace: string): Promise<Record<string, string>> => {
  const files: Record<string, string> = {};
  for (const service of SERVICES) files[`${service}.sql`] = await schemaOf(adminUrl, namespace, service);
  return files;
};

const schemaOf = async (adminUrl: string, namespace: string, service: ServiceName): Promise<string> => {
  const [name, owner] = [databaseName(namespace, service), ownerRole(namespace, service)];
  const login = (role: string) => ({ role, password: randomBytes(18).toString('base64url') });
  const admin = openPool(adminUrl, { max: 1 });
  try {
    const ownerUrl = await ensureDatabase(adminUrl, name, login(owner), [login(name)]);
    await migrateDatabase(ownerUrl, name, DATABASES[service]);
    const pool = openPool(ownerUrl, { max: 1 });
    const text = await schemaText(pool, { owner, application: name }).finally(() => pool.end());
    return `-- The database of ${service} as its migrations make it. Written by \`npm run schema\`; a test holds it against them.\n\n${text}`;
  } finally {
    await admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
    for (const role of [owner, name]) await admin.query(`drop role if exists ${pg.escapeIdentifier(role)}`);
    await admin.end();
  }
};
