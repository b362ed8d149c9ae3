// Disclosures that are to be decided again because the status of somebody they are about has changed: noted in the transaction that
// tells their holders, and forgotten in the one that writes the answers.
import type { Queryable } from '@gatehouse/event-store';
import { auditReferences, type Agency } from '../agency.ts';
import type { PermissionKey } from './standing-run.ts';

export interface Due extends PermissionKey {
  /** the change it was noted for: a later one is not forgotten with it */
  noted: string;
}

/** Notes everything that was disclosed about a person, to posts of the own people as well. */
export const noteDue = async (agency: Agency, client: Queryable, subject: string): Promise<void> => {
  await client.query(
    `insert into sharing.standing_due (item_id, recipient, noted)
     select item_id, recipient, $2 from sharing.subject_holder where subject = $1
     on conflict (item_id, recipient) do update set noted = excluded.noted`,
    [auditReferences(agency, [subject])[0], agency.newId()],
  );
};

export const nextDue = async (queryable: Queryable, limit: number): Promise<Due[]> => {
  const { rows } = await queryable.query<Due>(
    'select item_id as "itemId", recipient, noted from sharing.standing_due order by item_id, recipient limit $1',
    [limit],
  );
  return rows;
};

/** @returns false where another process has decided one of them, or it is due anew since */
export const forgetDue = async (client: Queryable, due: readonly Due[]): Promise<boolean> => {
  const { rowCount } = await client.query(
    `delete from sharing.standing_due d using unnest($1::text[], $2::text[], $3::uuid[]) as done (item_id, recipient, noted)
     where d.item_id = done.item_id and d.recipient = done.recipient and d.noted = done.noted`,
    [due.map(({ itemId }) => itemId), due.map(({ recipient }) => recipient), due.map(({ noted }) => noted)],
  );
  return rowCount === due.length;
};
