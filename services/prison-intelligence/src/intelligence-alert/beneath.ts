// What an item rests on: read from the store itself, so that nothing that was raised the moment before is missed.
import type { Queryable } from '@gatehouse/event-store';

export const ALERT_PRODUCT = 'prison-intelligence.intelligence-alert.v1';

/** The URNs of the reports an item rests on: an alert's basis, a report itself; none for what is neither. One query. */
export const reportsBeneath = async (queryable: Queryable, itemId: string): Promise<string[]> => {
  const { rows } = await queryable.query<{ urns: string[] }>(
    `select coalesce(data -> 'reportUrns', jsonb_build_array(data ->> 'reportUrn')) as urns from store.events
     where type in ('IntelligenceAlertRaised', 'IntelligenceAlertRenewed', 'IntelligenceReportDisseminated')
       and coalesce(data ->> 'itemId', data ->> 'alertId') = $1 limit 1`,
    [itemId],
  );
  return rows[0]?.urns ?? [];
};

/** The event by which an item went out: an alert, a renewed one, or a report; null for what is none of them. One query. */
export const madeBy = async (
  queryable: Queryable,
  itemId: string,
): Promise<{ streamId: string; version: number } | null> => {
  const { rows } = await queryable.query<{ stream_id: string; version: number }>(
    `select stream_id, version from store.events
     where type in ('IntelligenceAlertRaised', 'IntelligenceAlertRenewed', 'IntelligenceReportDisseminated')
       and coalesce(data ->> 'itemId', data ->> 'alertId') = $1 limit 1`,
    [itemId],
  );
  return rows[0] ? { streamId: rows[0].stream_id, version: rows[0].version } : null;
};
