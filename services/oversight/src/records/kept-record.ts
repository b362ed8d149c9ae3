// Records as they are shown: each with what is needed to check it against one checkpoint, without asking again.
import type { AuditRecord } from '@gatehouse/audit-trail';
import { planInclusion, prover, tileKey, tilesOf } from '@gatehouse/merkle-log';
import type { Queryable } from '@gatehouse/event-store';
import { latestCheckpoint, readTiles } from '../log/log-store.ts';

export interface KeptRow {
  source: string;
  number: string;
  record: string;
  salt: Buffer;
  log_index: string | null;
}

export interface ProvenRecord {
  source: string;
  number: number;
  record: AuditRecord;
  /** base64, 32 bytes: the entry is SHA-256(salt || RFC 8785 text of the record) */
  salt: string;
  integrated: boolean;
  /** its place in the log; null while it waits for integration */
  logIndex: number | null;
  /** inclusion proof (RFC 9162, 2.1.3), base64 hashes */
  proof: string[];
}

export interface ProvenRecords {
  /** the signed checkpoint that every proof leads to */
  checkpoint: string;
  records: ProvenRecord[];
}

const COLUMNS = 'k.source, k.number, k.record, k.salt, k.log_index';

/** Acts from an instant on and before another (RFC 3339), by the clock of the service where they happened. */
export interface Span {
  from: string | undefined;
  to: string | undefined;
}

const bounds = ({ from, to }: Span) => [from ? new Date(from) : '-infinity', to ? new Date(to) : 'infinity'];

/** The records about a person in log order after a place; those still waiting stand last. One more than `limit` tells of a next page. */
export const recordsAbout = async (
  client: Queryable,
  subject: string,
  span: Span,
  after: number,
  limit: number,
): Promise<KeptRow[]> => {
  const { rows } = await client.query<KeptRow>(
    `select ${COLUMNS} from oversight.about join oversight.kept k using (arrival)
      where subject = $1 and k.record is not null and coalesce(k.log_index, 9223372036854775807) > $2
        and k.at >= $4 and k.at < $5
      order by k.log_index nulls last, k.source, k.number limit $3`,
    [subject, after, limit, ...bounds(span)],
  );
  return rows;
};

/** The records of what a person did, in log order after a place; those still waiting stand last. Every page is one walk along an index. */
export const recordsOf = async (
  client: Queryable,
  actor: { agency: string; person: string },
  span: Span,
  after: number,
  limit: number,
): Promise<KeptRow[]> => {
  const acts = `select ${COLUMNS} from oversight.kept k
    where agency = $1 and person = $2 and record is not null and at >= $5 and at < $6`;
  const { rows } = await client.query<KeptRow>(
    `(${acts} and log_index > $3 order by log_index limit $4)
     union all (${acts} and log_index is null order by source, number limit $4) limit $4`,
    [actor.agency, actor.person, after, limit, ...bounds(span)],
  );
  return rows;
};

/** One record by source and number; an empty list when it is not there, or was erased. */
export const recordByNumber = async (client: Queryable, source: string, number: number): Promise<KeptRow[]> => {
  const { rows } = await client.query<KeptRow>(
    `select ${COLUMNS} from oversight.kept k where source = $1 and number = $2 and record is not null`,
    [source, number],
  );
  return rows;
};

/** Proves rows against the published checkpoint: the same two queries for any number of rows, none included. */
export const prove = async (
  client: Queryable,
  rows: readonly KeptRow[],
  publishedSize: number,
): Promise<ProvenRecords> => {
  const checkpoint = await latestCheckpoint(client, publishedSize);
  const size = checkpoint?.size ?? 0;
  const plans = new Map(
    rows.flatMap(({ log_index }) =>
      log_index === null || Number(log_index) >= size ? [] : [[log_index, planInclusion(Number(log_index), size)]],
    ),
  );
  const tiles = await readTiles(client, tilesOf(...plans.values()));
  const compute = prover((tile) => tiles.get(tileKey(tile)));
  const records = rows.map(({ source, number, record, salt, log_index }) => {
    const plan = log_index === null ? undefined : plans.get(log_index);
    return {
      source,
      number: Number(number),
      record: JSON.parse(record) as AuditRecord,
      salt: salt.toString('base64'),
      integrated: plan !== undefined,
      logIndex: plan === undefined ? null : Number(log_index),
      proof: plan === undefined ? [] : compute(plan).map((hash) => Buffer.from(hash).toString('base64')),
    };
  });
  return { checkpoint: checkpoint?.note ?? '', records };
};
