// What a logical backup does, without its programs: every row and every counter of a database written into another cluster's tables.
import pg from 'pg';

const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
};

const TABLES = `select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
  where relkind = 'r' and nspname not like 'pg\\_%' and nspname <> 'information_schema' order by 1`;
const COUNTERS = `select format('%I.%I', schemaname, sequencename) as name, last_value from pg_sequences where last_value is not null`;

/** Both databases have the same tables; what is in `to` goes. Both addresses are an administrator's. */
export const copyRows = (from: string, to: string): Promise<void> =>
  connected(from, (source) =>
    connected(to, async (target) => {
      await target.query('set session_replication_role = replica');
      const { rows: tables } = await source.query<{ name: string }>(TABLES);
      for (const { name } of tables) {
        const { rows } = await source.query<{ all: string }>(
          `select coalesce(json_agg(t), '[]')::text as all from ${name} t`,
        );
        await target.query(`truncate ${name} cascade`);
        await target.query(
          `insert into ${name} overriding system value select * from json_populate_recordset(null::${name}, $1::json)`,
          [rows[0]?.all],
        );
      }
      const { rows: counters } = await source.query<{ name: string; last_value: string }>(COUNTERS);
      for (const { name, last_value } of counters) await target.query('select setval($1, $2)', [name, last_value]);
    }),
  );

/** Gives the databases and roles of one namespace the names of another. Nobody may be in them. */
export const renameAll = (adminUrl: string, from: string, to: string): Promise<void> =>
  connected(adminUrl, async (client) => {
    for (const [kind, catalogue, column] of [
      ['database', 'pg_database', 'datname'],
      ['role', 'pg_roles', 'rolname'],
    ]) {
      const { rows } = await client.query<{ name: string }>(
        `select ${column} as name from ${catalogue} where starts_with(${column}, $1)`,
        [`${from}_`],
      );
      for (const { name } of rows) {
        const [was, is] = [name, name.replace(from, to)].map((one) => pg.escapeIdentifier(one));
        await client.query(`alter ${kind} ${was} rename to ${is}`);
      }
    }
  });
