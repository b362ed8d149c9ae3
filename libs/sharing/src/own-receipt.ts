// What an own person did with an item enters the ledger of each post he fills, with the transaction of what he did: there is no
// lane between him and the ledger, and so no receipt to send.
import { append, readStream } from '@gatehouse/event-store';
import type pg from 'pg';
import type { Agency } from './agency.ts';
import type { Receipt } from './envelope.ts';
import { entryOf, saysTheSame } from './enter-receipt.ts';
import { closeCorrection } from './holders.ts';
import { ledgerStream, type LedgerEvent } from './ledger.ts';
import { ownRecipient } from './own-posts.ts';
import type { Asked } from './question.ts';

/**
 * Enters that this person read, acknowledged or acted upon these items, for every post of his that they were disclosed to;
 * what stands in the ledger already changes nothing.
 */
export const enterOwnReceipt = async (
  agency: Agency,
  client: pg.ClientBase,
  { caller, correlationId }: Asked,
  itemIds: string[],
  kind: Receipt['kind'],
): Promise<void> => {
  const posts = caller.roles.map((role) => ownRecipient(agency, role));
  const { rows } = await client.query<{ item_id: string; recipient: string; disclosure_id: string }>(
    `select item_id, recipient, disclosure_id from sharing.holder where item_id = any($1) and recipient = any($2)
     order by item_id, recipient`,
    [itemIds, posts],
  );
  for (const { item_id: itemId, recipient, disclosure_id: disclosureId } of rows) {
    const stream = ledgerStream(itemId, recipient);
    const ledger = await readStream(client, stream);
    const recordedAt = agency.clock.now();
    const about = { disclosureId, itemId, recipient, at: recordedAt.toISOString() };
    const event = entryOf({ kind, by: caller.person }, about);
    if (ledger.some(({ type, data }) => saysTheSame({ type, data } as LedgerEvent, event))) continue;
    if (kind === 'acknowledged') await closeCorrection(client, recipient, itemId);
    const actor = { agency: agency.party, person: caller.person };
    await append(client, stream, ledger.length, [event], { metadata: { correlationId, actor }, recordedAt });
  }
};
