// Which decider folds which events: the streams of the product.
import type { Decider, DomainEvent, EventTypes } from '@gatehouse/event-store';
import { clockDecider } from '../../libs/escalation/src/acknowledgement-clock/acknowledgement-clock.decider.ts';
import { clockEventTypes } from '../../libs/escalation/src/acknowledgement-clock/acknowledgement-clock.events.ts';
import { dutyRotaDecider } from '../../libs/escalation/src/duty-rota/duty-rota.decider.ts';
import { dutyRotaEventTypes } from '../../libs/escalation/src/duty-rota/duty-rota.events.ts';
import { emergencyAccessDecider } from '../../libs/inbox/src/emergency-access/emergency-access.decider.ts';
import { emergencyAccessEventTypes } from '../../libs/inbox/src/emergency-access/emergency-access.events.ts';
import { receivedItemDecider } from '../../libs/inbox/src/received-item/received-item.decider.ts';
import { receivedItemEventTypes } from '../../libs/inbox/src/received-item/received-item.events.ts';
import { performanceDecider } from '../../libs/liaison/src/performance/performance.decider.ts';
import { performanceEventTypes } from '../../libs/liaison/src/performance/performance.events.ts';
import { personnelDecider } from '../../libs/personnel/src/personnel.decider.ts';
import { personnelEventTypes } from '../../libs/personnel/src/personnel.events.ts';
import { parkedMessageDecider } from '../../libs/sharing/src/parked/parked-message.decider.ts';
import { parkedMessageEventTypes } from '../../libs/sharing/src/parked/parked-message.events.ts';
import { policeIntelligenceDecider } from '../../services/police-liaison/src/police-intelligence/police-intelligence.decider.ts';
import { policeIntelligenceEventTypes } from '../../services/police-liaison/src/police-intelligence/police-intelligence.events.ts';
import { cutOffDecider } from '../../services/policy/src/cut-off/cut-off.decider.ts';
import { cutOffEventTypes } from '../../services/policy/src/cut-off/cut-off.events.ts';
import { instrumentDecider } from '../../services/policy/src/instrument/instrument.decider.ts';
import { instrumentEventTypes } from '../../services/policy/src/instrument/instrument.events.ts';
import { partyDecider } from '../../services/policy/src/party/party.decider.ts';
import { partyEventTypes } from '../../services/policy/src/party/party.events.ts';
import { workingGroupDecider } from '../../services/policy/src/working-group/working-group.decider.ts';
import { workingGroupEventTypes } from '../../services/policy/src/working-group/working-group.events.ts';
import { alertDecider } from '../../services/prison-intelligence/src/intelligence-alert/intelligence-alert.decider.ts';
import { alertEventTypes } from '../../services/prison-intelligence/src/intelligence-alert/intelligence-alert.events.ts';
import { reportDecider } from '../../services/prison-intelligence/src/intelligence-report/intelligence-report.decider.ts';
import { reportEventTypes } from '../../services/prison-intelligence/src/intelligence-report/intelligence-report.events.ts';
import { requirementDecider } from '../../services/prison-intelligence/src/intelligence-requirement/intelligence-requirement.decider.ts';
import { requirementEventTypes } from '../../services/prison-intelligence/src/intelligence-requirement/intelligence-requirement.events.ts';
import { proposalDecider } from '../../services/prison-intelligence/src/regrade-proposal/regrade-proposal.decider.ts';
import { proposalEventTypes } from '../../services/prison-intelligence/src/regrade-proposal/regrade-proposal.events.ts';
import { importDecider } from '../../services/prison-intelligence/src/report-import/report-import.decider.ts';
import { importEventTypes } from '../../services/prison-intelligence/src/report-import/report-import.events.ts';
import { observationDecider } from '../../services/prison-intelligence/src/security-information-report/security-information-report.decider.ts';
import { observationEventTypes } from '../../services/prison-intelligence/src/security-information-report/security-information-report.events.ts';
import { subjectDecider } from '../../services/prison-intelligence/src/subject/subject.decider.ts';
import { subjectEventTypes } from '../../services/prison-intelligence/src/subject/subject.events.ts';
import { sourceDecider } from '../../services/source-registry/src/source/source.decider.ts';
import { sourceEventTypes } from '../../services/source-registry/src/source/source.events.ts';

export interface Fold {
  initial: () => unknown;
  evolve: (state: unknown, event: DomainEvent) => unknown;
  /** in the order of the union, whose first begins a stream */
  types: string[];
}

const fold = <S, E extends DomainEvent>(
  { initial, evolve }: Pick<Decider<never, S, E, never>, 'initial' | 'evolve'>,
  types: EventTypes<E>,
): Fold => ({ initial, evolve: (state, event) => evolve(state as S, event as E), types: Object.keys(types) });

/** Streams nobody decides on have none: the ledger, and what came from others as a foreign fact. */
export const FOLDS: Record<string, Fold> = {
  'acknowledgement clock': fold(clockDecider, clockEventTypes),
  'duty rota': fold(dutyRotaDecider, dutyRotaEventTypes),
  'received item': fold(receivedItemDecider, receivedItemEventTypes),
  'emergency access': fold(emergencyAccessDecider, emergencyAccessEventTypes),
  personnel: fold(personnelDecider, personnelEventTypes),
  'parked message': fold(parkedMessageDecider, parkedMessageEventTypes),
  'police intelligence': fold(policeIntelligenceDecider, policeIntelligenceEventTypes),
  alert: fold(alertDecider, alertEventTypes),
  report: fold(reportDecider, reportEventTypes),
  requirement: fold(requirementDecider, requirementEventTypes),
  'regrade proposal': fold(proposalDecider, proposalEventTypes),
  'report import': fold(importDecider, importEventTypes),
  observation: fold(observationDecider, observationEventTypes),
  subject: fold(subjectDecider, subjectEventTypes),
  source: fold(sourceDecider, sourceEventTypes),
  party: fold(partyDecider, partyEventTypes),
  instrument: fold(instrumentDecider, instrumentEventTypes),
  'cut-off': fold(cutOffDecider, cutOffEventTypes),
  'working group': fold(workingGroupDecider, workingGroupEventTypes),
  'performance reports': fold(performanceDecider, performanceEventTypes),
};
