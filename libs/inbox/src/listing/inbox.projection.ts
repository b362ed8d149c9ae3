// Folds an item's stream into its row of the inbox, whole at each of its events: what was said about it may have come first. What is
// said of a person changes by what the rows of all items about him are narrowed.
import { readStream, readStreams, type RecordedEvent } from '@gatehouse/event-store';
import type { Projection } from '@gatehouse/projections';
import { narrowedBy, type HeldItem } from '@gatehouse/sharing';
import type pg from 'pg';
import { isReceivedStatusStream } from '../received-status/received-status.events.ts';
import { statusesOf } from '../received-status/load-statuses.ts';
import type { ReceivedItem } from '../received-item/received-item.decider.ts';
import { folded, heldItem } from '../received-item/load-received-item.ts';
import { isReceivedItemStream, type ReceivedItemEvent } from '../received-item/received-item.events.ts';
import { restateRows } from './restate-rows.ts';
import { consentDue, standingOf, validUntil, type Standing } from '../received-item/standing.ts';

export const inbox: Projection = {
  name: 'received-items',
  tables: [{ name: 'inbox_item' }],
  repeatable: true,
  apply: async (client, event) => {
    if (isReceivedStatusStream(event.streamId)) return restateRows(client, [event]);
    if (!isReceivedItemStream(event.streamId)) return;
    await upsertEach(client, [folded(await streamUntil(client, event))]);
  },
  applyAll: async (client, events) => {
    const last = lastOfEach(events.filter(({ streamId }) => isReceivedItemStream(streamId)));
    const streams = await readStreams(client, [...last.keys()]);
    const items = [...last].map(([streamId, version]) =>
      folded((streams.get(streamId) ?? []).filter((one) => one.version <= version)),
    );
    await upsertEach(client, items);
    await restateRows(
      client,
      events.filter(({ streamId }) => isReceivedStatusStream(streamId)),
    );
  },
};

/** Rows of these items, with what is known of their people: by one query for all of them. */
const upsertEach = async (client: pg.ClientBase, items: ReceivedItem[]): Promise<void> => {
  const statuses = await statusesOf(
    client,
    items.map((item) => item.held?.envelope ?? null),
  );
  for (const [place, item] of items.entries()) {
    const held = heldItem(item, [], statuses[place]);
    if (held) await upsert(client, held, standingOf(item));
  }
};

/** The last version of each stream among these events; in the order in which one event after the other would have begun rows. */
const lastOfEach = (events: readonly RecordedEvent[]): Map<string, number> => {
  const received = events.filter(({ type }) => type === ('ItemReceived' satisfies ReceivedItemEvent['type']));
  const versions = new Map(received.map(({ streamId, version }) => [streamId, version]));
  for (const { streamId, version } of events) versions.set(streamId, version);
  return versions;
};

/** A rebuild gives at each event what stood then. */
const streamUntil = async (client: pg.ClientBase, { streamId, version }: RecordedEvent): Promise<RecordedEvent[]> =>
  (await readStream(client, streamId)).filter((one) => one.version <= version);

const UPSERT = `insert into inbox_item
    (item_id, product, originator, alert_type, priority, immediate, corrected, withdrawn, envelope, provenance, standing,
     received_at, acknowledge_by, acknowledged_at, valid_until, cleared_at, consent_due, facts)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
  on conflict (item_id) do update set corrected = excluded.corrected, withdrawn = excluded.withdrawn,
    envelope = excluded.envelope, standing = excluded.standing, acknowledged_at = excluded.acknowledged_at,
    cleared_at = excluded.cleared_at, consent_due = excluded.consent_due, facts = excluded.facts`;

const upsert = async (client: pg.ClientBase, held: HeldItem, standing: Standing): Promise<void> => {
  const { envelope, provenance, withdrawn } = held;
  const { type } = envelope.payload as { type?: unknown };
  const facts = narrowedBy(held);
  await client.query(UPSERT, [
    envelope.itemId,
    envelope.product,
    envelope.originator,
    typeof type === 'string' ? type : null,
    envelope.priority,
    envelope.priority === 'IMMEDIATE',
    standing.corrections.length > 0,
    withdrawn === true,
    JSON.stringify(envelope),
    JSON.stringify(provenance),
    JSON.stringify(standing),
    provenance.receivedAt,
    standing.acknowledgeBy,
    standing.acknowledgedAt,
    validUntil(envelope),
    standing.clearedAt,
    consentDue(standing),
    facts && JSON.stringify(facts),
  ]);
};
