// What recipients may not have any more, as it was decided last: for whoever answers for it. Names of fields and codes, no content.
import type { Queryable } from '@gatehouse/event-store';
import type { StandingAnswer } from './answer.ts';
import type { PermissionKey } from './standing-run.ts';

/** How many disclosures at one recipient something is owed for. */
export interface OwedCount {
  recipient: string;
  owed: StandingAnswer['owed'];
  disclosures: number;
}

export interface ChangedDisclosure extends PermissionKey, StandingAnswer {
  product: string;
  bundleVersion: number;
  since: Date;
}

/** An answer about a disclosure that was replaced since counts no more. */
const STANDING = `sharing.standing_answer a join sharing.holder h
  on h.item_id = a.item_id and h.recipient = a.recipient and h.disclosure_id = a.disclosure_id`;

/** By recipient and by what is owed. */
export const owedNow = async (queryable: Queryable): Promise<OwedCount[]> => {
  const { rows } = await queryable.query<OwedCount>(
    `select a.recipient, a.owed, count(*)::int as disclosures from ${STANDING}
     group by a.recipient, a.owed order by a.recipient, a.owed`,
  );
  return rows;
};

/** Those of one recipient, or of all, in the order of recipient and item. @param after where the page before ended */
export const changedDisclosures = async (
  queryable: Queryable,
  { recipient, after, limit }: { recipient?: string; after: PermissionKey | null; limit: number },
): Promise<ChangedDisclosure[]> => {
  const { rows } = await queryable.query<Omit<ChangedDisclosure, 'bundleVersion'> & { bundleVersion: string }>(
    `select a.item_id as "itemId", a.recipient, a.product, a.answer, a.reason, a.owed, a.fields,
       a.bundle_version as "bundleVersion", a.since from ${STANDING}
     where ($1::text is null or a.recipient = $1) and (a.recipient, a.item_id) > ($2, $3)
     order by a.recipient, a.item_id limit $4`,
    [recipient ?? null, after?.recipient ?? '', after?.itemId ?? '', limit],
  );
  return rows.map((row) => ({ ...row, bundleVersion: Number(row.bundleVersion) }));
};
