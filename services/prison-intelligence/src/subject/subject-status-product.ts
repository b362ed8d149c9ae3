// What was attested about a person as a product: pure. It goes to whoever holds an item about him; what of it leaves is the
// instrument's business. Its version is the place in his own stream, so that a holder knows the newest whatever comes first.
import type { SubjectStatusV1 } from '@gatehouse/contracts';
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import type { SubjectStatusAttested } from './subject.events.ts';

export const STATUS_PRODUCT = 'prison-intelligence.subject-status.v1';

/** By whom and why it was attested stays here. */
export const subjectStatusProduct = (
  { eventId, version }: Pick<RecordedEvent, 'eventId' | 'version'>,
  { subjectId, category, juvenile, sealedSince, limitedTo, acquitted, at }: SubjectStatusAttested['data'],
): Outgoing => {
  const payload: SubjectStatusV1 = {
    statusId: eventId,
    version,
    attestedAt: at,
    juvenile: juvenile?.atConduct === true,
    ...(sealedSince !== null && { sealedSince }),
    ...(limitedTo !== null && { limitedTo }),
    ...(acquitted.length > 0 && { acquitted }),
  };
  return {
    type: 'prison-intelligence.subject-status-attested.v1',
    unit: 'records-office',
    purpose: 'SAFE_CUSTODY',
    caseRef: null,
    classification: 'CONFIDENTIAL',
    aboutSubject: subjectId,
    // No cases: that he has others than those a holder knows is nobody's business.
    subjects: [{ ref: subjectId, category, cases: [] }],
    item: {
      id: eventId,
      product: STATUS_PRODUCT,
      caseRef: null,
      // It waits for nothing: each is whole, and a late one goes on letting people read.
      priority: 'IMMEDIATE',
      subjects: [{ ref: subjectId, role: 'MAIN' }],
      handling: { code: 'P', conditions: [] },
      markers: [],
      reviewBy: null,
      destroyBy: null,
      payload: { ...payload },
    },
  };
};
