// What an originator said of a person since it disclosed an item about him. One stream a person and originator: his items find it
// whether they came before it or come later.
import { sealed, type EventTypes, type Step } from '@gatehouse/event-store';
import type { Provenance, SubjectStatus } from '@gatehouse/sharing';

export interface SubjectStatusReceived {
  type: 'SubjectStatusReceived';
  data: { statusId: string; originator: string; at: string; status: SubjectStatus; provenance: Provenance };
}

/** 1 to 2: a person may have been acquitted in several cases. */
const severalAcquittals: Step = (data) => {
  const status = data['status'] as Record<string, unknown>;
  return { ...data, status: { ...status, acquitted: [status['acquitted'] ?? []].flat() } };
};

/** Sealed under the person's key here, with the steps from its older versions. */
export const receivedStatusEventTypes = {
  SubjectStatusReceived: sealed({
    clear: ['statusId', 'originator', 'at', 'provenance.agreements'],
    steps: [severalAcquittals],
  }),
} satisfies EventTypes<SubjectStatusReceived>;

const STREAM = 'received-status-';

/** @param ref the originator's pseudonym of the person for this recipient */
export const receivedStatusStream = (originator: string, ref: string): string => `${STREAM}${originator}-${ref}`;
export const isReceivedStatusStream = (streamId: string): boolean => streamId.startsWith(STREAM);
