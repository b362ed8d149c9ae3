// Foreign facts and what this agency's own people said to them. One stream an item, notices about items included.
import { sealed, type EventTypes } from '@gatehouse/event-store';
import type { Envelope, Provenance } from '@gatehouse/sharing';
import { consentEventTypes, withoutOriginator, type ConsentEvent } from '../consent/consent.events.ts';
import { necessityEventTypes, type NecessityEvent } from '../necessity/necessity.events.ts';

/** The item as it came, with where it came from. It stays as it came: what is said about it later stands behind it. */
export interface ItemReceived {
  type: 'ItemReceived';
  data: { envelope: Envelope; provenance: Provenance };
}

/** A grade as its author gave it; scales are never converted. */
export interface Grade {
  scale: string;
  source: string;
  information: string;
}

/** Said by a notice about this item. It may come before the item. */
export interface Notice {
  itemId: string;
  /** the notice as an item of its own */
  noticeId: string;
  /** who says so: it counts when the item is his */
  originator: string;
  /** the originator's own count about this item (ruling 8): order of arrival says nothing */
  sequence: number;
  /** when the originator published it */
  at: string;
}

export interface ItemCorrected {
  type: 'ItemCorrected';
  data: Notice & { what: string; effect: string; grades: { n: number; grade: Grade }[] } & Partial<Changes>;
}

/** What a correction changes beside grades. */
export interface Changes {
  /** the new day of review; null where it stays */
  reviewBy: string | null;
  findings: Findings;
}

/** Findings that hold about an item from a notice on, and those that no longer do. */
export interface Findings {
  set: string[];
  lifted: string[];
}

export interface ItemWithdrawn {
  type: 'ItemWithdrawn';
  data: Notice & { ground: string; required: string };
}

/** The alert is over before its time; nothing in it was wrong. */
export interface ItemCleared {
  type: 'ItemCleared';
  data: Notice & { clearedAt: string };
}

/** An item this one rests on was corrected or withdrawn. `sequence` counts notices about that other item. */
export interface ItemBasisChanged {
  type: 'ItemBasisChanged';
  data: Notice & { kind: 'correction' | 'withdrawal'; basis?: string; findings?: Findings };
}

export interface ItemAcknowledged {
  type: 'ItemAcknowledged';
  data: { itemId: string; by: string; unit: string; at: string };
}

export const OUTCOMES = ['ACTED', 'NO_TRACE', 'DISPROVED', 'DUPLICATE'] as const;

/** What came of an item, in the words of whoever worked with it: the whole record, so that it can go back to the originator. */
export interface FeedbackGiven {
  type: 'FeedbackGiven';
  data: {
    feedbackId: string;
    itemId: string;
    outcome: (typeof OUTCOMES)[number];
    comment: string | null;
    regrades: { n: number; grade: Grade }[];
    /** whose item it is, and to whom alone it goes; null in what was written before that was kept */
    originator: string | null;
    subjects: Envelope['subjects'];
    unit: string;
    by: string;
    at: string;
  };
}

export type NoticeEvent = ItemCorrected | ItemWithdrawn | ItemCleared | ItemBasisChanged;
export type ReceivedItemEvent =
  ItemReceived | NoticeEvent | ItemAcknowledged | FeedbackGiven | ConsentEvent | NecessityEvent;

const notice = sealed({ clear: ['itemId', 'noticeId', 'originator', 'sequence', 'at'] });

/** Sealed under the item's key here, each with the steps from its older versions. */
export const receivedItemEventTypes = {
  ItemReceived: sealed({
    clear: [
      'envelope.itemId',
      'envelope.messageId',
      'envelope.order',
      'envelope.product',
      'envelope.originator',
      'provenance.agreements',
    ],
  }),
  ItemCorrected: notice,
  ItemWithdrawn: notice,
  ItemCleared: notice,
  ItemBasisChanged: notice,
  ItemAcknowledged: sealed({ clear: ['itemId', 'at'] }),
  FeedbackGiven: sealed({ clear: ['feedbackId', 'itemId', 'at'], steps: [withoutOriginator] }),
  ...consentEventTypes,
  ...necessityEventTypes,
} satisfies EventTypes<ReceivedItemEvent>;

const STREAM = 'received-item-';
export const receivedItemStream = (itemId: string): string => `${STREAM}${itemId}`;
export const isReceivedItemStream = (streamId: string): boolean => streamId.startsWith(STREAM);
