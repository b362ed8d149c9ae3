// What the originator said about an item since he disclosed it: pure. Only his own notices count, in the order of his own
// count, whatever the order of arrival; the words that were corrected stay in the history and are shown to nobody.
import type { Envelope } from '@gatehouse/sharing';
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

/** What a corrected item that must not be used is marked with, so that policy narrows its use (40-subject.cedar). */
const NOT_TO_BE_USED = 'ACCURACY_CONTESTED';

/** The copy as it counts now: with the grades of the corrections, and marked where it is kept and not to be used. */
export const asCorrected = (item: ReceivedItem): Envelope | null => {
  if (item.held === null) return null;
  const { envelope } = item.held;
  const corrections = correctionsOf(item);
  const restricted = corrections.some(({ effect }) => effect === 'RESTRICT');
  return {
    ...envelope,
    payload: regraded(envelope.payload, corrections),
    markers: restricted ? [...new Set([...envelope.markers, NOT_TO_BE_USED])] : envelope.markers,
  };
};

const regraded = (payload: unknown, corrections: ItemCorrected['data'][]): unknown => {
  const grades = new Map(corrections.flatMap((correction) => correction.grades.map(({ n, grade }) => [n, grade])));
  const { paragraphs } = (payload ?? {}) as { paragraphs?: { n: number }[] };
  if (grades.size === 0 || !Array.isArray(paragraphs)) return payload;
  const now = paragraphs.map((paragraph) => {
    const grade = grades.get(paragraph.n);
    return grade ? { ...paragraph, grade } : paragraph;
  });
  return { ...(payload as object), paragraphs: now };
};
