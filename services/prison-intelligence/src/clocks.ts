// What recipients have to acknowledge of what this service sent, its own people of what they were disclosed or of what arrived, and
// what counts as an acknowledgement: pure, the only place that says so. An alert says how fast; a clock starts with each disclosure.
import { agreedPeriod, type OverdueType, type ToClock } from '@gatehouse/escalation';
import { emergencyNoticeClock, itemClock } from '@gatehouse/inbox';
import { postOf, type LedgerEvent } from '@gatehouse/sharing';
import type { AlertEvent, AlertRecord } from './intelligence-alert/intelligence-alert.events.ts';
import { ANSWERING_POSTS } from './intelligence-alert/alert-types.ts';
import type { IntelligenceReportWithdrawn } from './intelligence-report/intelligence-report.events.ts';
import { ALERT_PRODUCT } from './intelligence-alert/beneath.ts';
import { EMERGENCY_PRODUCT } from './sharing.ts';

const noticeClock = emergencyNoticeClock(EMERGENCY_PRODUCT);

export const toClock: ToClock = (recorded) => noticeClock(recorded) ?? ownClock(recorded);

const ownClock: ToClock = (recorded) => {
  const { type, data } = recorded;
  const event = { type, data } as AlertEvent | IntelligenceReportWithdrawn | LedgerEvent;
  switch (event.type) {
    case 'IntelligenceAlertRaised':
      return { cause: 'terms', of: alertTerms(event.data, event.data.alertId) };
    case 'IntelligenceAlertRenewed':
      return { cause: 'terms', of: alertTerms(event.data, event.data.itemId) };
    case 'IntelligenceAlertCleared': {
      const { itemId, by, at } = event.data;
      return { cause: 'ended', itemId, recipient: null, by, at };
    }
    case 'IntelligenceReportWithdrawn': {
      // Nobody can acknowledge any more what nobody may open: its withdrawal is acknowledged instead.
      const { withdrawal, by, at } = event.data;
      return withdrawal && { cause: 'ended', itemId: withdrawal.itemId, recipient: null, by, at };
    }
    case 'DisclosureDecided': {
      const { itemId, product, recipient, released, delivery, dueWithin } = event.data;
      const post = postOf(recipient);
      if (!released || (post !== null && !ANSWERING_POSTS.includes(post))) return null;
      const notice = NOTICES[product];
      const within = dueWithin ?? agreedPeriod(delivery.obligations) ?? (notice ? NOTICE_WITHIN : null);
      const overdueType = notice ?? 'AcknowledgementOverdue';
      const out = { cause: 'released', itemId, product, recipient, within, overdueType } as const;
      return post === null ? out : { ...out, post };
    }
    case 'DisclosureAcknowledged': {
      const { itemId, recipient, by, at } = event.data;
      return { cause: 'acknowledged', itemId, recipient, by, at };
    }
    default:
      return itemClock(recorded);
  }
};

/** What holders of an item are told about it later, and what it is called when they do not answer (domain reference 4.6). */
const NOTICES: Record<string, OverdueType> = {
  'prison-intelligence.correction.v1': 'CorrectionOverdue',
  'prison-intelligence.withdrawal.v1': 'WithdrawalOverdue',
};
/** Of what left before the instruments of its item were asked. */
const NOTICE_WITHIN = 'PT72H';

const alertTerms = ({ unit, priority, ackWithin, validUntil, subjects }: AlertRecord, itemId: string) => ({
  itemId,
  product: ALERT_PRODUCT,
  unit,
  urgency: priority,
  within: ackWithin,
  until: validUntil,
  overdueType: 'IntelligenceAlertEscalated' as const,
  subjects: { ids: subjects.map(({ subjectId }) => subjectId) },
});
