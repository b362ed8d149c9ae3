// Opening one item. Promise: nothing is released before its audit row is durable, the one decision point decides and
// disclose() projects, and what the caller may not know exists is answered exactly as what does not exist.
import { disclose, shapeOf } from '@gatehouse/agreements';
import { failpoint } from '@gatehouse/failpoints';
import { NO_SUCH_ITEM, type Decision, type RequestFacts } from '@gatehouse/policy';
import type pg from 'pg';
import type { Agency } from './agency.ts';
import { evidence } from './evidence.ts';
import { enterOwnReceipt } from './own-receipt.ts';
import { phantomOf } from './phantom.ts';
import type { DecisionMade } from './decision-made.ts';
import { promisedDecision } from './promised-record.ts';
import { questionAbout, type Asked, type HeldItem, type ReaderFacts } from './question.ts';
import { canReceive, sendReceipt } from './receipts.ts';
import { bundleInUse, keptDecision, permits, refusedOrShown, whoAsked, type Answer } from './reading.ts';

/** A decision about one item, before anything is recorded or released. */
export interface Considered {
  decision: Decision;
  held: HeldItem | null;
  /** what it was made from */
  made: Pick<DecisionMade, 'question' | 'by'>;
  /** of the bundle it was decided by */
  bundleVersion: number;
}

/**
 * Decides whether this person may open this item now. An unknown item is decided as one nobody may know.
 * @param necessity what a second officer approved as strictly necessary for him, where anything
 */
export const considerOpening = (
  agency: Agency,
  asked: Asked,
  facts: ReaderFacts,
  held: HeldItem | null,
  fields?: string[],
  necessity?: RequestFacts['necessity'],
): Considered => decided(agency, asked, facts, { question: 'open', held, fields, necessity });

/**
 * Decides whether this person may open this item in an emergency: under instruments of vital interest alone, no wider than
 * their fields. An unknown item is decided as one nobody may know.
 * @param justification the emergency in his own words
 */
export const considerEmergency = (
  agency: Agency,
  asked: Asked,
  facts: ReaderFacts,
  held: HeldItem | null,
  justification: string,
  fields?: string[],
): Considered => decided(agency, asked, facts, { question: 'breakGlass', held, fields, justification });

const decided = (
  agency: Agency,
  asked: Asked,
  facts: ReaderFacts,
  of: { question: 'open' | 'breakGlass'; held: HeldItem | null } & Partial<
    Pick<RequestFacts, 'fields' | 'justification' | 'necessity'>
  >,
): Considered => {
  const { question: kind, held, fields, justification, necessity } = of;
  const { bundle, point, digests } = bundleInUse(agency);
  const about = held ?? phantomOf(bundle);
  const { product } = about.envelope;
  const opening = questionAbout(agency, asked, facts, kind, about, product, fields, justification);
  const question = necessity ? { ...opening, request: { ...opening.request, necessity } } : opening;
  const decision = point.decide(question);
  for (const name of decision.alarms) agency.alarm(name, { question: kind });
  const made = { question, by: digests };
  return { decision: held ? decision : asUnknown(decision), held, made, bundleVersion: bundle.version };
};

/** Opens one item: durable record, then content. @param action what the record says was done */
export const openItem = async (
  agency: Agency,
  asked: Asked,
  itemId: string,
  considered: Considered,
  action = 'open',
): Promise<Answer<unknown>> => {
  const { decision, held } = considered;
  const work = async (client: pg.PoolClient): Promise<string> => {
    if (await isFirstOpening(agency, client, asked, itemId, decision))
      await tellOriginator(agency, client, asked, held);
    if (held && permits(decision) && held.envelope.originator === agency.party)
      await enterOwnReceipt(agency, client, asked, held.disclosedAs ?? [itemId], 'read');
    return recordOpening(agency, client, asked, itemId, considered, action);
  };
  // Two who open at once both read: whoever finds the ledger changed enters himself behind the other.
  const promise = await evidence(agency, work, { attempts: 3 });
  failpoint('read.after-audit');
  return refusedOrShown(decision, promise, () =>
    disclose(held?.envelope.payload, decision.disclosedPaths, decision.values),
  );
};

/** Writes the audit row of an opening, or of what is decided like one, with the caller's transaction. Gives its promise. */
export const recordOpening = (
  agency: Agency,
  client: pg.ClientBase,
  asked: Asked,
  itemId: string,
  considered: Considered,
  action: string,
): Promise<string> => {
  const { decision, held, bundleVersion } = considered;
  return promisedDecision(agency, client, [madeOf(considered, itemId)], {
    event: permits(decision) ? 'read' : 'refused',
    operation: 'consultation',
    action,
    ...whoAsked(asked),
    subjects: held?.envelope.subjects.map((subject) => subject.auditRef) ?? [],
    item: { id: itemId, product: held?.envelope.product ?? 'unknown' },
    fields: [...new Set(decision.disclosedPaths.map(shapeOf))].sort(),
    agreements: decision.agreements,
    decision: keptDecision(decision, bundleVersion),
    emergency: decision.emergency,
  });
};

/** A decision about an item as its record keeps it. */
export const madeOf = ({ decision, held, made }: Considered, itemId: string): DecisionMade => ({
  ...made,
  itemId,
  decision,
  known: held !== null,
  sealedUnder: held?.sealedUnder,
});

/** Marks that this person knows the item. True the first time. */
const isFirstOpening = async (
  agency: Agency,
  client: pg.ClientBase,
  asked: Asked,
  itemId: string,
  decision: Decision,
): Promise<boolean> => {
  // One statement either way: a refusal must not be quicker than a permission by a query.
  const { rowCount } = await client.query(
    `insert into sharing.opened (item_id, person, opened_at) select $1, $2, $3 where $4 on conflict do nothing`,
    [itemId, asked.caller.person, agency.clock.now(), permits(decision)],
  );
  return rowCount === 1;
};

/** Who has read it is for the originator to know; that he cannot be told keeps nobody from reading. */
const tellOriginator = async (
  agency: Agency,
  client: pg.ClientBase,
  asked: Asked,
  held: HeldItem | null,
): Promise<void> => {
  if (!held || held.envelope.originator === agency.party) return;
  if (!canReceive(agency, held.envelope.originator)) {
    agency.alarm('RECEIPT_NOT_SENT', { recipient: held.envelope.originator, kind: 'read' });
    return;
  }
  const { envelope, provenance } = held;
  await sendReceipt(agency, client, {
    envelope,
    messageId: provenance.messageId,
    kind: 'read',
    by: asked.caller.person,
  });
};

/** The same refusal for every id that names nothing; the audit keeps what else would have failed. */
export const asUnknown = (decision: Decision): Decision => ({
  ...decision,
  effect: 'NOT_FOUND',
  outward: 404,
  disclosedPaths: [],
  obligations: [],
  reason: NO_SUCH_ITEM,
  reasonsInOrder: [NO_SUCH_ITEM, ...decision.reasonsInOrder],
  agreements: [],
});
