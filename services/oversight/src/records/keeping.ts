// Rows of what is kept: read from the records as they came, and written as many at a time as came in one message.
import { entryHashOf, type AuditRecord, type ShippedRecord } from '@gatehouse/audit-trail';
import { canonicalJson } from '@gatehouse/crypto';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';

export interface NewRow extends ShippedRecord, Act {
  recordId: string;
  subjects: string[];
  saltBytes: Buffer;
  entryHash: Buffer;
}

/** @throws TerminalFault 'malformed' when it is not the canonical text of an audit record of its source */
export const keptRow = (shipped: ShippedRecord): NewRow => {
  const { recordId, subjects, act } = read(shipped);
  const saltBytes = Buffer.from(shipped.salt, 'base64url');
  return { ...shipped, ...act, recordId, subjects, saltBytes, entryHash: entryHashOf(shipped.record, saltBytes) };
};

const placeOf = ({ source, number }: Pick<ShippedRecord, 'source' | 'number'>): string => `${source}/${number}`;

/** Writes the rows whose number and id are new; gives where each of those arrived. */
export const insertKept = async (client: pg.ClientBase, rows: NewRow[], at: Date): Promise<Map<string, string>> => {
  const written = await client.query<{ source: string; number: string; arrival: string }>({
    name: 'oversight-keep',
    text: `insert into oversight.kept (source, number, record_id, record, salt, entry_hash, kept_at, agency, person, at)
      select source, number, record_id, record, salt, entry_hash, $1, agency, person, at
      from unnest($2::text[], $3::bigint[], $4::uuid[], $5::text[], $6::bytea[], $7::bytea[], $8::text[], $9::text[],
        $10::timestamptz[]) with ordinality
        as k (source, number, record_id, record, salt, entry_hash, agency, person, at, place)
      order by place on conflict do nothing returning source, number, arrival`,
    values: [
      at,
      rows.map(({ source }) => source),
      rows.map(({ number }) => number),
      rows.map(({ recordId }) => recordId),
      rows.map(({ record }) => record),
      rows.map(({ saltBytes }) => saltBytes),
      rows.map(({ entryHash }) => entryHash),
      rows.map(({ agency }) => agency),
      rows.map(({ person }) => person),
      rows.map((row) => row.at),
    ],
  });
  return new Map(
    written.rows.map(({ source, number, arrival }) => [placeOf({ source, number: Number(number) }), arrival]),
  );
};

/** Whom the records that arrived are about. */
export const insertAbout = async (
  client: pg.ClientBase,
  rows: NewRow[],
  arrived: Map<string, string>,
): Promise<void> => {
  const about = rows.flatMap((row) => {
    const arrival = arrived.get(placeOf(row));
    return arrival === undefined ? [] : row.subjects.map((subject) => ({ subject, arrival }));
  });
  if (about.length === 0) return;
  await client.query({
    name: 'oversight-about',
    text: `insert into oversight.about (subject, arrival)
      select distinct subject, arrival from unnest($1::text[], $2::bigint[]) as a (subject, arrival)`,
    values: [about.map(({ subject }) => subject), about.map(({ arrival }) => arrival)],
  });
};

/** @throws TerminalFault 'record-differs' when a number or id was kept with another content */
export const mustBeTheSame = async (client: pg.ClientBase, rows: NewRow[]): Promise<void> => {
  const stands = await client.query<{ source: string; number: string; entry_hash: Buffer }>({
    name: 'oversight-kept-as',
    text: `select k.source, k.number, entry_hash from oversight.kept k
      join unnest($1::text[], $2::bigint[]) as asked (source, number) using (source, number)`,
    values: [rows.map(({ source }) => source), rows.map(({ number }) => number)],
  });
  const hashes = new Map(
    stands.rows.map((row) => [placeOf({ source: row.source, number: Number(row.number) }), row.entry_hash]),
  );
  if (!rows.every((row) => hashes.get(placeOf(row))?.equals(row.entryHash)))
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
