// What would leave, before anything does: the same two questions and the same projection as the share hop, asked without
// sending. Publishing names the preview it confirms; where the outcome has changed since, it is refused and shown anew.
import { createHash } from 'node:crypto';
import { disclose, leaves } from '@gatehouse/agreements';
import { canonicalJson, openCursor, sealCursor } from '@gatehouse/crypto';
import type { Decision } from '@gatehouse/policy';
import type { Agency } from './agency.ts';
import { candidatesFor, flowsFor } from './candidates.ts';
import { inTransaction } from '@gatehouse/event-store';
import { openCorrectionsOf } from './holders.ts';
import { ownPosts } from './own-posts.ts';
import { ownRecipient } from './post.ts';
import { prepare, prepareForPost, type Share } from './prepare-share.ts';
import type { Outgoing } from './to-product.ts';
import { canReceive } from './receipts.ts';

export interface PreviewedRecipient {
  party: string;
  /** a post of the party's own people: nothing crosses to another agency */
  own: boolean;
  /** roles of the flows that offer it to this party: who may open it there; of the own people, the post */
  roles: string[];
  /** false where the party has no service here yet: the item is held for it, never dropped */
  reachable: boolean;
  effect: Decision['effect'];
  reason: string;
  reasons: string[];
  obligations: string[];
  agreements: string[];
  /** exactly what would leave */
  content: unknown;
  /** leaf paths that would leave, and that would stay */
  disclosed: string[];
  withheld: string[];
}

export interface Preview {
  /** opaque; publishing names it */
  token: string;
  recipients: PreviewedRecipient[];
}

/** Who looks, and at the outcome of which act: nobody confirms what another was shown, nor on another route or in other words. */
export interface Looking {
  person: string;
  /** what is confirmed by it, as the duties name it */
  act: string;
  /** what the act is on, where it has a name before */
  on: string | null;
  /** what is said to it beside the item itself */
  said: object;
}

/**
 * Decides an item for every party a flow names, and for each post of the own people an instruction names, without releasing anything.
 * @throws RetryableFault before the first verified bundle
 */
export const previewShare = async (agency: Agency, outgoing: Outgoing, looking: Looking): Promise<Preview> => {
  const others = await inTransaction(agency.pool, async (client) => {
    const previewed: PreviewedRecipient[] = [];
    for (const recipient of candidatesFor(agency, outgoing))
      previewed.push(previewOf(agency, outgoing, recipient, await openCorrectionsOf(client, recipient)));
    return previewed;
  });
  const own = ownPosts(agency, outgoing.item).map((post) => previewForPost(agency, outgoing, post));
  const recipients = [...others, ...own];
  const digest = digestOf(outgoing, recipients);
  return { token: await sealCursor(agency.keys.cursor, scopeOf(looking), { digest }), recipients };
};

/**
 * Whether a preview still says what publishing would do now.
 * @returns `confirmed`; or why not, with the preview as it is now
 */
export const confirmPreview = async (
  agency: Agency,
  outgoing: Outgoing,
  looking: Looking,
  token: string,
): Promise<{ outcome: 'confirmed' | 'preview-unknown' | 'preview-outdated'; now: Preview }> => {
  const now = await previewShare(agency, outgoing, looking);
  const named = await openCursor(agency.keys.cursor, scopeOf(looking), token).catch(() => null);
  if (named === null) return { outcome: 'preview-unknown', now };
  const same = (named as { digest: string }).digest === digestOf(outgoing, now.recipients);
  return { outcome: same ? 'confirmed' : 'preview-outdated', now };
};

const scopeOf = (looking: Looking): string => `preview:${canonicalJson(looking)}`;

/** Of the owner's record and of every outcome; ids and instants that each attempt makes anew are not in it. */
const digestOf = ({ item, purpose, caseRef, subjects }: Outgoing, recipients: PreviewedRecipient[]): string => {
  const { id: _id, payload, ...rest } = item;
  const outcomes = recipients.map(({ content: _content, ...outcome }) => outcome);
  const record = { rest, payload: withoutIds(payload, item.id), purpose, caseRef, subjects, outcomes };
  return createHash('sha256').update(canonicalJson(record)).digest('base64url');
};

const withoutIds = (payload: unknown, id: string): unknown =>
  JSON.parse(JSON.stringify(payload ?? null, (_key, value: unknown) => (value === id ? undefined : value)));

const EVENT = {
  eventId: 'preview',
  type: 'preview',
  streamId: 'preview',
  version: 0,
  metadata: { correlationId: 'preview' },
};

const previewOf = (
  agency: Agency,
  outgoing: Outgoing,
  recipient: string,
  openCorrections: Parameters<typeof prepare>[2],
): PreviewedRecipient => {
  const share = prepare(agency, { event: eventAt(agency.clock.now()), outgoing, recipient }, openCorrections);
  const flows = flowsFor(agency, outgoing.item).filter(({ consumers }) => consumers.includes(recipient));
  return {
    party: recipient,
    own: false,
    roles: [...new Set(flows.flatMap(({ person }) => person.roles))].sort(),
    reachable: canReceive(agency, recipient),
    ...outcomeOf(share),
  };
};

const previewForPost = (agency: Agency, outgoing: Outgoing, post: string): PreviewedRecipient => {
  const toShare = { event: eventAt(agency.clock.now()), outgoing, recipient: ownRecipient(agency, post) };
  const share = prepareForPost(agency, toShare, post);
  return { party: agency.party, own: true, roles: [post], reachable: true, ...outcomeOf(share) };
};

const eventAt = (at: Date) => ({ ...EVENT, occurredAt: at, recordedAt: at });

const outcomeOf = ({ decisive, item, paths }: Share) => ({
  effect: decisive.effect,
  reason: decisive.reason,
  reasons: decisive.reasonsInOrder,
  obligations: decisive.obligations,
  agreements: decisive.agreements,
  content: disclose(item.payload, paths),
  disclosed: [...paths].sort(),
  withheld: leaves(item.payload)
    .map(([path]) => path)
    .filter((path) => !paths.includes(path)),
});
