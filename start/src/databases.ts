// A database a service in one cluster, with two logins of its own: an owner, who makes and changes its tables, and the application,
// which has the rights on them that the code uses. A service cannot read another's rows.
import { openPool } from '@gatehouse/event-store';
import pg from 'pg';

export interface DatabaseLogin {
  role: string;
  password: string;
}

/** Addresses of one database. */
export interface ServiceAddresses {
  /** for whoever migrates it or rebuilds a read model; never a service's own */
  ownerUrl: string;
  applicationUrl: string;
}

/**
 * Makes what is missing of a database and its roles. Idempotent; passwords are set at each start.
 * @param adminUrl of a role that may create roles and databases
 * @param clients who may connect beside the owner; what they may do there is the owner's to say
 * @returns the owner's address
 * @throws Error when the database belongs to somebody else, as those of earlier versions did
 */
export const ensureDatabase = async (
  adminUrl: string,
  name: string,
  owner: DatabaseLogin,
  clients: readonly DatabaseLogin[],
): Promise<string> => {
  const pool = openPool(adminUrl, { applicationName: 'gatehouse-provisioning', max: 1 });
  try {
    for (const login of [owner, ...clients]) await ensureLogin(pool, login);
    await ensureOwned(pool, name, owner.role);
    await allowOnly(
      pool,
      name,
      clients.map(({ role }) => role),
    );
  } finally {
    await pool.end();
  }
  return addressOf(adminUrl, name, owner);
};

const ensureLogin = async (admin: pg.Pool, { role, password }: DatabaseLogin): Promise<void> => {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
  await admin.query(
    `${rowCount === 0 ? 'create' : 'alter'} role ${pg.escapeIdentifier(role)} login password ${pg.escapeLiteral(password)}`,
  );
};

const ensureOwned = async (admin: pg.Pool, name: string, owner: string): Promise<void> => {
  const [database, role] = [pg.escapeIdentifier(name), pg.escapeIdentifier(owner)];
  const { rows } = await admin.query<{ owner: string }>(
    'select pg_get_userbyid(datdba) as owner from pg_database where datname = $1',
    [name],
  );
  if (rows[0] === undefined) {
    // The administrator need not be a superuser: he makes the database and hands it over.
    await admin.query(`grant ${role} to current_user`);
    await admin.query(`create database ${database} owner ${role}`);
  } else if (rows[0].owner !== owner)
    throw new Error(
      `database ${name} belongs to ${rows[0].owner}, not to ${owner}: it was made by an earlier version, whose services owned their
tables. Invented data: npm run reset. Data to keep: REASSIGN OWNED BY ${rows[0].owner} TO ${owner} in it, as an administrator.`,
    );
};

/** Nobody but these may connect, and nobody makes temporary tables. */
const allowOnly = async (admin: pg.Pool, name: string, roles: string[]): Promise<void> => {
  const database = pg.escapeIdentifier(name);
  await admin.query(`revoke all on database ${database} from public`);
  for (const role of roles.map((one) => pg.escapeIdentifier(one))) {
    await admin.query(`revoke all on database ${database} from ${role}`);
    await admin.query(`grant connect on database ${database} to ${role}`);
  }
};

export const addressOf = (adminUrl: string, name: string, { role, password }: DatabaseLogin): string => {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  url.pathname = `/${name}`;
  return url.toString();
};

/** What the database of a service is called, and the role it logs in as. */
export const databaseName = (namespace: string, service: string): string =>
  `${namespace}_${service.replaceAll('-', '_')}`;

export const ownerRole = (namespace: string, service: string): string => `${databaseName(namespace, service)}_owner`;
