// Who would get an alert, before anything leaves: every party a flow names, the own people by role, and every post its type is
// for, so that nobody is silently forgotten.
import { leaves } from '@gatehouse/agreements';
import {
  previewShare,
  type Agency,
  type Looking,
  type Outgoing,
  type Preview,
  type PreviewedRecipient,
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
export const previewed = async (agency: Agency, outgoing: Outgoing, looking: Looking): Promise<Previewed> =>
  asPreviewed(agency, outgoing, await previewShare(agency, outgoing, looking));

/** The same of a preview that was made already: deciding takes its time. */
export const asPreviewed = (agency: Agency, outgoing: Outgoing, preview: Preview): Previewed => {
  const recipients = preview.recipients.map(audienceOf);
  return { preview: preview.token, recipients, posts: postsFor(agency, outgoing, recipients) };
};

/** Whether anybody at all is reached. */
export const reachesSomebody = ({ recipients }: Previewed): boolean => recipients.some(isReached);

const isReached = ({ effect, reachable }: Audience): boolean => reachable && effect.startsWith('PERMIT');

const audienceOf = ({ content, ...recipient }: PreviewedRecipient): Audience => ({
  ...recipient,
  fields: leaves(content ?? {}).map(([path, value]) => ({ path, value })),
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
