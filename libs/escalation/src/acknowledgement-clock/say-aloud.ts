// What happens to a clock is audited with it, and what a person has to hear of is an alarm.
import { record, type AuditEvent } from '@gatehouse/audit-trail';
import { auditRecord, type Agency } from '@gatehouse/sharing';
import type { RecordedEvent } from '@gatehouse/event-store';
import type pg from 'pg';
import type { ClockEvent } from './acknowledgement-clock.events.ts';
import type { ClockRow } from './clock-row.ts';

/** Writes the audit rows of these events with the caller's transaction, and raises the alarms they mean. */
export const sayAloud = async (
  agency: Agency,
  client: pg.ClientBase,
  clock: ClockRow,
  events: RecordedEvent<ClockEvent>[],
  correlationId: string,
): Promise<void> => {
  for (const event of events) {
    const said = saidOf({ type: event.type, data: event.data } as ClockEvent);
    if (said === null) continue;
    await record(client, auditRecord(agency, { ...clockRecord(clock, said), correlationId }));
    if (said.alarm) agency.alarm(said.alarm, { step: said.step });
  }
};

interface Said {
  event: AuditEvent;
  /** the rung, or the event that says a deadline passed */
  action: string;
  alarm: string | null;
  step: number | null;
}

const saidOf = (event: ClockEvent): Said | null => {
  switch (event.type) {
    case 'DutyHolderCalled':
      return { event: 'duty-called', action: event.data.level, alarm: null, step: event.data.step };
    case 'NobodyToCall':
      return { event: 'nobody-on-duty', action: event.data.level, alarm: 'NOBODY_ON_DUTY', step: event.data.step };
    case 'IntelligenceAlertEscalated':
    case 'CorrectionOverdue':
    case 'WithdrawalOverdue':
    case 'AcknowledgementOverdue':
    case 'EmergencyReviewOverdue':
      return { event: 'escalated', action: event.type, alarm: 'ACKNOWLEDGEMENT_OVERDUE', step: null };
    default:
      return null;
  }
};

/** What every audit row about a clock has in common. */
export const clockRecord = (
  { itemId, product, auditSubjects, recipient }: ClockRow,
  { event, action }: Pick<Said, 'event' | 'action'>,
): Parameters<typeof auditRecord>[1] => ({
  event,
  operation: 'alteration',
  action,
  item: { id: itemId, product },
  subjects: auditSubjects,
  ...(recipient === null ? {} : { recipient }),
});
