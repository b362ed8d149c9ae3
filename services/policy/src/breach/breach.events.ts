// What happened in a breach, in words: they may be about people, so they stand under a key of their own, apart from the life of the instrument.
import { sealed, type EventTypes } from '@gatehouse/event-store';

export interface BreachDescribed {
  type: 'BreachDescribed';
  data: { breachId: string; instrumentId: string; at: string; whatHappened: string };
}

export const breachEventTypes = {
  BreachDescribed: sealed({ clear: ['breachId', 'instrumentId', 'at'] }),
} satisfies EventTypes<BreachDescribed>;

export const breachStream = (breachId: string): string => `breach-${breachId}`;
