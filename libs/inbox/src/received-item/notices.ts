// What the originator said about an item since he disclosed it: pure. Only his own notices count, in the order of his own
// count, whatever the order of arrival; the words that were corrected stay in the history and are shown to nobody.
import type { ReceivedItem } from './received-item.decider.ts';
import type { ItemBasisChanged, ItemCorrected, NoticeEvent } from './received-item.events.ts';

/** The notices that count about this item, oldest first. */
export const noticesOf = ({ held, notices }: ReceivedItem): NoticeEvent[] =>
  notices
    .filter(({ data }) => data.originator === held?.envelope.originator)
    .toSorted((a, b) => a.data.sequence - b.data.sequence);

export const correctionsOf = (item: ReceivedItem): ItemCorrected['data'][] =>
  noticesOf(item).flatMap((notice) => (notice.type === 'ItemCorrected' ? [notice.data] : []));

export const basisChangesOf = (item: ReceivedItem): ItemBasisChanged['data'][] =>
  noticesOf(item).flatMap((notice) => (notice.type === 'ItemBasisChanged' ? [notice.data] : []));

/** Taken back, or found to be so wrong that every holder erases it: nobody reads it any more. */
export const isWithdrawn = (item: ReceivedItem): boolean =>
  noticesOf(item).some(
    (notice) => notice.type === 'ItemWithdrawn' || (notice.type === 'ItemCorrected' && notice.data.effect === 'ERASE'),
  );

/** When its originator cleared it, first; null while he has not. */
export const clearedAt = (item: ReceivedItem): string | null =>
  noticesOf(item).flatMap((notice) =>
    notice.type === 'ItemCleared' ? [notice.data.clearedAt || notice.data.at] : [],
  )[0] ?? null;
