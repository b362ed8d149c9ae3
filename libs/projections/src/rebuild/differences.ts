/**
 * What differs between the live rows of a projection and those made anew at the same position.
 *
 * Promise: every row of either side is looked at. A difference is named by the row's key, or where the key says something about a
 * person by the row's place in its table, and by the columns; never by what stands in them.
 * An identity column only says the order of rows: its numbers may differ, the order may not.
 */
import { TerminalFault } from '@gatehouse/service-kit/faults';
import pg from 'pg';
import type { Projection, ReadTable } from '../projection.ts';
import { LIVE, schemaBeside } from '../schema.ts';
import { named } from './tables-beside.ts';

export interface Difference {
  /** missing: the live table lacks it; surplus: only the live table has it; moved: it stands elsewhere in the order */
  kind: 'missing' | 'surplus' | 'changed' | 'moved';
  row: string;
  /** of a changed row */
  columns: string[];
}

export interface TableDifferences {
  table: string;
  liveRows: number;
  rebuiltRows: number;
  differing: number;
  /** in the order of their keys, FIRST at the most */
  first: Difference[];
}

const FIRST = 20;

/** Compares table by table. The rows on both sides must stand still meanwhile. Only reads. */
export const differencesOf = async (client: pg.ClientBase, projection: Projection): Promise<TableDifferences[]> => {
  const found: TableDifferences[] = [];
  for (const table of projection.tables) found.push(await compare(client, table, schemaBeside(projection.name)));
  return found;
};

const compare = async (client: pg.ClientBase, table: ReadTable, beside: string): Promise<TableDifferences> => {
  const [live, rebuilt] = [named(LIVE, table.name), named(beside, table.name)];
  const { rows } = await client.query<Difference & { differing: number }>(
    comparison(live, rebuilt, await columnsOf(client, live), table.personalKey === true),
  );
  return {
    table: table.name,
    liveRows: await counted(client, live),
    rebuiltRows: await counted(client, rebuilt),
    differing: rows[0]?.differing ?? 0,
    first: rows.map(({ kind, row, columns }) => ({ kind, row, columns })),
  };
};

interface Columns {
  key: string[];
  /** null for a table whose rows have no order of their own */
  order: string | null;
}

const columnsOf = async (client: pg.ClientBase, table: string): Promise<Columns> => {
  const { rows } = await client.query<{ name: string; is_key: boolean; is_order: boolean }>(
    `select attname as name, coalesce(attnum = any(indkey), false) as is_key, attidentity <> '' as is_order
     from pg_attribute left join pg_index on indrelid = attrelid and indisprimary
     where attrelid = $1::regclass and attnum > 0 and not attisdropped
     order by array_position(indkey::smallint[], attnum)`,
    [table],
  );
  const key = rows.filter((column) => column.is_key).map(({ name }) => name);
  if (key.length === 0)
    throw new TerminalFault(`${table} has no primary key to compare by`, { code: 'no-primary-key' });
  return { key, order: rows.find((column) => column.is_order)?.name ?? null };
};

const comparison = (live: string, rebuilt: string, { key, order }: Columns, personalKey: boolean): string => {
  const keys = key.map((column) => pg.escapeIdentifier(column));
  const placeIn = (side: string): string =>
    order === null
      ? '0'
      : `rank() over (partition by l is null or r is null order by ${side}.${pg.escapeIdentifier(order)})`;
  const row = personalKey
    ? `coalesce('live row ' || live_at, 'rebuilt row ' || rebuilt_at)`
    : key.map((column, n) => `${pg.escapeLiteral(`${column} `)} || ${keys[n]}::text`).join(` || ', ' || `);
  return `
    with pair as (
      select ${keys.join(', ')}, l.ctid::text as live_at, r.ctid::text as rebuilt_at,
        to_jsonb(l) - ${pg.escapeLiteral(order ?? '')} as live, to_jsonb(r) - ${pg.escapeLiteral(order ?? '')} as rebuilt,
        ${placeIn('l')} as live_place, ${placeIn('r')} as rebuilt_place
      from ${live} l full join ${rebuilt} r using (${keys.join(', ')}))
    select case when live is null then 'missing' when rebuilt is null then 'surplus' when live <> rebuilt then 'changed'
        else 'moved' end as kind,
      ${row} as row, count(*) over ()::integer as differing,
      case when live is null or rebuilt is null then '{}' else array(
        select key from jsonb_each(live) a full join jsonb_each(rebuilt) b using (key)
        where a.value is distinct from b.value order by key) end as columns
    from pair where live is distinct from rebuilt or live_place <> rebuilt_place
    order by ${keys.join(', ')} limit ${FIRST}`;
};

const counted = async (client: pg.ClientBase, table: string): Promise<number> => {
  const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${table}`);
  return Number(rows[0]?.n);
};
