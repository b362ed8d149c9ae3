// Every type of event in the store of this service. A type that was ever written stays here.
import { consentRequestEventTypes } from '@gatehouse/consent';
import { escalationEventTypes } from '@gatehouse/escalation';
import type { EventTypes } from '@gatehouse/event-store';
import { emergencyAccessEventTypes, receivedItemEventTypes, receivedStatusEventTypes } from '@gatehouse/inbox';
import { noticeEventTypes, performanceEventTypes } from '@gatehouse/liaison';
import { personnelEventTypes } from '@gatehouse/personnel';
import { sharingEventTypes } from '@gatehouse/sharing';
import { policeIntelligenceEventTypes } from './police-intelligence/police-intelligence.events.ts';

export const eventTypes: readonly EventTypes[] = [
  ...sharingEventTypes,
  ...escalationEventTypes,
  noticeEventTypes,
  performanceEventTypes,
  personnelEventTypes,
  receivedItemEventTypes,
  receivedStatusEventTypes,
  emergencyAccessEventTypes,
  policeIntelligenceEventTypes,
  consentRequestEventTypes,
];
