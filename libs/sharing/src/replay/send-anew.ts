// One disclosure that left before, decided again by today's policy: it leaves anew under its own message id, with what both decisions
// allow, or it does not and that is recorded.
import { inTransaction } from '@gatehouse/event-store';
import type pg from 'pg';
import { subjectReferences, type Agency } from '../agency.ts';
import { asAgreed } from '../agreed-notice.ts';
import { openCorrectionsOf } from '../holders.ts';
import { recorded } from '../ledger.ts';
import { naming } from '../naming.ts';
import { prepare, type Share } from '../prepare-share.ts';
import { withPresentSubjects } from '../present-subjects.ts';
import { recordDecision } from '../promised-record.ts';
import { sendShare, shownOutgoing } from '../send-share.ts';
import { fieldNames } from '../share-with.ts';
import type { Outgoing } from '../to-product.ts';
import type { Released } from './released-since.ts';

/** `under-way`: its message still waits for a receipt, and is sent again until one comes. */
export type SentAnew = 'sent' | 'withheld' | 'under-way';

export interface ToSendAnew {
  released: Released;
  outgoing: Outgoing;
  /** of what is sent in this replay: who waits for a message that will not come waits for ever */
  predecessor: string | null;
}

/** @throws RetryableFault without a verified bundle; TerminalFault `recipient-without-keys` */
export const sendAnew = (agency: Agency, toSend: ToSendAnew): Promise<SentAnew> =>
  inTransaction(agency.pool, async (client) => {
    const { decided } = toSend.released;
    await oneReplayAtATime(client, decided.messageId);
    if (await isUnderWay(client, decided.messageId)) return 'under-way';
    const share = await decidedAgain(agency, client, toSend);
    const sent = share.paths.length > 0;
    const order = { sequence: decided.order.sequence, predecessor: toSend.predecessor };
    if (sent) await sendShare(agency, client, share, order);
    await recordDecision(agency, client, share.made, audited(agency, share, sent));
    return sent ? 'sent' : 'withheld';
  });

/** Of two replays at once the second waits for the first one's transaction, and then finds the message on its way. */
const oneReplayAtATime = async (client: pg.ClientBase, messageId: string): Promise<void> => {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('gatehouse.replay.' || $1, 0))`, [messageId]);
};

const isUnderWay = async (client: pg.ClientBase, messageId: string): Promise<boolean> =>
  (await client.query('select from bus.outbox where message_id = $1', [messageId])).rowCount === 1;

/** Today's decision, narrowed to the leaves and the people of the first one. */
const decidedAgain = async (
  agency: Agency,
  client: pg.ClientBase,
  { released, outgoing: asItWas }: ToSendAnew,
): Promise<Share> => {
  const outgoing = await withPresentSubjects(agency, client, asItWas);
  const { decided, event, at } = released;
  const { recipient, messageId, disclosureId } = decided;
  const published = { publishedAt: at.toISOString(), underVersions: versionsOf(decided) };
  const named = await naming(agency, client, { event, outgoing, recipient, published });
  const toShare = await asAgreed(agency, client, named);
  const share = prepare(agency, toShare, await openCorrectionsOf(client, recipient));
  const notNamed = outgoing.item.subjects
    .filter((subject) => !namedBefore(agency, outgoing, decided.subjects, subject))
    .map(({ ref }) => ({ ref, reason: 'NOT_NAMED_BEFORE' }));
  return {
    ...share,
    messageId,
    disclosureId,
    paths: share.paths.filter((path) => decided.paths.includes(path)),
    delivery: { ...share.delivery, masked: [...share.delivery.masked, ...notNamed] },
  };
};

const namedBefore = (
  agency: Agency,
  { item, subjects }: Outgoing,
  named: string[],
  subject: Outgoing['item']['subjects'][number],
): boolean =>
  subjectReferences(agency, { item: { ...item, subjects: [subject] }, subjects }).some((ref) => named.includes(ref));

/** Under which version of each instrument it was published: every one from then to today has to allow it. */
export const versionsOf = ({
  publication,
  delivery,
}: Pick<Released['decided'], 'publication' | 'delivery'>): Record<string, number> =>
  Object.fromEntries(
    [...delivery.agreements, ...publication.agreements].map((agreement) => {
      const [id = '', version] = agreement.split('@');
      return [id, Number(version)];
    }),
  );

const audited = (agency: Agency, share: Share, sent: boolean) => {
  const { outgoing, decisive, event, recipient } = share;
  return {
    event: sent ? ('replayed' as const) : ('replay-withheld' as const),
    operation: 'disclosure' as const,
    action: 'replay',
    subjects: subjectReferences(agency, sent ? shownOutgoing(share) : outgoing),
    item: { id: share.item.id, product: share.item.product },
    fields: sent ? fieldNames(share) : [],
    purpose: outgoing.purpose,
    caseRef: outgoing.caseRef,
    agreements: decisive.agreements,
    decision: { ...recorded(decisive), bundleVersion: share.bundleVersion },
    correlationId: event.metadata.correlationId,
    recipient,
  };
};
