// What is kept of a decision beside its audit record, in the same transaction: enough to make it again as of its instant. Promise: the
// record names by digest the bundle, the rules and every input; the inputs stand sealed under the key of the item they are about, and
// are gone with it.
import type { AuditedDecision, MadeFrom } from '@gatehouse/audit-trail';
import { canonicalJson } from '@gatehouse/crypto';
import type { ItemKeyStore } from '@gatehouse/event-store';
import { digestOf, type Decision, type PolicyDigests, type Question } from '@gatehouse/policy';
import type pg from 'pg';
import type { Agency } from './agency.ts';
import { attributesOf } from './attributes.ts';

/** One decision as it was made. */
export interface DecisionMade {
  /** the item asked for, whether or not there is one; null for a whole class of items */
  itemId: string | null;
  question: Question;
  decision: Decision;
  /** the policy it was made by */
  by: PolicyDigests;
  /** false: nothing of that id is held here */
  known: boolean;
  /** whose key its inputs stand under: that of the item's own events, where it has one */
  sealedUnder: string | undefined;
}

/** The answer to keep: what was decided, without numbers of a count, the rows of a list and the last days of keeping. */
export type KeptAnswer = Omit<Decision, 'values' | 'list' | 'keeps'>;

/** A decision sealed and ready to be written, with those made ready with it: a text of several stands with the first. */
export interface ReadyDecision {
  itemId: string | null;
  sealedUnder: string;
  attributes: Record<string, string>;
  answer: string;
  texts: { digest: string; sealed: string }[];
}

/**
 * Seals what these decisions were made from.
 * @returns none where the service has no keys; of an item erased meanwhile neither digest nor text
 */
export const readyDecisions = async (agency: Agency, made: readonly DecisionMade[]): Promise<ReadyDecision[]> => {
  const { itemKeys } = agency;
  if (!itemKeys || made.length === 0) return [];
  const keys = await itemKeys.make([...new Set(made.map(keyOf))]);
  // Decisions about one item are made from much the same: each text is sealed once.
  const sealed = new Set<string>();
  return made.map((one) => ready(one, keyOf(one), keys.get(keyOf(one)), sealed));
};

/**
 * Questions about what does not exist, or about no item, stand under one key a month, which can be destroyed as a whole: an id that
 * names nothing makes no key. An item whose events stand plain has one of its own here.
 */
const keyOf = ({ sealedUnder, question, itemId, known }: DecisionMade): string =>
  sealedUnder ?? (known && itemId !== null ? `item-${itemId}` : `decisions-about-no-item-${question.now.slice(0, 7)}`);

const ready = (
  { itemId, question, decision, known }: DecisionMade,
  sealedUnder: string,
  key: ReturnType<Awaited<ReturnType<ItemKeyStore['make']>>['get']>,
  /** keys and digests of the texts that are sealed already */
  sealed: Set<string>,
): ReadyDecision => {
  if (key === undefined || key === 'destroyed') return { itemId, sealedUnder, attributes: {}, answer: '', texts: [] };
  const texts: ReadyDecision['texts'] = [];
  const kept = (value: unknown): string => {
    const text = canonicalJson(value);
    const digest = key.digestOf(text);
    const place = `${sealedUnder} ${digest}`;
    if (!sealed.has(place)) texts.push({ digest, sealed: key.sealText(partOf(digest), text) });
    sealed.add(place);
    return digest;
  };
  const entries = Object.entries(attributesOf(question, known)).map(([name, value]) => [name, kept(value)]);
  const { values: _values, list: _list, keeps: _keeps, ...answer } = decision;
  return {
    itemId,
    sealedUnder,
    attributes: Object.fromEntries(entries) as Record<string, string>,
    answer: kept(answer),
    texts,
  };
};

/** The place of an input in its item's sealed parts. */
export const partOf = (digest: string): string => `decision-input ${digest}`;

/** One digest over every input of every decision of a record. */
export const inputsDigest = (decisions: readonly Pick<ReadyDecision, 'attributes'>[]): string =>
  digestOf(canonicalJson(decisions.map(({ attributes }) => attributes)));

/** What the audit record of decisions keeps beside their answer. */
export const madeFrom = (by: PolicyDigests, decisions: readonly ReadyDecision[]): Pick<AuditedDecision, 'madeFrom'> => {
  if (decisions.length === 0) return {};
  const named: MadeFrom = { ...by, inputs: inputsDigest(decisions) };
  return { madeFrom: named };
};

/** Writes them beside their record, with the caller's transaction. One statement. */
export const keepDecisions = (
  client: pg.ClientBase,
  recordId: string,
  decisions: readonly ReadyDecision[],
): Promise<void> => keepEach(client, [{ recordId, decisions }]);

/** The same of several records, each with its own. One statement. */
export const keepEach = async (
  client: pg.ClientBase,
  records: readonly { recordId: string; decisions: readonly ReadyDecision[] }[],
): Promise<void> => {
  const decisions = records.flatMap(({ recordId, decisions: of }) =>
    of.map((decision, place) => ({ recordId, place, ...decision })),
  );
  if (decisions.length === 0) return;
  const texts = decisions.flatMap(({ sealedUnder, texts: of }) => of.map((text) => ({ sealedUnder, ...text })));
  await client.query({
    name: 'keep-decisions',
    text: `with inputs as (
        insert into sharing.decision_input (sealed_under, digest, sealed)
        select distinct on (w.sealed_under, w.digest) w.sealed_under, w.digest, w.sealed
        from unnest($1::text[], $2::text[], $3::text[]) as w (sealed_under, digest, sealed)
        where not exists (select from sharing.decision_input i where i.sealed_under = w.sealed_under and i.digest = w.digest)
      )
      insert into sharing.decision_made (record_id, place, item_id, sealed_under, attributes, answer)
      select record_id, place, item_id, sealed_under, attributes::jsonb, answer
      from unnest($4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[])
        as d (record_id, place, item_id, sealed_under, attributes, answer)`,
    values: [
      texts.map(({ sealedUnder }) => sealedUnder),
      texts.map(({ digest }) => digest),
      texts.map(({ sealed }) => sealed),
      decisions.map(({ recordId }) => recordId),
      decisions.map(({ place }) => place),
      decisions.map(({ itemId }) => itemId),
      decisions.map(({ sealedUnder }) => sealedUnder),
      decisions.map(({ attributes }) => JSON.stringify(attributes)),
      decisions.map(({ answer }) => answer),
    ],
  });
};
