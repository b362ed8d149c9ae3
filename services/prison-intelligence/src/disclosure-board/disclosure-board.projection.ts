// Folds the ledger into what became of each item with each recipient, whatever its product. One statement an event; unknown
// events are none of its business.
import type { DeadlinePassed } from '@gatehouse/escalation';
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Projection } from '@gatehouse/projections';
import { onwardUse, type DisclosureDecided, type LedgerEvent } from '@gatehouse/sharing';
import type pg from 'pg';

type Known = LedgerEvent | DeadlinePassed;

export const disclosureBoard: Projection = {
  name: 'disclosure-board',
  tables: [{ name: 'disclosed_item' }],
  apply: (client, event) => apply(client, event, { type: event.type, data: event.data } as Known),
};

const apply = async (client: pg.ClientBase, { recordedAt }: RecordedEvent, event: Known): Promise<void> => {
  switch (event.type) {
    case 'DisclosureDecided':
      return decided(client, event.data, recordedAt);
    case 'DisclosureDelivered':
      return change(client, event.data, 'delivered_at = $3', event.data.at);
    case 'DisclosureRead':
      return change(client, event.data, 'read = read || $3::jsonb', doneBy(event.data));
    case 'DisclosureAcknowledged':
      return change(client, event.data, 'acknowledged_at = $3, acknowledged_by = $4', event.data.at, event.data.by);
    case 'DisclosureActioned':
      return change(client, event.data, 'actioned = actioned || $3::jsonb', doneBy(event.data));
    case 'DisclosureUsed':
      return change(client, event.data, 'uses = uses || $3::jsonb', JSON.stringify([onwardUse(event.data)]));
    case 'IntelligenceAlertEscalated':
    case 'CorrectionOverdue':
    case 'WithdrawalOverdue':
    case 'AcknowledgementOverdue':
      return change(client, event.data, 'escalated_at = array_append(escalated_at, $3::timestamptz)', event.data.at);
    default:
      return;
  }
};

/** A held item is decided again: the later decision stands, what people did before stands too. */
const decided = async (client: pg.ClientBase, data: DisclosureDecided['data'], at: Date): Promise<void> => {
  const { itemId, recipient, product, released, held, degraded, reason, fields } = data;
  await client.query(
    `insert into disclosed_item (item_id, recipient, product, released, held, degraded, reason, fields, decided_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (item_id, recipient) do update set released = excluded.released, held = excluded.held,
       degraded = excluded.degraded, reason = excluded.reason, fields = excluded.fields, decided_at = excluded.decided_at`,
    [itemId, recipient, product, released, held, degraded, reason, fields, at],
  );
};

const change = async (
  client: pg.ClientBase,
  about: { itemId: string; recipient: string | null },
  set: string,
  ...values: unknown[]
): Promise<void> => {
  await client.query(`update disclosed_item set ${set} where item_id = $1 and recipient = $2`, [
    about.itemId,
    about.recipient,
    ...values,
  ]);
};

const doneBy = ({ by, at }: { by: string; at: string }): string => JSON.stringify([{ by, at }]);
