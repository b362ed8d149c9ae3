// The inbox's rows on a real database: folded in any order, listed with what is immediate first, narrowed by each filter.
import {
  append,
  eventStoreMigrations,
  inTransaction,
  knowEvents,
  openItemKeys,
  type ItemKeyStore,
  migrate,
  type DomainEvent,
} from '@gatehouse/event-store';
import {
  migrateReadModel,
  projectionsMigrations,
  Projector,
  readModelOptions,
  type Projection,
} from '@gatehouse/projections';
import type { Envelope, Provenance } from '@gatehouse/sharing';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource, type Repository } from 'typeorm';
import { acknowledged, corrected, ITEM, PRISON, received, withdrawn } from '../received-item/item.fixture.ts';
import { receivedItemEventTypes, receivedItemStream } from '../received-item/received-item.events.ts';
import {
  receivedStatusEventTypes,
  receivedStatusStream,
  type SubjectStatusReceived,
} from '../received-status/received-status.events.ts';
import { inboxReadModel } from '../inbox.module.ts';
import { candidates } from './candidates.ts';
import type { InboxFilters } from './inbox.dto.ts';
import { InboxRow } from './inbox.entity.ts';
import { inbox } from './inbox.projection.ts';

const NOW = new Date('2026-11-24T09:00:00Z');
let database: FreshDatabase;
let source: DataSource;
let keys: ItemKeyStore;
let rows: Repository<InboxRow>;

const write = (itemId: string, ...events: DomainEvent[]) => writeTo(receivedItemStream(itemId), events);
const writeTo = async (stream: string, events: DomainEvent[]): Promise<void> => {
  await inTransaction(database.pool, async (client) => {
    const { rows: had } = await client.query('select 1 from store.events where stream_id = $1', [stream]);
    await append(client, stream, had.length, events, { metadata: { correlationId: 'c' }, recordedAt: NOW });
  });
};
/** What the originator says of the person of every item here. */
const says = (version: number, sealedSince: string | null, originator = PRISON): Promise<void> => {
  const status = { ref: 'p-1', version, juvenile: false, sealedSince, limitedTo: null, acquitted: [] };
  const data = { statusId: `s-${version}`, originator, at: NOW.toISOString(), status, provenance: {} as Provenance };
  const event: SubjectStatusReceived = { type: 'SubjectStatusReceived', data };
  return writeTo(receivedStatusStream(originator, 'p-1'), [event]);
};

const projected = async (projection: Projection = inbox): Promise<void> => {
  const projector = new Projector(database.pool, projection);
  const { rows: last } = await database.pool.query<{ n: string }>('select max(sequence)::text as n from store.events');
  await eventually(async () => {
    await projector.runOnce();
    if ((await projector.position())?.sequence !== last[0]?.n) throw new Error('not all is projected yet');
  });
};

const opened = async (): Promise<void> => {
  database = await freshDatabase('inbox');
  knowEvents(database.pool, receivedItemEventTypes, receivedStatusEventTypes);
  await migrate(database.pool, [eventStoreMigrations, projectionsMigrations]);
  keys = await openItemKeys(database.pool, database.itemKeys, new Date(0));
  await migrateReadModel(database.url, inboxReadModel);
  source = await new DataSource(readModelOptions(database.url, inboxReadModel)).initialize();
  rows = source.getRepository(InboxRow);
};
const closed = async (): Promise<void> => {
  await source.destroy();
  keys.close();
  await database.drop();
};

describe('a row of the inbox', () => {
  beforeEach(opened);
  afterEach(closed);
  const row = () => rows.findOneByOrFail({ itemId: ITEM });

  it('comes with the item, corrected by what came before it', async () => {
    await write(ITEM, corrected());
    await projected();
    expect(await rows.count()).toBe(0);
    await write(ITEM, received());
    await projected();
    const { corrected: isCorrected, envelope, standing } = await row();
    expect(isCorrected).toBe(true);
    expect(envelope.payload).toMatchObject({
      paragraphs: [{ grade: { information: 'A' } }, { grade: { information: 'E' } }],
    });
    expect(JSON.stringify(envelope)).not.toContain('"D"');
    expect(standing.corrections).toHaveLength(1);
  });

  it('is the same, in the same place, whether events are applied one by one or as many as there are', async () => {
    const others = [2, 3, 4].map((n) => ITEM.replaceAll('1', String(n)));
    const [first = '', second = '', third = ''] = others;
    await write(first, corrected({ itemId: first }));
    await write(second, received({ itemId: second }), acknowledged());
    await write(first, received({ itemId: first }));
    await write(third, received({ itemId: third }), withdrawn({ itemId: third }));
    await write(second, corrected({ itemId: second }));
    await projected();
    const atOnce = await rows.find({ order: { position: 'ASC' } });
    await database.pool.query('truncate read.inbox_item, read.checkpoints');
    const { applyAll: _, ...oneByOne } = inbox;
    await projected(oneByOne);
    const afterOneAnother = await rows.find({ order: { position: 'ASC' } });
    const withoutPlace = (found: InboxRow[]) => found.map(({ position: __, ...row }) => row);
    expect(withoutPlace(atOnce)).toEqual(withoutPlace(afterOneAnother));
    expect(atOnce.map(({ itemId }) => itemId)).toEqual([second, first, third]);
  });

  it('keeps its place, whatever is said about it', async () => {
    await write(ITEM, received());
    await projected();
    const { position } = await row();
    await write(ITEM, acknowledged(), corrected(), withdrawn());
    await projected();
    expect(await row()).toMatchObject({ position, withdrawn: true, acknowledgedAt: new Date('2026-11-23T09:00:00Z') });
  });
});

describe('what a row is narrowed by', () => {
  beforeEach(opened);
  afterEach(closed);
  const sealed = async (): Promise<(boolean | undefined)[]> => {
    const all = await rows.createQueryBuilder('item').addSelect('item.facts').orderBy('item.item_id').getMany();
    return all.map(({ facts }) => facts?.subjects.some((subject) => 'sealedSince' in subject));
  };

  /** Whole, as it comes over the bus: what lacks its handling is narrowed by nothing. */
  const whole = (itemId: string) =>
    received({
      itemId,
      recipient: 'kz-police',
      caseRef: 'KZ-2026-114',
      underVersions: {},
      handling: { code: 'P', conditions: [] },
      reviewBy: null,
      destroyBy: null,
    });

  it('follows what is said of its people, before the item and after it, of the newest word', async () => {
    const [first, second] = ['first', 'second'];
    await write(first, whole(first));
    await projected();
    expect(await sealed()).toEqual([false]);
    await says(3, '2026-11-24');
    await says(2, null);
    await write(second, whole(second));
    await projected();
    expect(await sealed()).toEqual([true, true]);
    await says(4, null);
    await projected();
    expect(await sealed()).toEqual([false, false]);
  });

  it('is the same whether events are applied one by one or as many as there are, and follows nobody else', async () => {
    await write(ITEM, whole(ITEM));
    await says(1, '2026-11-24', 'kz-police');
    await projected();
    expect(await sealed()).toEqual([false]);
    await says(1, '2026-11-24');
    await database.pool.query('truncate read.inbox_item, read.checkpoints');
    const { applyAll: _, ...oneByOne } = inbox;
    await projected(oneByOne);
    expect(await sealed()).toEqual([true]);
  });
});

describe('the candidates of a list', () => {
  const item = (id: string, change: Partial<Envelope>, at: string) => {
    const event = received({ itemId: id, ...change });
    const provenance = { ...event.data.provenance, receivedAt: at } as Provenance;
    return { ...event, data: { ...event.data, provenance } };
  };
  const alert = (type: string) => ({
    product: 'prison-intelligence.intelligence-alert.v1',
    payload: { type, ackWithin: 'PT15M' },
  });

  beforeAll(async () => {
    await opened();
    await write('old-report', item('old-report', {}, '2026-11-22T08:00:00Z'));
    await write('alert', item('alert', alert('CONTRABAND'), '2026-11-23T08:00:00Z'), acknowledged());
    await write('new-report', item('new-report', { originator: 'kz-probation' }, '2026-11-24T08:00:00Z'));
    await write('corrected', item('corrected', {}, '2026-11-24T08:30:00Z'), corrected({ itemId: 'corrected' }));
    await write(
      'threat',
      item('threat', { ...alert('THREAT_TO_LIFE'), priority: 'IMMEDIATE' }, '2026-11-24T08:50:00Z'),
    );
    await projected();
  });
  afterAll(closed);

  const listed = async (filters: InboxFilters, behind: InboxRow | null = null) =>
    (await candidates(rows, filters, behind, NOW)).map(({ itemId }) => itemId);

  it('begin with what is immediate, then go by arrival', async () =>
    expect(await listed({})).toEqual(['threat', 'old-report', 'alert', 'new-report', 'corrected']));

  it('go on behind any place', async () => {
    const all = await candidates(rows, {}, null, NOW);
    for (const [i, place] of all.entries())
      expect(await listed({}, place)).toEqual(all.slice(i + 1).map(({ itemId }) => itemId));
  });

  it.each<{ filters: InboxFilters; ids: string[] }>([
    { filters: { product: 'prison-intelligence.intelligence-alert.v1' }, ids: ['threat', 'alert'] },
    { filters: { product: 'nobody.knows.v1' }, ids: [] },
    { filters: { type: 'CONTRABAND' }, ids: ['alert'] },
    { filters: { priority: 'IMMEDIATE' }, ids: ['threat'] },
    { filters: { from: 'kz-probation' }, ids: ['new-report'] },
    { filters: { receivedFrom: '2026-11-24T08:00:00Z', receivedUntil: '2026-11-24T08:30:00Z' }, ids: ['new-report'] },
    { filters: { acknowledged: 'true' }, ids: ['alert'] },
    { filters: { acknowledged: 'false', product: 'prison-intelligence.intelligence-alert.v1' }, ids: ['threat'] },
    { filters: { overdue: 'true' }, ids: ['old-report'] },
    { filters: { overdue: 'false' }, ids: ['threat', 'alert', 'new-report', 'corrected'] },
    { filters: { corrected: 'true' }, ids: ['corrected'] },
    { filters: { corrected: 'false', priority: 'ROUTINE', from: 'kz-prison-service' }, ids: ['old-report', 'alert'] },
  ])('are narrowed by $filters', async ({ filters, ids }) => expect(await listed(filters)).toEqual(ids));

  it('are overdue by the clock that asks', async () =>
    expect(
      (await candidates(rows, { overdue: 'true' }, null, new Date('2026-11-24T09:05:00Z'))).map(({ itemId }) => itemId),
    ).toEqual(['threat', 'old-report']));
});
