/**
 * What the application's role may do, where another role owns the database and migrates it.
 *
 * Promise: after `grantRights` that role may do with each table what its rights say, and nothing else: no table is made, altered
 * or emptied by it, no trigger put out of force, and no row changed that only ever is added.
 * Invariant: every table has rights; one that nobody gave any is refused before the migration is over, not met by a running service.
 */
import { TerminalFault } from '@gatehouse/service-kit/faults';
import pg from 'pg';
import { inTransaction } from './transaction.ts';

export type Right = 'select' | 'insert' | 'update' | 'delete' | `${'insert' | 'update'} (${string})`;

/** By table, as `schema.table`; `schema.*` stands for every table of a schema that is not named itself. */
export type Rights = Readonly<Record<string, readonly Right[]>>;

// A read model that is being made again stands in a schema of its own, where the application has no business.
const TABLES = `
  select n.nspname as schema, c.relname as name
  from (select oid, nspname from pg_namespace where nspname !~ '^(pg_|rebuild_)' and nspname <> 'information_schema') n
    left join pg_class c on n.oid = c.relnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
  order by 1, 2`;

interface Table {
  schema: string;
  name: string;
}

/** A schema without a table comes as one row. */
type Found = Omit<Table, 'name'> & { name: string | null };

/**
 * Gives the role its rights on every table of the database and takes all others. Asked as the owner, after migrating.
 * @param application name of the role
 * @throws TerminalFault 'table-without-rights' | 'rights-without-table'; then nothing was changed
 */
export const grantRights = (owner: pg.Pool, application: string, rights: Rights): Promise<void> =>
  inTransaction(
    owner,
    async (client) => {
      const { rows: found } = await client.query<Found>(TABLES);
      const tables = found.filter((row): row is Table => row.name !== null);
      refuseRightsWithoutTable(tables, rights);
      const role = pg.escapeIdentifier(application);
      for (const schema of new Set(found.map((row) => row.schema)))
        await client.query(onSchema(pg.escapeIdentifier(schema), role));
      for (const table of tables) await client.query(onTable(table, rightsOn(table, rights), role));
    },
    { statementMs: 60_000 },
  );

const rightsOn = ({ schema, name }: Table, rights: Rights): readonly Right[] => {
  const given = rights[`${schema}.${name}`] ?? rights[`${schema}.*`];
  if (!given)
    throw new TerminalFault(
      `nobody said what the application may do with table ${schema}.${name}: name it in the rights of its migration set`,
      { code: 'table-without-rights' },
    );
  return given;
};

const refuseRightsWithoutTable = (tables: Table[], rights: Rights): void => {
  const known = new Set(tables.flatMap(({ schema, name }) => [`${schema}.${name}`, `${schema}.*`]));
  const unknown = Object.keys(rights).filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new TerminalFault(`rights are given on ${unknown.join(', ')}, and there is no such table`, {
      code: 'rights-without-table',
    });
};

// Functions are called by triggers, which ask no right; whoever may call one by himself would be a way around the rights.
const onSchema = (schema: string, role: string): string => `
  revoke all on schema ${schema} from public, ${role};
  revoke all on all functions in schema ${schema} from public, ${role};
  grant usage on schema ${schema} to ${role}`;

const onTable = ({ schema, name }: Table, given: readonly Right[], role: string): string => {
  const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
  const grant = given.length > 0 ? `; grant ${given.join(', ')} on ${table} to ${role}` : '';
  return `revoke all on ${table} from public, ${role}${grant}`;
};
