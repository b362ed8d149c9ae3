// Who holds an item, and what he was told about it since: written in the transaction of the ledger, read by whoever
// corrects, withdraws or decides anew.
import { deadlineMs } from '@gatehouse/agreements';
import type { Question } from '@gatehouse/policy';
import type pg from 'pg';
import type { Outgoing } from './to-product.ts';

type Queryable = pg.Pool | pg.ClientBase;

/** The parties an item was released to, from the ledger. */
export const holdersOf = async (queryable: Queryable, itemId: string): Promise<string[]> => {
  const { rows } = await queryable.query<{ recipient: string }>(
    'select recipient from sharing.holder where item_id = $1 order by recipient',
    [itemId],
  );
  return rows.map(({ recipient }) => recipient);
};

interface HeldNow {
  itemId: string;
  recipient: string;
  product: string;
  disclosureId: string;
  at: Date;
  /** the event it was made of */
  event: { streamId: string; version: number };
}

/** Enters a release: from now on the recipient holds the item. */
export const enterHolder = async (client: pg.ClientBase, held: HeldNow): Promise<void> => {
  await client.query(
    `insert into sharing.holder (item_id, recipient, product, disclosure_id, released_at, stream_id, version)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (item_id, recipient) do update set disclosure_id = excluded.disclosure_id, released_at = excluded.released_at,
       stream_id = excluded.stream_id, version = excluded.version`,
    [held.itemId, held.recipient, held.product, held.disclosureId, held.at, held.event.streamId, held.event.version],
  );
};

/** Of these items, those the recipient holds: what a notice may name to him. */
export const heldBy = async (client: pg.ClientBase, recipient: string, items: string[]): Promise<string[]> => {
  const { rows } = await client.query<{ item_id: string }>(
    'select item_id from sharing.holder where recipient = $1 and item_id = any($2) order by item_id',
    [recipient, items],
  );
  return rows.map(({ item_id }) => item_id);
};

/** A correction or withdrawal went out: until it is acknowledged it is open, and overdue from its date. */
export const openCorrection = async (
  client: pg.ClientBase,
  recipient: string,
  noticeId: string,
  about: NonNullable<Outgoing['about']>,
  now: Date,
): Promise<void> => {
  await client.query(
    `insert into sharing.open_correction (notice_id, recipient, product, due_at, keeps_back)
     select $1, $2, product, $4, $5 from sharing.holder where item_id = $3 and recipient = $2
     on conflict do nothing`,
    [noticeId, recipient, about.itemId, dueAt(about.ackWithin, now), about.keepsBack ?? true],
  );
};

/** The recipient's named person acknowledged it: what it kept back is decided again at once, on the bundle in use. */
export const closeCorrection = async (client: pg.ClientBase, recipient: string, noticeId: string): Promise<void> => {
  const { rowCount } = await client.query(
    'delete from sharing.open_correction where notice_id = $1 and recipient = $2',
    [noticeId, recipient],
  );
  if (rowCount !== 0) await decideKeptBack(client, recipient);
};

/** What a correction kept back from a recipient is decided again at once, on the bundle in use. */
export const decideKeptBack = async (client: pg.ClientBase, recipient: string): Promise<void> => {
  await client.query('update sharing.held set bundle_version = 0 where recipient = $1 and reason = any($2)', [
    recipient,
    [HELD_BY_CORRECTION, HELD_WITH_ITEM],
  ]);
};

/** Why an item waits: a correction is overdue at its recipient. */
export const HELD_BY_CORRECTION = 'OPEN_CORRECTION';
/** Why a correction waits: the item it is about does. */
export const HELD_WITH_ITEM = 'ITEM_HELD';

/**
 * What is open towards a party and keeps new items back once it is overdue, as the decision point asks for it. Locked until the caller's transaction ends, so that no
 * acknowledgement comes between this and what it keeps back.
 */
export const openCorrectionsOf = async (
  client: pg.ClientBase,
  recipient: string,
): Promise<NonNullable<Question['openCorrections']>> => {
  const { rows } = await client.query<{ product: string; due_at: Date }>(
    'select product, due_at from sharing.open_correction where recipient = $1 and keeps_back order by notice_id for share',
    [recipient],
  );
  return rows.map(({ product, due_at }) => ({ agency: recipient, product, dueAt: due_at.toISOString() }));
};

const dueAt = (within: string, now: Date): Date => new Date(now.getTime() + deadlineMs(within));
