// Folds the alerts' own events into the board. One statement an event; unknown events are none of its business.
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Projection } from '@gatehouse/projections';
import type pg from 'pg';
import { millisecondsOf } from '../intelligence-alert/alert-types.ts';
import type { AlertEvent, AlertRecord } from '../intelligence-alert/intelligence-alert.events.ts';
import type { BoardEvent } from './alert-board.entity.ts';

export const alertBoard: Projection = {
  name: 'alert-board',
  tables: [{ name: 'alert_board' }],
  apply: (client, event) => apply(client, event, { type: event.type, data: event.data } as AlertEvent),
};

const apply = async (client: pg.ClientBase, recorded: RecordedEvent, event: AlertEvent): Promise<void> => {
  switch (event.type) {
    case 'IntelligenceAlertRaised':
      return raised(client, recorded, event.data);
    case 'IntelligenceAlertRenewed': {
      const { itemId, reason: _reason, ...record } = event.data;
      return renewed(client, recorded, record, itemId);
    }
    case 'IntelligenceAlertAcknowledged': {
      const { alertId, by, at } = event.data;
      return change(client, alertId, 'acknowledged = acknowledged || $2::jsonb', JSON.stringify([{ by, at }]));
    }
    case 'IntelligenceAlertActioned': {
      const { alertId, by, at, whatWasDone } = event.data;
      return change(client, alertId, 'actioned = actioned || $2::jsonb', JSON.stringify([{ by, at, whatWasDone }]));
    }
    case 'IntelligenceAlertCleared':
      // The notice is an item of its own: who was told of the clearance stands on the board as well.
      return change(
        client,
        event.data.alertId,
        'cleared_at = $2, item_ids = array_append(item_ids, $3::text)',
        event.data.at,
        event.data.noticeId,
      );
    case 'IntelligenceAlertExpired':
      return change(client, event.data.alertId, 'expired_at = $2', event.data.at);
    default:
      return;
  }
};

const raised = async (client: pg.ClientBase, recorded: RecordedEvent, alert: AlertRecord): Promise<void> => {
  await client.query(
    `insert into alert_board (alert_id, alert_type, item_ids, raised_at, record, event, valid_until, acknowledge_by)
     values ($1::uuid, $2, array[$1::uuid::text], $3, $4, $5, $6, $7)`,
    [alert.alertId, alert.alertType, alert.at, ...latest(recorded, alert)],
  );
};

const renewed = (client: pg.ClientBase, recorded: RecordedEvent, alert: AlertRecord, itemId: string): Promise<void> =>
  change(
    client,
    alert.alertId,
    `item_ids = array_append(item_ids, $2::text), acknowledged = '[]', record = $3, event = $4, valid_until = $5,
     acknowledge_by = $6, expired_at = null`,
    itemId,
    ...latest(recorded, alert),
  );

const latest = (recorded: RecordedEvent, alert: AlertRecord): unknown[] => {
  const event: BoardEvent = {
    eventId: recorded.eventId,
    occurredAt: recorded.occurredAt.toISOString(),
    recordedAt: recorded.recordedAt.toISOString(),
    metadata: recorded.metadata,
  };
  const acknowledgeBy = new Date(Date.parse(alert.at) + millisecondsOf(alert.ackWithin));
  return [JSON.stringify(alert), JSON.stringify(event), alert.validUntil, acknowledgeBy];
};

const change = async (client: pg.ClientBase, alertId: string, set: string, ...values: unknown[]): Promise<void> => {
  await client.query(`update alert_board set ${set} where alert_id = $1`, [alertId, ...values]);
};
