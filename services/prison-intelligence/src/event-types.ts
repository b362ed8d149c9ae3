// Every type of event in the store of this service. A type that was ever written stays here.
import { consentRequestEventTypes } from '@gatehouse/consent';
import { escalationEventTypes } from '@gatehouse/escalation';
import type { EventTypes } from '@gatehouse/event-store';
import { emergencyAccessEventTypes, receivedItemEventTypes, receivedStatusEventTypes } from '@gatehouse/inbox';
import { noticeEventTypes, performanceEventTypes } from '@gatehouse/liaison';
import { personnelEventTypes } from '@gatehouse/personnel';
import { sharingEventTypes } from '@gatehouse/sharing';
import { alertEventTypes } from './intelligence-alert/intelligence-alert.events.ts';
import { reportEventTypes } from './intelligence-report/intelligence-report.events.ts';
import { requirementEventTypes } from './intelligence-requirement/intelligence-requirement.events.ts';
import { itemFeedbackEventTypes } from './item-feedback/item-feedback.events.ts';
import { proposalEventTypes } from './regrade-proposal/regrade-proposal.events.ts';
import { importEventTypes } from './report-import/report-import.events.ts';
import { observationEventTypes } from './security-information-report/security-information-report.events.ts';
import { subjectEventTypes } from './subject/subject.events.ts';

export const eventTypes: readonly EventTypes[] = [
  ...sharingEventTypes,
  ...escalationEventTypes,
  noticeEventTypes,
  performanceEventTypes,
  personnelEventTypes,
  receivedItemEventTypes,
  receivedStatusEventTypes,
  emergencyAccessEventTypes,
  observationEventTypes,
  importEventTypes,
  reportEventTypes,
  alertEventTypes,
  requirementEventTypes,
  itemFeedbackEventTypes,
  proposalEventTypes,
  consentRequestEventTypes,
  subjectEventTypes,
];
