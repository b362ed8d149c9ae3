// Who holds an item about whom: written in the transaction of the ledger, read when a person's status changes. People are named as
// audit records name them.
import type { Queryable } from '@gatehouse/event-store';
import { auditReferences, subjectReferences, type Agency } from './agency.ts';
import { decideKeptBack } from './holders.ts';
import { shownOutgoing } from './send-share.ts';
import type { Share } from './prepare-share.ts';
import type pg from 'pg';

/** Enters a release for each person the recipient is told of. */
export const enterSubjectHolders = async (agency: Agency, client: Queryable, share: Share): Promise<void> => {
  // A status is no item about anybody: whoever gets it holds one.
  if (share.outgoing.aboutSubject !== undefined) return;
  await client.query(
    `insert into sharing.subject_holder (subject, item_id, recipient, case_ref)
     select subject, $2, $3, $4 from unnest($1::text[]) as subject on conflict do nothing`,
    [subjectReferences(agency, shownOutgoing(share)), share.item.id, share.recipient, share.outgoing.caseRef ?? ''],
  );
};

/** Everybody an item about this person was released to, sorted; posts of the own people among them. */
export const holdersOfSubject = async (agency: Agency, queryable: Queryable, subject: string): Promise<string[]> => {
  const { rows } = await queryable.query<{ recipient: string }>(
    'select distinct recipient from sharing.subject_holder where subject = $1 order by recipient',
    [auditReferences(agency, [subject])[0]],
  );
  return rows.map(({ recipient }) => recipient);
};

/** Whether a recipient holds an item about this person in that case, or one of which no case is known. */
export const holdsInCase = async (
  agency: Agency,
  queryable: Queryable,
  { subject, recipient, caseRef }: { subject: string; recipient: string; caseRef: string },
): Promise<boolean> => {
  const { rowCount } = await queryable.query(
    `select from sharing.subject_holder where subject = $1 and recipient = $2 and coalesce(case_ref, $3) = $3 limit 1`,
    [auditReferences(agency, [subject])[0], recipient, caseRef],
  );
  return rowCount === 1;
};

/**
 * Corrections and withdrawals of items about a person whose record is closed to all: nobody at their holder can open and acknowledge one, so that they
 * keep nothing back from it any more.
 */
export const closeCorrectionsAbout = async (
  agency: Agency,
  client: pg.ClientBase,
  recipient: string,
  subject: string,
): Promise<void> => {
  const { rowCount } = await client.query(
    `delete from sharing.open_correction as open using sharing.subject_holder as held
     where open.recipient = $1 and held.recipient = $1 and held.item_id = open.notice_id and held.subject = $2`,
    [recipient, auditReferences(agency, [subject])[0]],
  );
  if (rowCount !== 0) await decideKeptBack(client, recipient);
};
