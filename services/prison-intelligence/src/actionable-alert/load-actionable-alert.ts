// An alert as its own people are decided on it: its stream as it stands, and the reader's own earlier openings. One query each.
import { readStream, type Queryable, type RecordedEvent } from '@gatehouse/event-store';
import { ownItem, type Agency, type HeldItem } from '@gatehouse/sharing';
import { alertItem } from '../intelligence-alert/alert-product.ts';
import { alertDecider, type Alert } from '../intelligence-alert/intelligence-alert.decider.ts';
import { alertStream, type AlertEvent, type AlertRecord } from '../intelligence-alert/intelligence-alert.events.ts';

export interface LoadedAlert {
  alert: Alert;
  held: HeldItem | null;
}

type GoneOutBy = Pick<RecordedEvent, 'eventId' | 'occurredAt' | 'recordedAt' | 'metadata'>;

export const loadActionableAlert = async (agency: Agency, alertId: string, person: string): Promise<LoadedAlert> => {
  const events = await readStream(agency.pool, alertStream(alertId));
  const openedBefore = await openings(agency.pool, alertId, person);
  const alert = events.reduce(
    (state, event) => alertDecider.evolve(state, event as unknown as AlertEvent),
    alertDecider.initial(),
  );
  const latest = events.findLast(
    ({ type }) => type === 'IntelligenceAlertRaised' || type === 'IntelligenceAlertRenewed',
  );
  if (alert.status === 'none' || !latest) return { alert, held: null };
  return { alert, held: { ...heldAlert(agency, latest, alert.record, openedBefore), disclosedAs: alert.items } };
};

/** The item its own people open: one alert, however often it was renewed. */
export const heldAlert = (
  agency: Agency,
  event: GoneOutBy,
  record: AlertRecord,
  openedBefore: HeldItem['openedBefore'] = [],
): HeldItem => {
  const { purpose = '', caseRef = null } = event.metadata;
  const held = ownItem(agency, event, alertItem(record, record.alertId, { purpose, caseRef }), openedBefore);
  return { ...held, sealedUnder: alertStream(record.alertId) };
};

const openings = async (queryable: Queryable, itemId: string, person: string): Promise<HeldItem['openedBefore']> => {
  const { rows } = await queryable.query<{ opened_at: Date }>(
    'select opened_at from sharing.opened where item_id = $1 and person = $2',
    [itemId, person],
  );
  return rows.map(({ opened_at }) => ({ person, at: opened_at.toISOString() }));
};
