// What leaves carries what its parties agreed on beside what its originator said: the earlier day of destruction, the day by which it is
// looked at again, and the conditions a text puts on everything it shares (clauses 11 and 12). Its recipient has all of it in hand when
// the instrument is long gone. Pure.
import type { ItemFacts } from '@gatehouse/policy';
import { inherited } from './effective-item.ts';
import type { Envelope } from './envelope.ts';
import type { Share } from './prepare-share.ts';

type Agreed = Pick<Envelope, 'handling' | 'markers' | 'destroyBy' | 'reviewDue'>;

const earliest = (days: (string | null | undefined)[]): string | null =>
  days.filter((day) => typeof day === 'string').toSorted()[0] ?? null;

const withAdded = (handling: ItemFacts['handling'], said: string[]): ItemFacts['handling'] => {
  const added = [...new Set(said)].filter((code) => !handling.conditions.some((condition) => condition.code === code));
  if (added.length === 0) return handling;
  return { code: 'C', conditions: [...handling.conditions, ...added.map((code) => ({ code }))] };
};

/** Handling, findings and days of what leaves, by both answers that let it. */
export const asAgreed = ({ item, publication, delivery }: Pick<Share, 'item' | 'publication' | 'delivery'>): Agreed => {
  const own = inherited(item);
  const answers = [publication, delivery];
  const reviewDue = earliest(answers.map(({ keeps }) => keeps?.reviewBy));
  return {
    ...own,
    handling: withAdded(
      own.handling,
      answers.flatMap(({ travels }) => travels?.conditions ?? []),
    ),
    destroyBy: earliest([own.destroyBy, ...answers.map(({ keeps }) => keeps?.destroyBy)]),
    ...(item.reviewBy === null && reviewDue !== null ? { reviewDue } : {}),
  };
};
