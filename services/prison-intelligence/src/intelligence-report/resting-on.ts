// What rests on a report: alerts that name it, and reports made from it. From the store itself, at the moment of the command:
// a read model may lag behind what was raised a moment ago.
import type { Queryable } from '@gatehouse/event-store';

export interface Resting {
  itemId: string;
  product: string;
}

/** Items of this service that stand on the report, directly or through a report made from it. */
export const restingOn = async (queryable: Queryable, reportUrn: string): Promise<Resting[]> => {
  const { rows } = await queryable.query<{ item_id: string; product: string }>(RESTING, [reportUrn]);
  return rows.map(({ item_id, product }) => ({ itemId: item_id, product }));
};

const RESTING = `
  with recursive made as (
    select $1::text as urn, null::text as item_id
    union
    select e.data ->> 'reportUrn', e.data ->> 'itemId'
    from made join store.events e
      on e.type = 'IntelligenceReportEvaluated' and e.data -> 'basedOn' <> '[]'::jsonb
      and e.data -> 'basedOn' @> jsonb_build_array(jsonb_build_object('reportUrn', made.urn))
  )
  select item_id, 'prison-intelligence.intelligence-report.v1' as product from made where item_id is not null
  union
  select coalesce(e.data ->> 'itemId', e.data ->> 'alertId'), 'prison-intelligence.intelligence-alert.v1'
  from made join store.events e
    on e.type in ('IntelligenceAlertRaised', 'IntelligenceAlertRenewed')
    and e.data -> 'reportUrns' @> jsonb_build_array(made.urn)
  order by 1`;
