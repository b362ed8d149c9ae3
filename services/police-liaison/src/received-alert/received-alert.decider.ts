// When may a received alert be acknowledged? Once, by a named person; saying it again changes nothing. No I/O, no clock.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type {
  IntelligenceAlertAcknowledged,
  IntelligenceAlertReceived,
  ReceivedAlertEvent,
} from './received-alert.events.ts';

export type ReceivedAlertCommand = { type: 'AcknowledgeAlert'; data: IntelligenceAlertAcknowledged['data'] };

export type ReceivedAlertRefusal = 'alert-not-received';

export type ReceivedAlert =
  | { status: 'none' }
  | { status: 'received'; held: IntelligenceAlertReceived['data'] }
  | { status: 'acknowledged'; held: IntelligenceAlertReceived['data']; by: string; at: string };

const decide = (
  command: ReceivedAlertCommand,
  alert: ReceivedAlert,
): Decision<ReceivedAlertEvent, ReceivedAlertRefusal> => {
  switch (command.type) {
    case 'AcknowledgeAlert':
      if (alert.status === 'none') return refuse('alert-not-received');
      // The clock stopped with the first acknowledgement; whoever repeats it is told who that was.
      if (alert.status === 'acknowledged') return accept<ReceivedAlertEvent>();
      return accept<ReceivedAlertEvent>({ type: 'IntelligenceAlertAcknowledged', data: command.data });
    default:
      return unreachable(command.type);
  }
};

const evolve = (alert: ReceivedAlert, event: ReceivedAlertEvent): ReceivedAlert => {
  switch (event.type) {
    case 'IntelligenceAlertReceived':
      return { status: 'received', held: event.data };
    case 'IntelligenceAlertAcknowledged':
      return alert.status === 'none'
        ? alert
        : { status: 'acknowledged', held: alert.held, by: event.data.by, at: event.data.at };
    default:
      return unreachable(event);
  }
};

export const receivedAlertDecider: Decider<
  ReceivedAlertCommand,
  ReceivedAlert,
  ReceivedAlertEvent,
  ReceivedAlertRefusal
> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
