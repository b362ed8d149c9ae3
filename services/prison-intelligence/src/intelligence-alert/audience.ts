// Who would get an alert, before anything leaves: every party a flow names, the own people by role, and every post its type is
// for, so that nobody is silently forgotten.
import { leaves, disclose, type CompiledFlow } from '@gatehouse/agreements';
import {
  considerOpening,
  flowsFor,
  ownItem,
  permits,
  previewShare,
  type Agency,
  type Asked,
  type HeldItem,
  type Outgoing,
  type PreviewedRecipient,
  type ReaderFacts,
} from '@gatehouse/sharing';
import { postsOf } from './alert-types.ts';

/** One audience: a party, or one role of the own people. */
export interface Audience extends Omit<PreviewedRecipient, 'content'> {
  /** exactly what it would see */
  fields: { path: string; value: unknown }[];
}

/** A post the type is for, and whether anybody there would get it. */
export interface Post {
  post: string;
  says: string;
  /** what a person has to know before he counts on it */
  when: string | null;
  party: string | null;
  outcome: 'reached' | 'refused' | 'not-reachable';
  /** the reason of the decision; NO_CONTRACT where no instrument names the post, NO_SERVICE where nobody works there yet */
  why: string | null;
}

export interface Previewed {
  /** publishing names it */
  preview: string;
  recipients: Audience[];
  posts: Post[];
}

/** Decides for everybody without releasing anything. @throws RetryableFault before the first verified bundle */
export const previewed = async (agency: Agency, asked: Asked, outgoing: Outgoing): Promise<Previewed> => {
  const { token, recipients } = await previewShare(agency, outgoing);
  const others = recipients.filter(({ own }) => !own).map(audienceOf);
  const all = [...others, ...ownAudiences(agency, asked, outgoing)];
  return { preview: token, recipients: all, posts: postsFor(agency, outgoing, all) };
};

/** Whether anybody at all is reached. */
export const reachesSomebody = ({ recipients }: Previewed): boolean => recipients.some(isReached);

const isReached = ({ effect, reachable }: Audience): boolean => reachable && effect.startsWith('PERMIT');

const audienceOf = ({ content, ...recipient }: PreviewedRecipient): Audience => ({
  ...recipient,
  fields: leaves(content ?? {}).map(([path, value]) => ({ path, value })),
});

/** Each role an instruction names, decided as for somebody of that role who is vetted, trained and assigned as it asks. */
const ownAudiences = (agency: Agency, asked: Asked, outgoing: Outgoing): Audience[] => {
  const flows = flowsFor(agency, outgoing.item).filter(({ consumers }) => consumers.includes(agency.party));
  const at = agency.clock.now();
  const event = {
    eventId: 'preview',
    occurredAt: at,
    recordedAt: at,
    metadata: { correlationId: asked.correlationId },
  };
  const held = ownItem(agency, event, outgoing);
  const roles = [...new Set(flows.flatMap(({ person }) => person.roles))].sort();
  return roles.map((role) => ownAudience(agency, asked, held, role, flows));
};

const ownAudience = (agency: Agency, asked: Asked, held: HeldItem, role: string, flows: CompiledFlow[]): Audience => {
  const purposes = flows.filter(({ person }) => person.roles.includes(role)).flatMap((flow) => flow.purposes);
  const decisions = [...new Set(purposes)].map(
    (purpose) =>
      considerOpening(agency, { ...asked, purpose, caller: callerOf(agency, role, held) }, entitled(held, flows), held)
        .decision,
  );
  const decision = decisions.find(permits) ?? decisions[0]!;
  const { payload } = held.envelope;
  return {
    party: agency.party,
    own: true,
    roles: [role],
    reachable: true,
    effect: decision.effect,
    reason: decision.reason,
    reasons: decision.reasonsInOrder,
    obligations: decision.obligations,
    agreements: decision.agreements,
    disclosed: decision.disclosedPaths,
    withheld: leaves(payload)
      .map(([path]) => path)
      .filter((path) => !decision.disclosedPaths.includes(path)),
    fields: leaves(disclose(payload, decision.disclosedPaths)).map(([path, value]) => ({ path, value })),
  };
};

/** Where recipients are named, whoever of this role is named: nobody else of it gets it. */
const callerOf = (agency: Agency, role: string, { envelope }: HeldItem): Asked['caller'] => {
  const lists = envelope.handling.conditions.filter(({ code }) => code === 'NAMED_RECIPIENTS');
  const named = (lists[0]?.list ?? []).find((name) => lists.every(({ list }) => list?.includes(name)));
  const parties = agency.keeper.current()?.bundle.instruments.flatMap(({ compiled }) => compiled.parties) ?? [];
  const person = named !== undefined && !parties.some(({ id }) => id === named) ? named : `any ${role}`;
  return { person, agency: agency.party, unit: 'any', roles: [role] };
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

const postsFor = (agency: Agency, { item }: Outgoing, recipients: Audience[]): Post[] => {
  const { type } = item.payload as { type: string };
  const kinds = new Map(
    (agency.keeper.current()?.bundle.instruments ?? [])
      .flatMap(({ compiled }) => compiled.parties)
      .map(({ id, kind }) => [id, kind]),
  );
  return postsOf(type).map(({ post, says, kind, role, when }) => {
    const there = recipients.filter(({ party, roles }) => kinds.get(party) === kind && roles.includes(role));
    return { post, says, when: when ?? null, ...outcomeFor(there) };
  });
};

const outcomeFor = (there: Audience[]): Pick<Post, 'party' | 'outcome' | 'why'> => {
  const best = there.find(isReached) ?? there.find(({ effect }) => effect.startsWith('PERMIT')) ?? there[0];
  if (!best) return { party: null, outcome: 'not-reachable', why: 'NO_CONTRACT' };
  const { party, effect, reason } = best;
  if (!effect.startsWith('PERMIT')) return { party, outcome: 'refused', why: reason };
  return isReached(best)
    ? { party, outcome: 'reached', why: null }
    : { party, outcome: 'not-reachable', why: 'NO_SERVICE' };
};
