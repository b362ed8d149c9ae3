// What an own person did with an item enters the ledger of each post he fills, with the transaction of what he did: there is no
// lane between him and the ledger, and so no receipt to send.
import { append, readStream } from '@gatehouse/event-store';
import type pg from 'pg';
import type { Agency } from './agency.ts';
import type { Receipt } from './envelope.ts';
import { entryOf, saysTheSame } from './enter-receipt.ts';
import { evidence } from './evidence.ts';
import { closeCorrection } from './holders.ts';
import { ledgerStream, type LedgerEvent } from './ledger.ts';
import type { Considered } from './opening.ts';
import { ownRecipient } from './post.ts';
import { promisedRecord } from './promised-record.ts';
import type { Asked } from './question.ts';
import { whoAsked } from './reading.ts';

/** One item at one post. */
interface Held {
  itemId: string;
  recipient: string;
}

/** What somebody did, and when. */
interface Done {
  kind: Receipt['kind'];
  by: string;
  at: Date;
  correlationId: string;
}

/**
 * Enters that this person read, acknowledged or acted upon these items, for every post of his that they were disclosed to;
 * what stands in the ledger already changes nothing. Where it was not decided yet whether a post of his holds it, this is kept, and entered
 * with the decision. Gives the number of entries made or kept.
 */
export const enterOwnReceipt = async (
  agency: Agency,
  client: pg.ClientBase,
  { caller, correlationId }: Asked,
  itemIds: string[],
  kind: Receipt['kind'],
): Promise<number> => {
  let entered = 0;
  const done: Done = { kind, by: caller.person, at: agency.clock.now(), correlationId };
  const pairs = itemIds.flatMap((itemId) =>
    caller.roles.map((role) => ({ itemId, recipient: ownRecipient(agency, role) })),
  );
  await lockOwn(client, pairs);
  const asked = [pairs.map(({ itemId }) => itemId), pairs.map(({ recipient }) => recipient)];
  const { rows } = await client.query<{ item_id: string; recipient: string; disclosure_id: string }>(
    `select item_id, recipient, disclosure_id from sharing.holder
     where (item_id, recipient) in (select * from unnest($1::text[], $2::text[])) order by item_id, recipient`,
    asked,
  );
  for (const { item_id: itemId, recipient, disclosure_id: disclosureId } of rows)
    if (await enterDone(agency, client, { itemId, recipient, disclosureId }, done)) entered += 1;
  const kept = await client.query(
    `insert into sharing.early_receipt (item_id, recipient, kind, person, at, correlation_id)
     select item_id, recipient, $3, $4, $5, $6 from unnest($1::text[], $2::text[]) as pair (item_id, recipient)
     where not exists (select from sharing.holder h where h.item_id = pair.item_id and h.recipient = pair.recipient)
     on conflict do nothing`,
    [...asked, kind, done.by, done.at, correlationId],
  );
  return entered + (kept.rowCount ?? 0);
};

/** Until the caller's transaction ends nobody else enters, or decides, whether these posts hold these items. */
export const lockOwn = async (client: pg.ClientBase, pairs: readonly Held[]): Promise<void> => {
  const names = pairs.map(({ itemId, recipient }) => `gatehouse.own-receipt ${itemId} ${recipient}`).sort();
  await client.query('select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest($1::text[]) as name', [
    names,
  ]);
};

/** Enters what people of this post did before it was decided that it holds the item. To be called under `lockOwn`. */
export const enterEarlier = async (
  agency: Agency,
  client: pg.ClientBase,
  held: Held & { disclosureId: string },
): Promise<void> => {
  const { rows } = await client.query<{ kind: Receipt['kind']; person: string; at: Date; correlation_id: string }>(
    `with gone as (delete from sharing.early_receipt where item_id = $1 and recipient = $2 returning *)
     select kind, person, at, correlation_id from gone order by at, person, kind`,
    [held.itemId, held.recipient],
  );
  for (const { kind, person: by, at, correlation_id: correlationId } of rows)
    await enterDone(agency, client, held, { kind, by, at, correlationId });
};

/** @returns whether it is news to the ledger */
const enterDone = async (
  agency: Agency,
  client: pg.ClientBase,
  { disclosureId, itemId, recipient }: Held & { disclosureId: string },
  { kind, by, at, correlationId }: Done,
): Promise<boolean> => {
  const stream = ledgerStream(itemId, recipient);
  const ledger = await readStream(client, stream);
  const event = entryOf({ kind, by }, { disclosureId, itemId, recipient, at: at.toISOString() });
  if (ledger.some(({ type, data }) => saysTheSame({ type, data } as LedgerEvent, event))) return false;
  if (kind === 'acknowledged') await closeCorrection(client, recipient, itemId);
  const metadata = { correlationId, actor: { agency: agency.party, person: by } };
  await append(client, stream, ledger.length, [event], { metadata, recordedAt: agency.clock.now(), occurredAt: at });
  return true;
};

/** Acknowledges what this person was permitted to open: the ledger and the audit row together. Gives the signed promise. */
export const acknowledgeOwn = (
  agency: Agency,
  asked: Asked,
  itemId: string,
  { decision, held }: Considered,
): Promise<string> =>
  evidence(
    agency,
    async (client) => {
      const entered = await enterOwnReceipt(agency, client, asked, [itemId], 'acknowledged');
      return promisedRecord(agency, client, {
        event: entered > 0 ? 'acknowledged' : 'read',
        operation: entered > 0 ? 'alteration' : 'consultation',
        action: 'acknowledge',
        ...whoAsked(asked),
        subjects: held?.envelope.subjects.map((subject) => subject.auditRef) ?? [],
        item: { id: itemId, product: held?.envelope.product ?? 'unknown' },
        fields: [],
        agreements: decision.agreements,
      });
    },
    { attempts: 3 },
  );
