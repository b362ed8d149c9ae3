// Every table of every database of a namespace, searched for words.
import { asked } from '../asked-of.ts';

/** Names of the tables, each after its database, in which one of these words stands in any column of any row. */
export const tablesWith = async (namespace: string, words: readonly string[]): Promise<string[]> => {
  const databases = await asked<{ datname: string }>(
    'postgres',
    'select datname from pg_database where starts_with(datname, $1)',
    [`${namespace}_`],
  );
  const found: string[] = [];
  for (const { datname } of databases) {
    const tables = await asked<{ name: string }>(
      datname,
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of tables) {
      const holding = `select from ${name} t where exists (select from unnest($1::text[]) w where position(w in t::text) > 0) limit 1`;
      if ((await asked(datname, holding, [words])).length > 0)
        found.push(`${datname.slice(namespace.length + 1)} ${name}`);
    }
  }
  return found.toSorted();
};
