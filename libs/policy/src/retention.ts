// How long an item has been kept, by the periods of a flow: what is so, which rules and envelopes rest on. Days are those of the
// instrument's zone.
import { lastDayOf, type CompiledFlow } from '@gatehouse/agreements';
import { dayIn } from './day.ts';
import type { FlowAnswer } from './basis.ts';
import type { Question } from './question.ts';

const periodsOf = ({ retain, special }: CompiledFlow): string[] => [
  ...new Set([retain.review, retain.destroy, ...(special ? [special.destroy] : [])]),
];

/** The periods of a flow that have gone by since an item was published: their last day was yesterday or before. */
export const periodsPast = ({ item, now }: Question, flow: CompiledFlow | undefined, zone: string): string[] => {
  if (!item || !flow) return [];
  const published = dayIn(item.publishedAt, zone);
  const today = dayIn(now, zone);
  return periodsOf(flow).filter((period) => {
    const last = lastDayOf(published, period);
    return last !== null && last < today;
  });
};

const earliest = (days: (string | null)[]): string | null => days.filter((day) => day !== null).toSorted()[0] ?? null;

/** Until when what is asked for may be kept: the earliest day of every flow that rules. */
export interface Keeping {
  /** by which it has to be looked at again where its originator named no day; null where no flow says one */
  reviewBy: string | null;
  destroyBy: string | null;
}

/** The last days of the flows that rule an item, from its publication on. */
export const keepingOf = ({ item }: Question, flows: readonly FlowAnswer[]): Keeping | null => {
  if (!item) return null;
  const days = (of: 'review' | 'destroy') =>
    flows.map(({ flow, instrument }) => lastDayOf(dayIn(item.publishedAt, instrument.timezone), flow.retain[of]));
  return { reviewBy: earliest(days('review')), destroyBy: earliest(days('destroy')) };
};
