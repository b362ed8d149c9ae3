// What rests on a report: read from the store itself, so that a correction or a withdrawal misses nothing that was raised
// the moment before.
import type { Queryable } from '@gatehouse/event-store';

export interface RestingItem {
  itemId: string;
  product: string;
}

export const ALERT_PRODUCT = 'prison-intelligence.intelligence-alert.v1';

/** The types whose items stand on the reports they name. The index `alerts_by_report` covers exactly these. */
const RAISING = `type in ('IntelligenceAlertRaised', 'IntelligenceAlertRenewed')`;

/**
 * The items that were made from a report, by its URN, in the order in which they were made; those whose life has ended
 * included, since their recipients still hold them. One query.
 */
export const restingOn = async (queryable: Queryable, reportUrn: string): Promise<RestingItem[]> => {
  const { rows } = await queryable.query<{ item_id: string }>(
    `select coalesce(data ->> 'itemId', data ->> 'alertId') as item_id from store.events
     where ${RAISING} and data -> 'reportUrns' @> jsonb_build_array($1::text)
     order by transaction_id, sequence`,
    [reportUrn],
  );
  return rows.map(({ item_id }) => ({ itemId: item_id, product: ALERT_PRODUCT }));
};

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
