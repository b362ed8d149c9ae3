// A database of the run, asked by whoever administers it.
import { testPostgres } from '@gatehouse/testing';
import pg from 'pg';

/** The rows of one statement on a database of this name. */
export const asked = async <R extends pg.QueryResultRow>(
  database: string,
  statement: string,
  values: unknown[] = [],
) => {
  const url = new URL(testPostgres());
  url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query<R>(statement, values)).rows;
  } finally {
    await client.end();
  }
};
