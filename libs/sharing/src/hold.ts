// HOLD_NOT_DROP: what may not, or cannot, leave now waits with its reason and is decided again on every newer bundle.
import { record } from '@gatehouse/audit-trail';
import type pg from 'pg';
import { auditRecord, subjectReferences, type Agency } from './agency.ts';
import type { ToShare } from './prepare-share.ts';

/** Stands for every recipient, where no flow names any. */
export const ANYBODY = '*';

/** Keeps an item for a recipient, or renews why. */
export const hold = async (agency: Agency, client: pg.ClientBase, share: ToShare, reason: string): Promise<void> => {
  await client.query(
    `insert into sharing.held (item_id, recipient, stream_id, version, reason, bundle_version, held_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (item_id, recipient, stream_id, version) do update set reason = excluded.reason, bundle_version = excluded.bundle_version`,
    [
      share.outgoing.item.id,
      share.recipient,
      share.event.streamId,
      share.event.version,
      reason,
      agency.keeper.current()?.bundle.version ?? 0,
      agency.clock.now(),
    ],
  );
};

/** Takes a held row for this transaction. @returns false when another process has it, or has decided it under this bundle */
export const isStillHeld = async (
  client: pg.ClientBase,
  row: { item_id: string; recipient: string; stream_id: string; version: number },
  bundleVersion: number,
): Promise<boolean> => {
  const { rowCount } = await client.query(
    `select from sharing.held where item_id = $1 and recipient = $2 and stream_id = $3 and version = $4
       and bundle_version < $5 for update skip locked`,
    [row.item_id, row.recipient, row.stream_id, row.version, bundleVersion],
  );
  return rowCount === 1;
};

/** For whom an item waits: a correction of it waits behind it. */
export const waitsFor = async (queryable: pg.Pool | pg.ClientBase, itemId: string): Promise<string[]> => {
  const { rows } = await queryable.query<{ recipient: string }>(
    'select distinct recipient from sharing.held where item_id = $1 order by recipient',
    [itemId],
  );
  return rows.map(({ recipient }) => recipient);
};

/** What is held of this very event goes; another event of the same item stays held. */
export const letGo = async (client: pg.ClientBase, { outgoing, event }: ToShare, recipient: string): Promise<void> => {
  await client.query(
    'delete from sharing.held where item_id = $1 and recipient = $2 and stream_id = $3 and version = $4',
    [outgoing.item.id, recipient, event.streamId, event.version],
  );
};

/** An item that was erased while it waited never leaves: there is nothing left of it to send. */
export const dropErased = async (pool: pg.Pool, row: { stream_id: string; version: number }): Promise<void> => {
  await pool.query('delete from sharing.held where stream_id = $1 and version = $2', [row.stream_id, row.version]);
};

/** No flow of the bundle names a recipient for this product: said aloud and held, for a bundle that may. */
export const holdForAnybody = async (agency: Agency, client: pg.ClientBase, share: ToShare): Promise<void> => {
  await hold(agency, client, share, 'NO_CONTRACT');
  await recordWithheld(agency, client, share, 'NO_CONTRACT');
  agency.alarm('ITEM_WITHOUT_RECIPIENT', { product: share.outgoing.item.product });
};

/** The audit row of an item that did not leave for a reason that no decision gave. */
export const recordWithheld = async (
  agency: Agency,
  client: pg.ClientBase,
  { event, outgoing, recipient }: ToShare,
  reason: string,
): Promise<void> => {
  const bundleVersion = agency.keeper.current()?.bundle.version ?? null;
  await record(
    client,
    auditRecord(agency, {
      event: 'withheld',
      operation: 'disclosure',
      action: 'share',
      subjects: subjectReferences(agency, outgoing),
      item: { id: outgoing.item.id, product: outgoing.item.product },
      purpose: outgoing.purpose,
      caseRef: outgoing.caseRef,
      decision: { effect: 'DENY', reason, reasonsInOrder: [reason], obligations: ['HOLD_NOT_DROP'], bundleVersion },
      correlationId: event.metadata.correlationId,
      recipient,
    }),
  );
};

/** What is taken back or over no longer waits to leave: each held row goes, with its record. */
export const dropHeld = async (agency: Agency, client: pg.ClientBase, notice: ToShare): Promise<void> => {
  const { about } = notice.outgoing;
  if (about === undefined || about.kind === 'correction') return;
  const { rowCount } = await client.query('delete from sharing.held where item_id = $1', [about.itemId]);
  if (rowCount) await recordWithheld(agency, client, notice, 'LEGAL_BASIS_ENDED');
};
