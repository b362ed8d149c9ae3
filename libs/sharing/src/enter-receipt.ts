// A receipt comes back: what the recipient says happened to an item enters the ledger of whoever sent it.
import { firstReceipt, settle } from '@gatehouse/event-bus';
import { append, readStream, unreachable } from '@gatehouse/event-store';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import type { Agency } from './agency.ts';
import type { Receipt } from './envelope.ts';
import { closeCorrection } from './holders.ts';
import { ledgerStream, type LedgerEvent, type OfDisclosure } from './ledger.ts';

/**
 * Enters a verified receipt with the caller's transaction; the first one of delivery lets the outbox row go.
 * @throws TerminalFault `unknown-disclosure` for something this agency never sent to its sender
 */
export const enterReceipt = async (
  agency: Agency,
  client: pg.ClientBase,
  receipt: Receipt,
  topic: string,
): Promise<void> => {
  const at = agency.clock.now();
  if (!(await firstReceipt(client, receipt.receiptId, { topic, sender: receipt.from }, at))) return;
  const stream = ledgerStream(receipt.itemId, receipt.from);
  const ledger = await readStream(client, stream);
  const ofDisclosure = ledger
    .map(({ type, data }) => ({ type, data }) as LedgerEvent)
    .filter((entry) => entry.type !== 'DisclosureUsed')
    .filter(({ data }) => data.disclosureId === receipt.disclosureId);
  const decided = ofDisclosure.find((entry) => entry.type === 'DisclosureDecided');
  if (!decided?.data.released)
    throw new TerminalFault('a receipt for a disclosure this agency never made', { code: 'unknown-disclosure' });
  const about = {
    disclosureId: receipt.disclosureId,
    itemId: receipt.itemId,
    recipient: receipt.from,
    at: receipt.at,
  };
  const event = entryOf(receipt, about);
  // The message it settles is the one the ledger sent, whatever the receipt says; one that was sent anew is said to have come twice.
  const { messageId } = decided.data;
  if (receipt.kind === 'delivered' && messageId) await settle(client, messageId, at);
  if (ofDisclosure.some((entry) => saysTheSame(entry, event))) return;
  if (receipt.kind === 'acknowledged') await closeCorrection(client, receipt.from, receipt.itemId);
  await append(client, stream, ledger.length, [event], {
    metadata: {
      correlationId: ledger[0]?.metadata.correlationId ?? receipt.receiptId,
      actor: { agency: receipt.from, person: receipt.by },
    },
    recordedAt: at,
    occurredAt: new Date(receipt.at),
  });
};

/** What a receipt says, as the ledger keeps it. */
export const entryOf = (
  receipt: Pick<Receipt, 'kind' | 'by'>,
  about: Extract<LedgerEvent, { type: 'DisclosureDelivered' }>['data'],
): OfDisclosure => {
  const named = { ...about, by: receipt.by ?? 'unnamed' };
  switch (receipt.kind) {
    case 'delivered':
      return { type: 'DisclosureDelivered', data: about };
    case 'read':
      return { type: 'DisclosureRead', data: named };
    case 'acknowledged':
      return { type: 'DisclosureAcknowledged', data: named };
    case 'actioned':
      return { type: 'DisclosureActioned', data: named };
    default:
      return unreachable(receipt.kind);
  }
};

/** The first who acknowledged stays the one who did; of reading and acting each person is named once. */
export const saysTheSame = (entry: LedgerEvent, event: LedgerEvent): boolean =>
  entry.type === event.type &&
  (event.type === 'DisclosureDelivered' ||
    event.type === 'DisclosureAcknowledged' ||
    ('by' in entry.data && 'by' in event.data && entry.data.by === event.data.by));
