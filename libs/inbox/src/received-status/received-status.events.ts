// What an originator said of a person since it disclosed an item about him. One stream a person and originator: his items find it
// whether they came before it or come later.
import { sealed, type EventTypes } from '@gatehouse/event-store';
import type { Provenance, SubjectStatus } from '@gatehouse/sharing';

export interface SubjectStatusReceived {
  type: 'SubjectStatusReceived';
  data: { statusId: string; originator: string; at: string; status: SubjectStatus; provenance: Provenance };
}

/** Sealed under the person's key here, with the steps from its older versions; it has none yet. */
export const receivedStatusEventTypes = {
  SubjectStatusReceived: sealed({ clear: ['statusId', 'originator', 'at', 'provenance.agreements'] }),
} satisfies EventTypes<SubjectStatusReceived>;

const STREAM = 'received-status-';

/** @param ref the originator's pseudonym of the person for this recipient */
export const receivedStatusStream = (originator: string, ref: string): string => `${STREAM}${originator}-${ref}`;
export const isReceivedStatusStream = (streamId: string): boolean => streamId.startsWith(STREAM);
