// An alert as its own people are decided on it: its stream as it stands, and the reader's own earlier openings. One query each.
import { readStream, type Queryable, type RecordedEvent } from '@gatehouse/event-store';
import { eachWithPresentSubjects, ownItem, type Agency, type HeldItem } from '@gatehouse/sharing';
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
  const known = alert.status === 'none' || !latest ? [] : [{ event: latest, record: alert.record }];
  const [held = null] = await heldAlerts(agency, known, openedBefore);
  return { alert, held: held && alert.status !== 'none' ? { ...held, disclosedAs: alert.items } : null };
};

/** The items their own people open: one alert, however often it was renewed, about people as they stand now. One query for all. */
export const heldAlerts = async (
  agency: Agency,
  alerts: { event: GoneOutBy; record: AlertRecord }[],
  openedBefore: HeldItem['openedBefore'] = [],
): Promise<HeldItem[]> => {
  const items = alerts.map(({ event: { metadata }, record }) => {
    const { purpose = '', caseRef = null } = metadata;
    return alertItem(record, record.alertId, { purpose, caseRef });
  });
  const present = await eachWithPresentSubjects(agency, agency.pool, items);
  return alerts.flatMap(({ event, record }, place) => {
    const item = present[place];
    return item ? { ...ownItem(agency, event, item, openedBefore), sealedUnder: alertStream(record.alertId) } : [];
  });
};

const openings = async (queryable: Queryable, itemId: string, person: string): Promise<HeldItem['openedBefore']> => {
  const { rows } = await queryable.query<{ opened_at: Date }>(
    'select opened_at from sharing.opened where item_id = $1 and person = $2',
    [itemId, person],
  );
  return rows.map(({ opened_at }) => ({ person, at: opened_at.toISOString() }));
};
