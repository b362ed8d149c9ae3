// The copy that people here read: what came, with what its originator said about it since. Pure.
import type { Envelope } from '@gatehouse/sharing';
import { findingsNow } from './findings.ts';
import { correctionsOf } from './notices.ts';
import type { ReceivedItem } from './received-item.decider.ts';
import type { ItemCorrected } from './received-item.events.ts';

/** The copy as it counts now: with the grades, the day of review and the findings that its originator gave it since. */
export const asCorrected = (item: ReceivedItem): Envelope | null => {
  if (item.held === null) return null;
  const { envelope } = item.held;
  const corrections = correctionsOf(item);
  const reviewBy = corrections.findLast((correction) => correction.reviewBy)?.reviewBy ?? null;
  const payload = regraded(envelope.payload, corrections);
  return {
    ...envelope,
    payload: reviewBy === null ? payload : reviewed(payload, reviewBy),
    reviewBy: reviewBy ?? envelope.reviewBy,
    markers: findingsNow(item),
  };
};

/** A field that was never sent does not come by a correction. */
const reviewed = (payload: unknown, reviewBy: string): unknown =>
  payload !== null && typeof payload === 'object' && 'reviewBy' in payload ? { ...payload, reviewBy } : payload;

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
