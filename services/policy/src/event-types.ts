// Every type of event in the store of this service. A type that was ever written stays here.
import type { EventTypes } from '@gatehouse/event-store';
import { sharingEventTypes } from '@gatehouse/sharing';
import { breachEventTypes } from './breach/breach.events.ts';
import { cutOffEventTypes } from './cut-off/cut-off.events.ts';
import { instrumentEventTypes } from './instrument/instrument.events.ts';
import { partyEventTypes } from './party/party.events.ts';
import { performanceReportEventTypes } from './performance/performance.events.ts';
import { workingGroupEventTypes } from './working-group/working-group.events.ts';

export const eventTypes: readonly EventTypes[] = [
  ...sharingEventTypes,
  partyEventTypes,
  instrumentEventTypes,
  breachEventTypes,
  cutOffEventTypes,
  workingGroupEventTypes,
  performanceReportEventTypes,
];
