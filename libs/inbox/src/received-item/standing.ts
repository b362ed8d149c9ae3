// What everybody who may see an item is told of how it stands: pure.
import { acknowledgeBy } from './acknowledge-by.ts';
import { basisChangesOf, correctionsOf } from './notices.ts';
import type { ReceivedItem } from './received-item.decider.ts';

export interface Standing {
  /** what was corrected, and when; the reason stands in the notice */
  corrections: { noticeId: string; what: string; effect: string; paragraphs: number[]; at: string }[];
  /** what it rests on and was corrected or withdrawn */
  basisChanges: { noticeId: string; kind: string; at: string }[];
  acknowledgeBy: string | null;
  acknowledgedBy: string | null;
  acknowledgedAt: string | null;
}

export const standingOf = (item: ReceivedItem): Standing => ({
  corrections: correctionsOf(item).map(({ noticeId, what, effect, grades, at }) => ({
    noticeId,
    what,
    effect,
    paragraphs: grades.map(({ n }) => n),
    at,
  })),
  basisChanges: basisChangesOf(item).map(({ noticeId, kind, at }) => ({ noticeId, kind, at })),
  acknowledgeBy: item.held && acknowledgeBy(item.held.envelope, item.held.provenance.receivedAt),
  acknowledgedBy: item.acknowledged?.by ?? null,
  acknowledgedAt: item.acknowledged?.at ?? null,
});
