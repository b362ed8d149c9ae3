export type {
  ClockEvent,
  ClockTerms,
  DeadlinePassed,
  OverdueType,
  Side,
  Urgency,
} from './acknowledgement-clock/acknowledgement-clock.events.ts';
export { clockStream } from './acknowledgement-clock/acknowledgement-clock.events.ts';
export {
  agreedPeriod,
  type Acknowledgeable,
  type ClockCause,
  type ToClock,
} from './acknowledgement-clock/clock-cause.ts';
export { loadDutyRota } from './duty-rota/load-duty-rota.ts';
export { editDutyRota } from './duty-rota/duty-rota.commands.ts';
export type { DutyRotaCommand } from './duty-rota/duty-rota.decider.ts';
export type { Contact, Duty, LinePost, OnCall } from './duty-rota/duty-rota.events.ts';
export { DutyRotaModule } from './duty-rota/duty-rota.module.ts';
export { Escalation, type EscalationOptions } from './escalation.ts';
export { escalationEventTypes } from './event-types.ts';
export { escalationMigrations, escalationRebased } from './migrations.ts';
export { NO_CHANNELS, type NoticeSettings } from './notices/settings.ts';
