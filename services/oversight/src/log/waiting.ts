// What was kept and does not stand in the log yet. A source is integrated in the order of its numbers and stops before a
// number that is missing: the log never hides a gap, and a late record still gets its place.
import type { Queryable } from '@gatehouse/event-store';

export interface WaitingRecord {
  source: string;
  number: number;
  entryHash: Uint8Array;
}

/** The next records of every source, at most `limit` in all, up to the first number that is missing. */
export const waitingRecords = async (client: Queryable, limit: number): Promise<WaitingRecord[]> => {
  const { rows } = await client.query<{ source: string; number: string; entry_hash: Buffer }>(
    `select source, number, entry_hash from (
       select k.source, k.number, k.entry_hash, coalesce(integrated_to, 0) as reached,
              row_number() over (partition by k.source order by k.number) as place
         from oversight.kept k left join oversight.source s using (source)
        where log_index is null and k.number <= coalesce(integrated_to, 0) + $1
     ) waiting
     where number = reached + place order by source, number limit $1`,
    [limit],
  );
  return rows.map(({ source, number, entry_hash }) => ({
    source,
    number: Number(number),
    entryHash: new Uint8Array(entry_hash),
  }));
};

/** The sources of which later records were kept while one is missing, and its number. */
export const missingNumbers = async (client: Queryable): Promise<{ source: string; missing: number }[]> => {
  const { rows } = await client.query<{ source: string; missing: string }>(
    `select k.source, coalesce(integrated_to, 0) + 1 as missing
       from oversight.kept k left join oversight.source s using (source)
      where log_index is null group by k.source, integrated_to having min(k.number) > coalesce(integrated_to, 0) + 1`,
  );
  return rows.map(({ source, missing }) => ({ source, missing: Number(missing) }));
};

/** Gives the records their places from `first` on, and writes them as the log's entries. */
export const assignIndexes = async (
  client: Queryable,
  records: readonly WaitingRecord[],
  first: number,
): Promise<void> => {
  const indexes = records.map((_, i) => first + i);
  const sources = records.map(({ source }) => source);
  const numbers = records.map(({ number }) => number);
  const entries = records.map(({ entryHash }) => Buffer.from(entryHash));
  await client.query(
    'insert into oversight.log_entry (log_index, entry) select * from unnest($1::bigint[], $2::bytea[])',
    [indexes, entries],
  );
  await client.query(
    `update oversight.kept k set log_index = given.log_index
       from unnest($1::text[], $2::bigint[], $3::bigint[]) as given (source, number, log_index)
      where k.source = given.source and k.number = given.number`,
    [sources, numbers, indexes],
  );
  await client.query(
    `insert into oversight.source (source, integrated_to)
     select source, max(number) from unnest($1::text[], $2::bigint[]) as given (source, number) group by source
     on conflict (source) do update set integrated_to = excluded.integrated_to`,
    [sources, numbers],
  );
};
