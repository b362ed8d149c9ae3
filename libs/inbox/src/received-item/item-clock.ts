// What has to be acknowledged here, and what counts as an acknowledgement: pure, the only place that says so.
import { agreedPeriod, type Acknowledgeable, type ToClock, type Urgency } from '@gatehouse/escalation';
import type { Envelope } from '@gatehouse/sharing';
import { emergencyClock } from '../emergency-access/emergency-clock.ts';
import type { ReceivedItemEvent } from './received-item.events.ts';

export const itemClock: ToClock = (recorded) => {
  const { type, data } = recorded;
  const event = { type, data } as ReceivedItemEvent;
  switch (event.type) {
    case 'ItemReceived': {
      const of = acknowledgeable(event.data.envelope);
      return of && { cause: 'arrived', of };
    }
    // Nobody has to acknowledge what is over, or what nobody may open any more.
    case 'ItemCleared':
    case 'ItemWithdrawn': {
      const { itemId, originator, at } = event.data;
      return { cause: 'ended', itemId, recipient: null, by: null, at, originator };
    }
    case 'ItemAcknowledged': {
      const { itemId, by, at } = event.data;
      return { cause: 'acknowledged', itemId, recipient: null, by, at };
    }
    default:
      return emergencyClock(recorded);
  }
};

const ALERT = 'prison-intelligence.intelligence-alert.v1';

/** null for an item that nobody has to acknowledge. */
const acknowledgeable = (envelope: Envelope): Acknowledgeable | null => {
  const { ackWithin, validUntil } = (envelope.payload ?? {}) as { ackWithin?: unknown; validUntil?: unknown };
  const within = typeof ackWithin === 'string' ? ackWithin : agreedPeriod(envelope.obligations);
  // An alert is acknowledged whatever was left out of it: without a period of its own the clock takes that of its urgency.
  if (within === null && envelope.product !== ALERT) return null;
  return {
    itemId: envelope.itemId,
    product: envelope.product,
    unit: null,
    originator: envelope.originator,
    urgency: urgencyOf(envelope.priority),
    within: within ?? '',
    until: typeof validUntil === 'string' ? validUntil : null,
    overdueType: OVERDUE[envelope.product] ?? 'AcknowledgementOverdue',
    subjects: { refs: envelope.subjects.map(({ auditRef }) => auditRef) },
  };
};

const OVERDUE: Record<string, Acknowledgeable['overdueType']> = {
  [ALERT]: 'IntelligenceAlertEscalated',
  'prison-intelligence.correction.v1': 'CorrectionOverdue',
  'prison-intelligence.withdrawal.v1': 'WithdrawalOverdue',
};

/** What cannot be read is urgent: silence costs more than a call too many. */
const urgencyOf = (priority: string): Urgency =>
  priority === 'ROUTINE' || priority === 'PRIORITY' ? priority : 'IMMEDIATE';
