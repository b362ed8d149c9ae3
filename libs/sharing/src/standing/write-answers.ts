// What came of a page of decisions: a row for each disclosure that does not stand whole, and an audit record for each whose answer changed,
// with what it was made from.
import { committed, recordCommitted } from '@gatehouse/audit-trail';
import type pg from 'pg';
import { auditRecord, type Agency } from '../agency.ts';
import { keepEach, madeFrom, readyDecisions, type ReadyDecision } from '../decision-made.ts';
import { recorded } from '../ledger.ts';
import type { DecidedAgain } from './answer.ts';

/** Changed answers with their records, sealed and ready to be written: no transaction is open while that is done. */
export interface ReadyAnswers {
  changed: DecidedAgain[];
  records: ReturnType<typeof committed>[];
  decisions: ReadyDecision[];
}

/** @param bundleVersion of the bundle they were decided by */
export const readyAnswers = async (
  agency: Agency,
  changed: DecidedAgain[],
  bundleVersion: number,
): Promise<ReadyAnswers> => {
  const decisions = await readyDecisions(
    agency,
    changed.map(({ made }) => made),
  );
  const records = changed.map((one, place) => {
    const { made, permission, outgoing, answer } = one;
    const { decided, event } = permission.released;
    const kept = decisions.slice(place, place + 1);
    return committed(
      auditRecord(agency, {
        event: 'standing-changed',
        operation: 'disclosure',
        action: 'decide-standing',
        subjects: decided.subjects,
        item: { id: permission.itemId, product: permission.product },
        fields: answer?.fields ?? [],
        purpose: outgoing.purpose,
        caseRef: outgoing.caseRef,
        agreements: made.decision.agreements,
        decision: { ...recorded(made.decision), bundleVersion, ...madeFrom(made.by, kept) },
        correlationId: event.metadata.correlationId,
        recipient: permission.recipient,
      }),
    );
  });
  return { changed, records, decisions };
};

/** Writes them with the caller's transaction, in four statements. A disclosure that was replaced meanwhile gets no answer. */
export const writeAnswers = async (
  { clock }: Agency,
  client: pg.ClientBase,
  { changed, records, decisions }: ReadyAnswers,
  bundleVersion: number,
): Promise<void> => {
  if (changed.length === 0) return;
  const keys = changed.map(({ permission }) => permission);
  await client.query({
    name: 'standing-answers-gone',
    text: `delete from sharing.standing_answer a using unnest($1::text[], $2::text[]) as w (item_id, recipient)
      where a.item_id = w.item_id and a.recipient = w.recipient`,
    values: [keys.map(({ itemId }) => itemId), keys.map(({ recipient }) => recipient)],
  });
  const rows = changed.flatMap(({ permission, answer }) =>
    answer === null
      ? []
      : [
          {
            item_id: permission.itemId,
            recipient: permission.recipient,
            disclosure_id: permission.disclosureId,
            ...answer,
            bundle_version: bundleVersion,
            since: clock.now(),
          },
        ],
  );
  await client.query({
    name: 'standing-answers',
    text: `insert into sharing.standing_answer
        (item_id, recipient, product, disclosure_id, answer, reason, owed, fields, bundle_version, since)
      select w.item_id, w.recipient, h.product, w.disclosure_id, w.answer, w.reason, w.owed, w.fields, w.bundle_version, w.since
      from jsonb_to_recordset($1::jsonb) as w (item_id text, recipient text, disclosure_id uuid, answer text, reason text, owed text,
        fields text[], bundle_version bigint, since timestamptz)
      join sharing.holder h on h.item_id = w.item_id and h.recipient = w.recipient and h.disclosure_id = w.disclosure_id`,
    values: [JSON.stringify(rows)],
  });
  await recordCommitted(client, records);
  const kept = records.flatMap(({ recordId }, place) =>
    decisions.slice(place, place + 1).map((decision) => ({ recordId, decisions: [decision] })),
  );
  await keepEach(client, kept);
};
