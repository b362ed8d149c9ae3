// Receipts go back the way the item came, signed and sealed like it. The originator's outbox row stays until the first.
import { sealFor, pseudonym } from '@gatehouse/crypto';
import { enqueue } from '@gatehouse/event-bus';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { partyKeys, type Agency } from './agency.ts';
import { RECEIPT_TYPE, type Envelope, type Receipt } from './envelope.ts';
import { receiptTopic } from './lanes.ts';

export interface ReceiptOf {
  envelope: Pick<Envelope, 'disclosureId' | 'itemId' | 'originator' | 'basis' | 'traceId'>;
  messageId: string;
  kind: Receipt['kind'];
  /** the person who acknowledged; null for the service's own receipt of delivery */
  by: string | null;
}

/** Whether the bundle in use names the keys a receipt to this party needs. */
export const canReceive = (agency: Agency, party: string): boolean => {
  const bundle = agency.keeper.current()?.bundle;
  return bundle !== undefined && partyKeys(bundle, party) !== undefined;
};

/** Puts a signed receipt into the outbox with the caller's transaction. */
export const sendReceipt = async (agency: Agency, client: pg.ClientBase, of: ReceiptOf): Promise<void> => {
  const { envelope, messageId, kind, by } = of;
  const bundle = agency.keeper.current()?.bundle;
  const to = bundle && partyKeys(bundle, envelope.originator);
  if (!to) throw new RetryableFault(`the bundle names no keys for ${envelope.originator}`);
  const receipt: Receipt = {
    receiptId: agency.newId(),
    kind,
    messageId,
    disclosureId: envelope.disclosureId,
    itemId: envelope.itemId,
    from: agency.party,
    to: envelope.originator,
    at: agency.clock.now().toISOString(),
    by,
  };
  await enqueue(
    client,
    {
      messageId: receipt.receiptId,
      topic: receiptTopic(agency.namespace, envelope.basis.agreements, agency.party, envelope.originator),
      key: pseudonym(agency.keys.pseudonym, envelope.originator, envelope.itemId),
      value: await sealFor(receipt, agency.keys, to, RECEIPT_TYPE),
      about: {
        receipt: kind,
        itemId: envelope.itemId,
        disclosureId: envelope.disclosureId,
        recipient: envelope.originator,
        correlationId: envelope.traceId,
      },
      awaitsReceipt: false,
    },
    agency.clock.now(),
  );
};
