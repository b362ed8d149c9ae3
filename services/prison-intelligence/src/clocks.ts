// What recipients have to acknowledge of what this service sent, and what counts as their acknowledgement: pure, the only place that
// says so. An alert says how fast; a clock starts with each disclosure of it.
import { agreedPeriod, type ToClock } from '@gatehouse/escalation';
import type { LedgerEvent } from '@gatehouse/sharing';
import type { AlertEvent } from './intelligence-alert/intelligence-alert.events.ts';
import { ALERT_PRODUCT } from './sharing.ts';

export const toClock: ToClock = ({ type, data }) => {
  const event = { type, data } as AlertEvent | LedgerEvent;
  switch (event.type) {
    case 'IntelligenceAlertRaised':
      return { cause: 'terms', of: alertTerms(event.data) };
    case 'DisclosureDecided': {
      const { itemId, product, recipient, released, delivery } = event.data;
      if (!released) return null;
      return { cause: 'released', itemId, product, recipient, within: agreedPeriod(delivery.obligations) };
    }
    case 'DisclosureAcknowledged': {
      const { itemId, recipient, by, at } = event.data;
      return { cause: 'acknowledged', itemId, recipient, by, at };
    }
    default:
      return null;
  }
};

const alertTerms = ({ alertId, unit, priority, ackWithin, validUntil, subjects }: AlertEvent['data']) => ({
  itemId: alertId,
  product: ALERT_PRODUCT,
  unit,
  urgency: priority,
  within: ackWithin,
  until: validUntil,
  overdueType: 'IntelligenceAlertEscalated' as const,
  subjects: { ids: subjects.map(({ subjectId }) => subjectId) },
});
