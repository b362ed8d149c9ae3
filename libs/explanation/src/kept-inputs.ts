// What was kept of the decisions of one audit record. Promise: inputs and answers are read apart, so that whoever decides again has not
// seen what was answered; each input is held against its digest, and whatever was changed is named.
import type { AuditRecord, MadeFrom } from '@gatehouse/audit-trail';
import { CryptoFault } from '@gatehouse/crypto';
import type { ItemKeyStore } from '@gatehouse/event-store';
import { inputsDigest, partOf, type AttributeName, type Attributes, type KeptAnswer } from '@gatehouse/sharing';
import type pg from 'pg';

/** What one decision was made from. */
export interface KeptDecision {
  itemId: string | null;
  /** `erased`: the key of its item was destroyed; `altered`: an input is missing and nothing can be decided from the rest */
  inputs: Attributes | 'erased' | 'altered';
  /** inputs that are not what the decision was made from; `inputs` for their list itself */
  altered: (AttributeName | 'inputs')[];
}

export interface KeptInputs {
  /** null where the record names no policy: it is of no decision, or older than this */
  madeFrom: MadeFrom | null;
  decisions: KeptDecision[];
}

interface Row {
  item_id: string | null;
  sealed_under: string;
  attributes: Record<string, string>;
  texts: Record<string, string> | null;
}

/** What the decisions of a record were made from, without any answer. @throws what the database and the key store throw */
export const keptInputs = async (
  { pool, itemKeys }: { pool: pg.Pool; itemKeys?: ItemKeyStore },
  recordId: string,
): Promise<KeptInputs> => {
  const { rows: named } = await pool.query<{ made_from: MadeFrom | null }>(
    `select record::jsonb #> '{decision,madeFrom}' as made_from from audit.record where record_id = $1`,
    [recordId],
  );
  const { rows } = await pool.query<Row>(
    `select item_id, sealed_under, attributes,
       (select jsonb_object_agg(i.digest, i.sealed) from sharing.decision_input i where i.sealed_under = d.sealed_under
          and i.digest in (select value from jsonb_each_text(d.attributes))) as texts
     from sharing.decision_made d where record_id = $1 order by place`,
    [recordId],
  );
  const madeFrom = named[0]?.made_from ?? null;
  const asNamed = madeFrom?.inputs === undefined || inputsDigest(rows) === madeFrom.inputs;
  const keys = itemKeys?.keysOf(rows.map((row) => row.sealed_under));
  const decisions = rows.map((row): KeptDecision => {
    const key = keys?.get(row.sealed_under);
    if (key === undefined || key === 'destroyed' || Object.keys(row.attributes).length === 0)
      return { itemId: row.item_id, inputs: 'erased', altered: [] };
    const { attributes, altered } = openedInputs(row, key);
    return {
      itemId: row.item_id,
      inputs: attributes ?? 'altered',
      altered: [...(asNamed ? [] : ['inputs' as const]), ...altered],
    };
  });
  return { madeFrom, decisions };
};

type Key = Exclude<ReturnType<ReturnType<ItemKeyStore['keysOf']>['get']>, 'destroyed' | undefined>;

const openedInputs = (
  { attributes: digests, texts }: Row,
  key: Key,
): { attributes: Attributes | null; altered: AttributeName[] } => {
  const opened = Object.entries(digests).map(([name, digest]) => ({
    name: name as AttributeName,
    digest,
    text: opensAs(key, digest, texts?.[digest]),
  }));
  const altered = opened.filter(({ digest, text }) => text === null || key.digestOf(text) !== digest);
  const attributes = opened.some(({ text }) => text === null)
    ? null
    : (Object.fromEntries(opened.map(({ name, text }) => [name, JSON.parse(text ?? '') as unknown])) as unknown);
  return { attributes: attributes as Attributes | null, altered: altered.map(({ name }) => name) };
};

const opensAs = (key: Key, digest: string, sealed: string | undefined): string | null => {
  if (sealed === undefined) return null;
  try {
    return key.openText(partOf(digest), sealed);
  } catch (fault) {
    if (fault instanceof CryptoFault) return null;
    throw fault;
  }
};

/** The answers of a record's decisions as they were kept, in their order; null for what is erased or does not open. */
export const keptAnswers = async (
  { pool, itemKeys }: { pool: pg.Pool; itemKeys?: ItemKeyStore },
  recordId: string,
): Promise<(KeptAnswer | null)[]> => {
  const { rows } = await pool.query<{ sealed_under: string; answer: string; sealed: string | null }>(
    `select d.sealed_under, d.answer, i.sealed from sharing.decision_made d
     left join lateral (select sealed from sharing.decision_input t
       where t.sealed_under = d.sealed_under and t.digest = d.answer limit 1) i on true
     where d.record_id = $1 order by d.place`,
    [recordId],
  );
  const keys = itemKeys?.keysOf(rows.map((row) => row.sealed_under));
  return rows.map(({ sealed_under, answer, sealed }) => {
    const key = keys?.get(sealed_under);
    if (key === undefined || key === 'destroyed') return null;
    const text = opensAs(key, answer, sealed ?? undefined);
    return text === null || key.digestOf(text) !== answer ? null : (JSON.parse(text) as KeptAnswer);
  });
};

/** The audit record itself; null where this service wrote none of that id. */
export const auditRecordOf = async (pool: pg.Pool, recordId: string): Promise<AuditRecord | null> => {
  const { rows } = await pool.query<{ record: string }>('select record from audit.record where record_id = $1', [
    recordId,
  ]);
  return rows[0] ? (JSON.parse(rows[0].record) as AuditRecord) : null;
};
