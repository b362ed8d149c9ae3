/**
 * Empty tables like the live ones, in a schema of their own: same owner, columns, keys, indexes and rights, under the same names, so
 * that they can take the live tables' place.
 */
import { TerminalFault } from '@gatehouse/service-kit/faults';
import pg from 'pg';
import type { Projection } from '../projection.ts';
import { LIVE, schemaBeside } from '../schema.ts';

/** Makes a projection's tables beside the live ones, with a checkpoint of their own. In the caller's transaction. */
export const makeTablesBeside = async (client: pg.ClientBase, projection: Projection): Promise<void> => {
  const beside = schemaBeside(projection.name);
  await client.query(`create schema ${beside}`);
  await client.query(`create table ${beside}.checkpoints (like ${LIVE}.checkpoints including all)`);
  for (const { name } of projection.tables) {
    const [live, made] = [named(LIVE, name), named(beside, name)];
    await client.query(
      `create table ${made} (like ${live} including all excluding indexes excluding statistics excluding compression)`,
    );
    for (const statement of await alike(client, live, made)) await client.query(statement);
  }
};

/** Gives a rebuild up. */
export const dropTablesBeside = async (client: pg.ClientBase, projection: Projection): Promise<void> => {
  await client.query(`drop schema if exists ${schemaBeside(projection.name)} cascade`);
};

export const areTablesBeside = async (client: pg.ClientBase, projection: Projection): Promise<boolean> => {
  const { rowCount } = await client.query('select from pg_namespace where nspname = $1', [
    schemaBeside(projection.name),
  ]);
  return rowCount === 1;
};

/** @throws TerminalFault 'rebuild-outdated' when a live table has changed its columns or indexes since the others were made */
export const checkAlike = async (client: pg.ClientBase, projection: Projection): Promise<void> => {
  for (const { name } of projection.tables) {
    const { rows } = await client.query<{ shape: string | null }>(SHAPES, [
      [LIVE, schemaBeside(projection.name)],
      name,
    ]);
    if (rows.length !== 2 || rows[0]?.shape !== rows[1]?.shape)
      throw new TerminalFault(`${LIVE}.${name} is no longer shaped as it was when its rebuild began`, {
        code: 'rebuild-outdated',
      });
  }
};

/** A table's name as SQL takes it. */
export const named = (schema: string, table: string): string => `${schema}.${pg.escapeIdentifier(table)}`;

// Constraints bring their indexes with them, under the live names; "like" would give new ones, which no later migration knows.
const ALIKE = `
  select statement from (
    select 0 as turn, format('alter table %s owner to %I', $2::text, pg_get_userbyid(relowner)) as statement
      from pg_class where oid = $1::regclass
    union all
    select 1, format('alter table %s add constraint %I %s', $2::text, conname, pg_get_constraintdef(oid))
      from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u', 'x')
    union all
    select 2, regexp_replace(pg_get_indexdef(indexrelid), ' ON \\S+ USING ', format(' ON %s USING ', $2::text))
      from pg_index i where indrelid = $1::regclass
        and not exists (select from pg_constraint c where c.conindid = i.indexrelid and contype in ('p', 'u', 'x'))
    union all
    select 3, format('grant %s on %s to %s', privilege_type, $2::text,
        case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end)
      from pg_class, aclexplode(relacl) where oid = $1::regclass and grantee <> relowner
  ) statements order by turn, statement`;

const alike = async (client: pg.ClientBase, live: string, made: string): Promise<string[]> => {
  const { rows } = await client.query<{ statement: string }>(ALIKE, [live, made]);
  return rows.map(({ statement }) => statement);
};

const SHAPES = `
  select jsonb_build_array(
    (select jsonb_agg(jsonb_build_array(attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
        pg_get_expr(adbin, adrelid)) order by attname)
       from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
       where attrelid = t.oid and attnum > 0 and not attisdropped),
    (select jsonb_agg(regexp_replace(pg_get_indexdef(indexrelid), ' ON \\S+ USING ', ' ') order by indexrelid::regclass::name)
       from pg_index where indrelid = t.oid))::text as shape
  from pg_class t join pg_namespace s on s.oid = t.relnamespace where s.nspname = any($1) and t.relname = $2`;
