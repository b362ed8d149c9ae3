// One database and one login role per service in one cluster: a service cannot read another's rows.
import { openPool } from '@gatehouse/event-store';
import pg from 'pg';

/**
 * Makes what is missing of a service's role and database. Idempotent; the password is set at each start.
 * @param adminUrl of a role that may create roles and databases
 * @returns the service's own address
 */
export const ensureDatabase = async (adminUrl: string, name: string, password: string): Promise<string> => {
  const pool = openPool(adminUrl, { applicationName: 'gatehouse-provisioning', max: 1 });
  const role = pg.escapeIdentifier(name);
  try {
    const { rowCount: roles } = await pool.query('select from pg_roles where rolname = $1', [name]);
    await pool.query(`${roles === 0 ? 'create' : 'alter'} role ${role} login password ${pg.escapeLiteral(password)}`);
    const { rowCount: databases } = await pool.query('select from pg_database where datname = $1', [name]);
    if (databases === 0) {
      // The administrator need not be a superuser: he makes the database and hands it over.
      await pool.query(`grant ${role} to current_user`);
      await pool.query(`create database ${role} owner ${role}`);
    }
    await pool.query(`revoke all on database ${role} from public`);
  } finally {
    await pool.end();
  }
  return addressOf(adminUrl, name, password);
};

const addressOf = (adminUrl: string, name: string, password: string): string => {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(name);
  url.password = encodeURIComponent(password);
  url.pathname = `/${name}`;
  return url.toString();
};

export const databaseName = (namespace: string, service: string): string =>
  `${namespace}_${service.replaceAll('-', '_')}`;
