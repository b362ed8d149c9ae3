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

/**
 * Enters that this person read, acknowledged or acted upon these items, for every post of his that they were disclosed to;
 * what stands in the ledger already changes nothing. Gives the number of entries made.
 */
export const enterOwnReceipt = async (
  agency: Agency,
  client: pg.ClientBase,
  { caller, correlationId }: Asked,
  itemIds: string[],
  kind: Receipt['kind'],
): Promise<number> => {
  let entered = 0;
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
    entered += 1;
  }
  return entered;
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
