// The police, fresh, with the week's messages handed over in some order: what then stands there, in a form in which two arrivals can
// be compared.
import { canonicalJson, openSealed, publicKeys } from '@gatehouse/crypto';
import type { Bus, BusMessage } from '@gatehouse/event-bus';
import { currentData, type StoredData } from '@gatehouse/event-store';
import { inbox, inboxReadModel } from '@gatehouse/inbox';
import { migrateReadModel } from '@gatehouse/projections';
import { IncomingRunner, type Agency, type Envelope, type Receipt, type ToForeignFacts } from '@gatehouse/sharing';
import { freshDatabase } from '@gatehouse/testing';
import { toForeignFacts as policeFacts } from '../../services/police-liaison/src/sharing.ts';
import type { OfflinePrison } from './offline-prison.ts';
import { partyOn } from './parties.ts';
import { projected } from './projected.ts';

/** The rest of the board's row is compared as it is. */
export interface BoardRow {
  item_id: string;
  withdrawn: boolean;
  corrected: boolean;
  cleared_at: string | null;
  envelope: Envelope & { payload: { paragraphs?: { grade: { source: string; information: string } }[] } };
}

export interface Arrived {
  board: Map<string, BoardRow>;
  /** what the facts of each item say, in no order */
  facts: Map<string, string>;
  /** kind, message and item of each receipt, in no order */
  receipts: string[];
  /** receipts as they would leave */
  sealedReceipts: BusMessage[];
  waiting: number;
  parked: number;
}

/** Messages handed over at the same time, as several lanes bring them. */
const LANES = 4;

/** Hands the messages over, one after the other or in several lanes, and goes on until nothing moves. */
export const arrivalOf = async (
  prison: OfflinePrison,
  messages: BusMessage[],
  { lanes = LANES, toForeignFacts = policeFacts }: { lanes?: number; toForeignFacts?: ToForeignFacts } = {},
): Promise<Arrived> => {
  const database = await freshDatabase('arrival');
  const { keys, clock } = prison;
  const agency = await partyOn({ service: 'police-liaison', own: keys.police, keys, database, clock });
  await migrateReadModel(database.url, inboxReadModel);
  try {
    await agency.keeper.accept(prison.bundle);
    const incoming = new IncomingRunner(agency, {} as Bus, toForeignFacts);
    await handOver(incoming, messages, lanes);
    while ((await incoming.goOn()) > 0);
    await projected(agency.pool, inbox);
    return await whatStands(prison, agency);
  } finally {
    await agency.pool.end();
    await database.drop();
  }
};

const handOver = async (incoming: IncomingRunner, messages: BusMessage[], lanes: number): Promise<void> => {
  const rest = messages.values();
  const lane = async (): Promise<void> => {
    for (const message of rest) await incoming.receive(message);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};

const whatStands = async (prison: OfflinePrison, { pool }: Agency): Promise<Arrived> => {
  const board = await pool.query<BoardRow & { position: string }>('select * from read.inbox_item');
  const events = await pool.query<StoredData>('select event_id, stream_id, type, type_version, data from store.events');
  const facts = Map.groupBy(events.rows, (row) => row.stream_id);
  const outbox = await pool.query<BusMessage>('select topic, key, value, headers from bus.outbox');
  const counted = await pool.query<{ waiting: number; parked: number }>(
    `select (select count(*)::int from sharing.waiting) as waiting, (select count(*)::int from sharing.parked) as parked`,
  );
  return {
    board: new Map(board.rows.map(({ position: _position, ...row }) => [row.item_id, row])),
    facts: new Map(
      [...facts].map(([stream, rows]) => [
        stream,
        rows
          .map((row) => saidBy(pool, row))
          .toSorted(inWords)
          .join('; '),
      ]),
    ),
    receipts: (await Promise.all(outbox.rows.map(({ value }) => receiptIn(prison, value)))).sort(),
    sealedReceipts: outbox.rows,
    waiting: counted.rows[0]?.waiting ?? 0,
    parked: counted.rows[0]?.parked ?? 0,
  };
};

/** What an event says, opened: sealed it differs each time. */
const saidBy = (pool: Agency['pool'], row: StoredData): string =>
  `${row.type} ${canonicalJson(currentData(pool, row))}`;
const inWords = (one: string, other: string): number => (one < other ? -1 : 1);

const receiptIn = async ({ keys }: OfflinePrison, value: string): Promise<string> => {
  const { payload } = await openSealed(value, keys.prison, () => publicKeys(keys.police), 'gatehouse-receipt+jws');
  const { kind, messageId, disclosureId, itemId, at } = payload as Receipt;
  return [kind, messageId, disclosureId, itemId, at].join(' ');
};

/** What differs between two arrivals, by name; nothing when they are equal. */
export const differences = (one: Arrived, other: Arrived): string[] => [
  ...differing('board', one.board, other.board),
  ...differing('facts', one.facts, other.facts),
  ...one.receipts.filter((receipt) => !other.receipts.includes(receipt)).map((receipt) => `no receipt ${receipt}`),
  ...(one.receipts.length === other.receipts.length ? [] : [`${other.receipts.length} receipts`]),
  ...(other.waiting === 0 ? [] : [`${other.waiting} wait`]),
  ...(other.parked === 0 ? [] : [`${other.parked} parked`]),
];

const differing = <T>(what: string, one: Map<string, T>, other: Map<string, T>): string[] =>
  [...new Set([...one.keys(), ...other.keys()])]
    .filter((id) => JSON.stringify(one.get(id)) !== JSON.stringify(other.get(id)))
    .map((id) => `${what} ${id}`);
