// Folds what became of a disseminated report into the rows that its readers list. A later event changes the row of the report itself:
// its stream is read again, so that one place says how a report stands.
import { readStream, type RecordedEvent } from '@gatehouse/event-store';
import type { Projection } from '@gatehouse/projections';
import type pg from 'pg';
import { itemsOfReport, type ItemOfReport } from './item-of-report.ts';

const CHANGES_IT = [
  'IntelligenceReportDisseminated',
  'IntelligenceReportRegraded',
  'IntelligenceReportRevalidated',
  'IntelligenceReportMarked',
  'IntelligenceReportMarkerLifted',
  'IntelligenceReportWithdrawn',
];

export const disseminatedReports: Projection = {
  name: 'disseminated-reports',
  tables: [{ name: 'disseminated_report' }],
  repeatable: true,
  apply: async (client, event) => {
    if (!CHANGES_IT.includes(event.type)) return;
    const { reportUrn } = event.data as { reportUrn: string };
    // Up to this event and no further: a rebuild shows the same.
    const events = (await readStream(client, event.streamId)).filter(({ version }) => version <= event.version);
    for (const item of itemsOfReport(events)) await enter(client, reportUrn, item);
  },
};

const enter = async (client: pg.ClientBase, reportUrn: string, item: ItemOfReport): Promise<void> => {
  const { outgoing, withdrawn } = item;
  const { id, product } = outgoing.item;
  await client.query(
    `insert into disseminated_report (item_id, report_urn, product, event, outgoing, withdrawn)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (item_id) do update set outgoing = excluded.outgoing, withdrawn = excluded.withdrawn`,
    [id, reportUrn, product, JSON.stringify(goneOutBy(item.event)), JSON.stringify(outgoing), withdrawn],
  );
};

const goneOutBy = ({
  eventId,
  occurredAt,
  recordedAt,
  metadata,
}: Pick<RecordedEvent, keyof ItemOfReport['event']>) => ({
  eventId,
  occurredAt: occurredAt.toISOString(),
  recordedAt: recordedAt.toISOString(),
  metadata,
});
