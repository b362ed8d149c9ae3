// What the invented week is made of: its acts, and how each item has to stand after them.
import type { DomainEvent } from '@gatehouse/event-store';
import { createHash } from 'node:crypto';

export const CASE = 'KZ-2026-114';
export const PURPOSE = 'PREVENT_SERIOUS_HARM';

/** One act: when it was done, where it is written, and what is written. */
export interface Act {
  at: string;
  stream: string;
  event: DomainEvent;
}

/** How an item has to stand with whoever received it, once everything has arrived. */
export interface Standing {
  itemId: string;
  /** of each paragraph, source and information; none for an alert */
  grades: string[];
  findings: string[];
  reviewBy: string;
  withdrawn: boolean;
  cleared: boolean;
  /** when it happened and was first written down */
  occurredAt: string;
  recordedAt: string;
}

/** A UUID made of what it is for and a number: the same in each run, so that two runs can be compared. */
export const idOf = (kind: string, i: number): string => {
  const hex = createHash('sha256').update(`${kind} ${i}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
