// Who is told that somebody used an emergency access, and how long its review may take: pure. The line above him at once, and whoever
// protects the data; both clocks end with the second review, and what is late is escalated like any deadline.
import type { ClockCause, ToClock } from '@gatehouse/escalation';
import type { EmergencyAccessEvent } from './emergency-access.events.ts';

/** The post whose unit looks at every emergency access (NOTIFY_DPO). */
export const DATA_PROTECTION = 'data-protection-officer';

/** What a clock and an audit row call the access itself. */
export const EMERGENCY_ACCESS = 'emergency-access';

export const emergencyClock: ToClock = ({ type, data }) => {
  const event = { type, data } as EmergencyAccessEvent;
  switch (event.type) {
    case 'EmergencyAccessUsed': {
      const { subjects, supervisedBy } = event.data;
      const refs = subjects.map(({ auditRef }) => auditRef);
      return review(event.data, { unit: supervisedBy, refs }, { side: 'line' });
    }
    case 'EmergencyReviewRequested':
      return review(
        event.data,
        { unit: null, refs: event.data.auditRefs },
        { side: 'reviewer', post: DATA_PROTECTION },
      );
    case 'EmergencyReviewConcluded': {
      const { accessId, at } = event.data;
      return { cause: 'acknowledged', itemId: accessId, recipient: null, by: null, at };
    }
    default:
      return null;
  }
};

const review = (
  { accessId, at, reviewBy }: { accessId: string; at: string; reviewBy: string },
  { unit, refs }: { unit: string | null; refs: string[] },
  told: Pick<Extract<ClockCause, { cause: 'arrived' }>, 'side' | 'post'>,
): ClockCause => ({
  cause: 'arrived',
  of: {
    itemId: accessId,
    product: EMERGENCY_ACCESS,
    unit,
    urgency: 'PRIORITY',
    within: `PT${Math.round((Date.parse(reviewBy) - Date.parse(at)) / 60_000)}M`,
    until: null,
    overdueType: 'EmergencyReviewOverdue',
    subjects: { refs },
  },
  ...told,
});
