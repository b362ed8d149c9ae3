// Where the story was played: what its assertions ask, look into and read, whether the services are one process or many.
import { CASE, type Access, type HttpAnswer, type Journey, type JourneyMark, type Keys } from '@gatehouse/start';
import { testPostgres } from '@gatehouse/testing';
import pg from 'pg';
import { as, INBOX, INVESTIGATE } from '../raised.ts';

export interface Stage {
  namespace: string;
  access: Access;
  keys: Keys;
  /** every line any process logged so far */
  logged: () => string;
  /** every mail that called somebody so far, as its server got it */
  mailed: () => string[];
}

export interface Told extends Stage {
  journey: Journey;
  mark: JourneyMark;
}

/** Every row of every table of a service's database, as text, that holds one of these words: where it was found. */
export const rowsHolding = async (
  { namespace }: Stage,
  service: 'police_liaison' | 'oversight',
  words: string[],
): Promise<string[]> => {
  const url = new URL(testPostgres());
  url.pathname = `/${namespace}_${service}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ word: string }>(
        `select distinct word from ${name} as t, unnest($1::text[]) as word where position(word in t::text) > 0`,
        [words],
      );
      found.push(...rows.map(({ word }) => `${name}: ${word}`));
    }
    return found;
  } finally {
    await client.end();
  }
};

/** The item as the assigned officer of the police is answered. */
export const opens = (told: Told, itemId: string): Promise<HttpAnswer> =>
  as(told, 'police-liaison').ask({ ...INVESTIGATE, caseRef: CASE, path: `${INBOX}/${itemId}` });

export const provenanceOf = ({ body }: Pick<HttpAnswer, 'body'>) => body['provenance'] as Record<string, string>;
