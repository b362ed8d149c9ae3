// One disclosure decided again: what of that which left may still be at its recipient. Promise: nothing is decided here that the decision
// point did not say; fields count only where they left.
import { shapeOf } from '@gatehouse/agreements';
import { canonicalJson } from '@gatehouse/crypto';
import { sealedItemOf } from '@gatehouse/event-store';
import type { Decision } from '@gatehouse/policy';
import type { Agency } from '../agency.ts';
import type { DecisionMade } from '../decision-made.ts';
import { prepareForPost, questionToParty, type ToShare } from '../prepare-share.ts';
import { postOf } from '../post.ts';
import { bundleInUse } from '../reading.ts';
import { versionsOf } from '../replay/send-anew.ts';
import type { Outgoing } from '../to-product.ts';
import type { Permission } from './permissions.ts';

/** What a recipient owes for what it may no longer have. `keep`: it stays, and nothing more comes until the suspension ends. */
export type Owed = 'return-or-erase' | 'erase-fields' | 'keep-unused' | 'keep';

/** Of a disclosure that does not stand whole any more. */
export interface StandingAnswer {
  answer: 'ended' | 'narrowed';
  reason: string;
  owed: Owed;
  /** names of what may not be there any more, sorted */
  fields: string[];
}

export interface DecidedAgain {
  permission: Permission & { released: NonNullable<Permission['released']> };
  outgoing: Outgoing;
  made: DecisionMade;
  /** null where all of it still stands */
  answer: StandingAnswer | null;
}

/** Decides by the bundle in use. @throws RetryableFault without one */
export const decideStanding = (
  agency: Agency,
  permission: DecidedAgain['permission'],
  outgoing: Outgoing,
): DecidedAgain => {
  const { decided } = permission.released;
  const made = madeAgain(agency, permission, outgoing);
  const { disclosedPaths } = made.decision;
  const may = new Set(disclosedPaths);
  const lost = decided.paths.filter((path) => !may.has(path));
  const stands = decided.paths.length > 0 ? lost.length === 0 : disclosedPaths.length > 0;
  const fields = [...new Set((lost.length > 0 ? lost : decided.fields).map(shapeOf))].toSorted();
  const answer = lost.length < decided.paths.length ? 'narrowed' : 'ended';
  const { reason } = made.decision;
  return {
    permission,
    outgoing,
    made,
    answer: stands ? null : { answer, reason, owed: owedFor(made.decision, answer), fields },
  };
};

const madeAgain = (
  agency: Agency,
  { released: { decided, at, event }, recipient, itemId }: DecidedAgain['permission'],
  outgoing: Outgoing,
): DecisionMade => {
  const toShare: ToShare = { event, outgoing, recipient };
  const post = postOf(recipient);
  if (post) return prepareForPost(agency, toShare, post).made[0]!;
  const { point, digests } = bundleInUse(agency);
  const published = { publishedAt: at.toISOString(), underVersions: versionsOf(decided) };
  const item = { ...outgoing.item, originator: agency.party, ...published };
  const question = questionToParty(agency, 'deliver', toShare, item);
  const sealedUnder = sealedItemOf(agency.pool, event);
  return { itemId, question, decision: point.decide(question), by: digests, known: true, sealedUnder };
};

/** What an order freezes is kept unused; what an instrument only suspends stays; of what has ended nothing may stay (MoU 25, 27). */
const owedFor = ({ obligations, reasonsInOrder }: Decision, answer: StandingAnswer['answer']): Owed => {
  if (answer === 'narrowed') return 'erase-fields';
  if (obligations.includes('FREEZE_USE_OF_PRIOR_COPIES')) return 'keep-unused';
  return reasonsInOrder.every((reason) => reason === 'MOU_SUSPENDED') ? 'keep' : 'return-or-erase';
};

/** Whether this is what was decided last. */
export const isKnown = ({ permission, answer }: DecidedAgain): boolean =>
  canonicalJson(answer) === canonicalJson(permission.known);
