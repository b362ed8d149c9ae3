// What was said of a person is a fact of every row about him: the rows are narrowed by it from then on.
import type { RecordedEvent } from '@gatehouse/event-store';
import { narrowedBy, type Envelope, type Provenance } from '@gatehouse/sharing';
import type pg from 'pg';
import { statusesOf } from '../received-status/load-statuses.ts';
import type { SubjectStatusReceived } from '../received-status/received-status.events.ts';

interface Row {
  item_id: string;
  envelope: Envelope;
  provenance: Provenance;
  withdrawn: boolean;
}

/** @param events of received statuses; rows of items that come later are written with what was said before */
export const restateRows = async (client: pg.ClientBase, events: readonly RecordedEvent[]): Promise<void> => {
  const said = events.map(({ data }) => data as SubjectStatusReceived['data']);
  for (const { originator, ref } of peopleOf(said)) {
    const rows = await rowsAbout(client, originator, ref);
    const statuses = await statusesOf(
      client,
      rows.map(({ envelope }) => envelope),
    );
    for (const [place, { item_id, ...row }] of rows.entries()) {
      const facts = narrowedBy({ ...row, openedBefore: [], statuses: statuses[place] });
      await client.query('update inbox_item set facts = $2 where item_id = $1', [
        item_id,
        facts && JSON.stringify(facts),
      ]);
    }
  }
};

const peopleOf = (said: SubjectStatusReceived['data'][]): { originator: string; ref: string }[] => [
  ...new Map(
    said.map(({ originator, status: { ref } }) => [`${originator} ${ref}`, { originator, ref }] as const),
  ).values(),
];

const rowsAbout = async (client: pg.ClientBase, originator: string, ref: string): Promise<Row[]> => {
  const { rows } = await client.query<Row>(
    `select item_id, envelope, provenance, withdrawn from inbox_item
     where originator = $1 and (envelope -> 'subjects') @> $2 order by position`,
    [originator, JSON.stringify([{ ref }])],
  );
  return rows;
};
