// Folds alerts and the ledger's entries about them into the board. One statement an event; unknown events are none of
// its business.
import type { DeadlinePassed } from '@gatehouse/escalation';
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Projection } from '@gatehouse/projections';
import type { LedgerEvent } from '@gatehouse/sharing';
import type pg from 'pg';
import type { AlertEvent } from '../intelligence-alert/intelligence-alert.events.ts';
import type { BoardDisclosure } from './alert-board.entity.ts';

type Known = AlertEvent | LedgerEvent | DeadlinePassed;

export const alertBoard: Projection = {
  name: 'alert-board',
  apply: (client, event) => apply(client, event, { type: event.type, data: event.data } as Known),
};

const apply = async (client: pg.ClientBase, recorded: RecordedEvent, event: Known): Promise<void> => {
  switch (event.type) {
    case 'IntelligenceAlertRaised':
      return raised(client, event.data);
    case 'DisclosureDecided': {
      const { recipient, released, held, reason, fields, itemId } = event.data;
      const decidedAt = recorded.recordedAt.toISOString();
      return disclosed(client, itemId, recipient, {
        recipient,
        released,
        held,
        reason,
        fields,
        decidedAt,
        deliveredAt: null,
        acknowledgedAt: null,
        acknowledgedBy: null,
        escalatedAt: null,
      });
    }
    case 'DisclosureDelivered':
      return disclosed(client, event.data.itemId, event.data.recipient, { deliveredAt: event.data.at });
    case 'DisclosureAcknowledged':
      return disclosed(client, event.data.itemId, event.data.recipient, {
        acknowledgedAt: event.data.at,
        acknowledgedBy: event.data.by,
      });
    case 'IntelligenceAlertEscalated': {
      const { itemId, recipient, at } = event.data;
      return recipient === null ? undefined : disclosed(client, itemId, recipient, { escalatedAt: at });
    }
    default:
      return;
  }
};

const raised = async (client: pg.ClientBase, alert: AlertEvent['data']): Promise<void> => {
  await client.query(
    `insert into read.alert_board (alert_id, alert_type, priority, report_urns, subject_ids, raised_by, raised_at, valid_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      alert.alertId,
      alert.alertType,
      alert.priority,
      alert.reportUrns,
      alert.subjects.map((s) => s.subjectId),
      alert.by,
      alert.at,
      alert.validUntil,
    ],
  );
};

const disclosed = async (
  client: pg.ClientBase,
  itemId: string,
  recipient: string,
  change: Partial<BoardDisclosure>,
): Promise<void> => {
  await client.query(
    `update read.alert_board
     set disclosures = jsonb_set(disclosures, array[$2], coalesce(disclosures -> $2, '{}'::jsonb) || $3::jsonb)
     where alert_id = $1`,
    [itemId, recipient, JSON.stringify(change)],
  );
};
