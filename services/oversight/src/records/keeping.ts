// Records as the keeper writes them: many in three statements.
import { entryHashOf, type AuditRecord, type ShippedRecord } from '@gatehouse/audit-trail';
import { canonicalJson } from '@gatehouse/crypto';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';

/** A record with what it can be asked for by. */
export interface ToKeep extends Pick<AuditRecord, 'recordId' | 'subjects'> {
  source: string;
  number: number;
  record: string;
  salt: Buffer;
  entryHash: Buffer;
  act: Act;
}

/** @throws TerminalFault 'malformed' */
export const toKeep = (shipped: ShippedRecord): ToKeep => {
  const { source, number, record } = shipped;
  const salt = Buffer.from(shipped.salt, 'base64url');
  return { ...read(shipped), source, number, record, salt, entryHash: entryHashOf(record, salt) };
};

/**
 * Keeps records of one source with the caller's transaction, those that are there already left as they are.
 * @throws TerminalFault 'record-differs' when a number or id was kept with another content
 */
export const keepRecords = async (client: pg.ClientBase, records: ToKeep[], at: Date): Promise<void> => {
  const arrivals = await insertRecords(client, records, at);
  // Of two with one number the first is the one that was inserted.
  const first = new Map(records.toReversed().map((record) => [record.number, record]));
  const isKept = (record: ToKeep): boolean => arrivals.has(record.number) && first.get(record.number) === record;
  await insertSubjects(client, records.filter(isKept), arrivals);
  await mustBeTheSame(
    client,
    records.filter((record) => !isKept(record)),
  );
};

/** Gives the arrival of each record that was not there, by its number. */
const insertRecords = async (client: pg.ClientBase, records: ToKeep[], at: Date): Promise<Map<number, string>> => {
  const { rows } = await client.query<{ number: string; arrival: string }>({
    name: 'keep-records',
    text: `insert into oversight.kept (source, number, record_id, record, salt, entry_hash, kept_at, agency, person, at)
      select source, number, record_id, record, salt, entry_hash, $10, agency, person, at
      from unnest($1::text[], $2::bigint[], $3::uuid[], $4::text[], $5::bytea[], $6::bytea[], $7::text[], $8::text[],
          $9::timestamptz[])
        with ordinality as given (source, number, record_id, record, salt, entry_hash, agency, person, at, place)
      order by place on conflict do nothing returning number, arrival`,
    values: [
      records.map(({ source }) => source),
      records.map(({ number }) => number),
      records.map(({ recordId }) => recordId),
      records.map(({ record }) => record),
      records.map(({ salt }) => salt),
      records.map(({ entryHash }) => entryHash),
      records.map(({ act }) => act.agency),
      records.map(({ act }) => act.person),
      records.map(({ act }) => act.at),
      at,
    ],
  });
  return new Map(rows.map(({ number, arrival }) => [Number(number), arrival]));
};

/** Whom the records are about. */
const insertSubjects = async (
  client: pg.ClientBase,
  records: ToKeep[],
  arrivals: Map<number, string>,
): Promise<void> => {
  const pairs = records.flatMap(({ number, subjects }) =>
    subjects.map((subject) => ({ subject, arrival: arrivals.get(number) })),
  );
  if (pairs.length === 0) return;
  await client.query({
    name: 'keep-subjects',
    text: 'insert into oversight.about (subject, arrival) select distinct * from unnest($1::text[], $2::bigint[]) as given',
    values: [pairs.map(({ subject }) => subject), pairs.map(({ arrival }) => arrival)],
  });
};

const mustBeTheSame = async (client: pg.ClientBase, records: ToKeep[]): Promise<void> => {
  if (records.length === 0) return;
  const { rows } = await client.query<{ number: string; entry_hash: Buffer }>(
    'select number, entry_hash from oversight.kept where source = $1 and number = any($2::bigint[])',
    [records[0]?.source, records.map(({ number }) => number)],
  );
  const stored = new Map(rows.map(({ number, entry_hash }) => [Number(number), entry_hash]));
  for (const { number, entryHash } of records)
    if (!stored.get(number)?.equals(entryHash))
      throw new TerminalFault('this number or id was kept with another content', { code: 'record-differs' });
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Who acted and when, as far as the record names it in a form that can be asked for. */
interface Act {
  agency: string | null;
  person: string | null;
  /** '-infinity' where it is no time: no question without a beginning misses the record */
  at: Date | '-infinity';
}

const read = ({ source, record }: ShippedRecord): Pick<AuditRecord, 'recordId' | 'subjects'> & { act: Act } => {
  const parsed = parse(record) as Partial<AuditRecord> | null;
  const subjects = parsed?.subjects;
  const known = typeof parsed?.recordId === 'string' && UUID.test(parsed.recordId) && Array.isArray(subjects);
  if (
    !known ||
    parsed.source !== source ||
    !subjects.every((subject) => typeof subject === 'string') ||
    canonicalJson(parsed) !== record
  )
    throw new TerminalFault('not the canonical text of an audit record of its source', { code: 'malformed' });
  return { recordId: parsed.recordId ?? '', subjects, act: actOf(parsed) };
};

const actOf = ({ actor, at }: Partial<AuditRecord>): Act => {
  const name = (text: unknown): string | null => (typeof text === 'string' && !text.includes('\0') ? text : null);
  const time = new Date(typeof at === 'string' ? at : '');
  return {
    agency: name(actor?.agency),
    person: name(actor?.person),
    at: Number.isNaN(time.getTime()) ? '-infinity' : time,
  };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
