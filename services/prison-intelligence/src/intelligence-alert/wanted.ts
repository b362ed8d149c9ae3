// What the words of a body come to: the alert somebody wants to raise, with what the type and the caller add.
import type { Agency, Asked } from '@gatehouse/sharing';
import { timesOf } from './alert-types.ts';
import type { Wanted } from './raise-rules.ts';

export type FromBody = Omit<Wanted, 'alertId' | 'ackWithin' | 'unit' | 'by' | 'at'>;

/** @throws TerminalFault for a type that stands in no list */
export const wantedBy = (agency: Agency, asked: Asked, alert: FromBody, alertId: string): Wanted => ({
  ...alert,
  alertId,
  ackWithin: timesOf(alert.alertType).ackWithin,
  unit: asked.caller.unit,
  by: asked.caller.person,
  at: agency.clock.now().toISOString(),
});
