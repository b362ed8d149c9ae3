// Folds what arrived and what was acknowledged into the inbox.
import type { Projection } from '@gatehouse/projections';
import type pg from 'pg';
import type { ReceivedAlertEvent } from '../received-alert/received-alert.events.ts';

export const inbox: Projection = {
  name: 'inbox',
  apply: (client, event) => apply(client, { type: event.type, data: event.data } as ReceivedAlertEvent),
};

const apply = async (client: pg.ClientBase, event: ReceivedAlertEvent): Promise<void> => {
  switch (event.type) {
    case 'IntelligenceAlertReceived': {
      const { envelope, provenance } = event.data;
      await client.query(
        `insert into read.inbox_item (item_id, envelope, provenance, received_at) values ($1, $2, $3, $4)
         on conflict (item_id) do update set envelope = excluded.envelope, provenance = excluded.provenance`,
        [envelope.itemId, JSON.stringify(envelope), JSON.stringify(provenance), provenance.receivedAt],
      );
      return;
    }
    case 'IntelligenceAlertAcknowledged':
      await client.query('update read.inbox_item set acknowledged_at = $2, acknowledged_by = $3 where item_id = $1', [
        event.data.itemId,
        event.data.at,
        event.data.by,
      ]);
      return;
    default:
      return;
  }
};
