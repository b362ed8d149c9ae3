// Which of the agency's own posts get an item: an instruction names them, and each is decided like a reader of it.
import type { CompiledFlow } from '@gatehouse/agreements';
import type { Agency } from './agency.ts';
import { flowsFor } from './candidates.ts';
import { considerOpening, type Considered } from './opening.ts';
import { ownItem } from './own-item.ts';
import type { ToShare } from './prepare-share.ts';
import type { HeldItem, ReaderFacts } from './question.ts';
import { permits } from './reading.ts';
import type { Outgoing } from './to-product.ts';

const ownFlows = (agency: Agency, item: Outgoing['item']): CompiledFlow[] =>
  flowsFor(agency, item).filter(({ consumers }) => consumers.includes(agency.party));

/** The posts that an instruction of the bundle in use offers this item to, sorted. */
export const ownPosts = (agency: Agency, item: Outgoing['item']): string[] =>
  [...new Set(ownFlows(agency, item).flatMap(({ person }) => person.roles))].sort();

/**
 * Whether a post gets the item: decided as for somebody of it who is vetted, trained and assigned as the instruction asks, for a
 * purpose of its own. The person is decided on again when he reads.
 * @throws RetryableFault before the first verified bundle
 */
export const decideForPost = (
  agency: Agency,
  event: Pick<ToShare['event'], 'eventId' | 'occurredAt' | 'recordedAt' | 'metadata'>,
  outgoing: Outgoing,
  post: string,
): Considered => {
  const held = ownItem(agency, event, outgoing);
  const flows = ownFlows(agency, outgoing.item).filter(({ person }) => person.roles.includes(post));
  const facts = entitled(held, flows);
  const purposes = [...new Set(flows.flatMap((flow) => flow.purposes))];
  let first: Considered | null = null;
  for (const purpose of purposes.length > 0 ? purposes : [outgoing.purpose]) {
    const asked = { caller: callerOf(agency, post, held), purpose, caseRef: outgoing.caseRef, correlationId: '' };
    const considered = considerOpening(agency, asked, facts, held);
    if (permits(considered.decision)) return considered;
    first ??= considered;
  }
  return first!;
};

/** Where recipients are named, whoever of this post is named: nobody else of it gets it. */
const callerOf = (agency: Agency, post: string, { envelope }: HeldItem) => {
  const lists = envelope.handling.conditions.filter(({ code }) => code === 'NAMED_RECIPIENTS');
  const named = (lists[0]?.list ?? []).find((name) => lists.every(({ list }) => list?.includes(name)));
  const parties = agency.keeper.current()?.bundle.instruments.flatMap(({ compiled }) => compiled.parties) ?? [];
  const person = named !== undefined && !parties.some(({ id }) => id === named) ? named : `any ${post}`;
  return { person, agency: agency.party, unit: 'any', roles: [post] };
};

const FOREVER = '9999-12-31T00:00:00.000Z';

const entitled = ({ envelope }: HeldItem, flows: CompiledFlow[]): ReaderFacts => ({
  vetting: 'L3',
  training: flows.flatMap(({ person }) => person.training).map((course) => ({ course, until: FOREVER })),
  assignments: envelope.subjects
    .flatMap(({ cases }) => cases)
    .map((assigned) => ({ case: assigned, from: '1970-01-01T00:00:00.000Z', until: null })),
  conflicts: [],
  chain: [],
});
