// Writes the samples of what no journey plays: commands decided by the product's own deciders, on what the samples of their streams
// say. A sample that is there already stays.
//   node --import ./start/typescript-loader.mjs tests/golden-events/write-decided.ts
import type { MessageParked } from '../../libs/sharing/src/parked/parked-message.events.ts';
import { clockDecider } from '../../libs/escalation/src/acknowledgement-clock/acknowledgement-clock.decider.ts';
import type { ClockEvent } from '../../libs/escalation/src/acknowledgement-clock/acknowledgement-clock.events.ts';
import { dutyRotaDecider } from '../../libs/escalation/src/duty-rota/duty-rota.decider.ts';
import type { DutyPlanned, DutyRotaEvent } from '../../libs/escalation/src/duty-rota/duty-rota.events.ts';
import type { ItemReceived } from '../../libs/inbox/src/received-item/received-item.events.ts';
import {
  emergencyAccessDecider,
  type EmergencyAccessCommand,
} from '../../libs/inbox/src/emergency-access/emergency-access.decider.ts';
import { emergencyAccessStream } from '../../libs/inbox/src/emergency-access/emergency-access.events.ts';
import { alertDecider } from '../../services/prison-intelligence/src/intelligence-alert/intelligence-alert.decider.ts';
import type {
  AlertEvent,
  IntelligenceAlertRaised,
  IntelligenceAlertRenewed,
} from '../../services/prison-intelligence/src/intelligence-alert/intelligence-alert.events.ts';
import { requirementDecider } from '../../services/prison-intelligence/src/intelligence-requirement/intelligence-requirement.decider.ts';
import type { RequirementEvent } from '../../services/prison-intelligence/src/intelligence-requirement/intelligence-requirement.events.ts';
import { proposalDecider } from '../../services/prison-intelligence/src/regrade-proposal/regrade-proposal.decider.ts';
import type {
  ProposalEvent,
  RegradeProposed,
} from '../../services/prison-intelligence/src/regrade-proposal/regrade-proposal.events.ts';
import { subjectDecider } from '../../services/prison-intelligence/src/subject/subject.decider.ts';
import type { SubjectEvent } from '../../services/prison-intelligence/src/subject/subject.events.ts';
import { cutOffDecider, type CutOffCommand } from '../../services/policy/src/cut-off/cut-off.decider.ts';
import { cutOffStream, type CutOffEvent } from '../../services/policy/src/cut-off/cut-off.events.ts';
import { sourceDecider } from '../../services/source-registry/src/source/source.decider.ts';
import type { SourceEvent, SourceRegistered } from '../../services/source-registry/src/source/source.events.ts';
import { after, decided, given, keep } from './keep-decided.ts';

const dutyRota = (): void => {
  const planned = given<DutyPlanned>('DutyPlanned');
  const { unit, dutyId, from, until, holder, by } = planned.data;
  const later = after(from, 24);
  const handOver = { unit, dutyId, nextDutyId: 'next', from: later, holder, deputies: [], by, at: after(from, 1) };
  const [handedOver] = decided(dutyRotaDecider, [planned], { type: 'HandOverDuty', data: handOver });
  keep(planned.streamId, handOver.at, handedOver!);
  const ahead: DutyRotaEvent = {
    type: 'DutyPlanned',
    data: { ...planned.data, dutyId: 'ahead', from: until, until: after(until, 8) },
  };
  const withdrawal = { unit, dutyId: 'ahead', by, at: after(from, 2) };
  const [withdrawn] = decided(dutyRotaDecider, [planned, ahead], { type: 'WithdrawDuty', data: withdrawal });
  keep(planned.streamId, withdrawal.at, withdrawn!);
};

const clock = (): void => {
  const begun = given<Extract<ClockEvent, { type: 'AcknowledgementClockStarted' }>>('AcknowledgementClockStarted');
  const people = ['po-aidos'];
  const callable = {
    duty: people,
    deputies: people,
    'first-above': people,
    'further-above': people,
    everybody: people,
  };
  const called = decided(clockDecider, [begun], {
    type: 'CallWhoIsDue',
    data: { at: begun.data.startedAt, callable },
  });
  const at = after(begun.data.startedAt, 1);
  const [undelivered] = decided(clockDecider, [begun, ...called], {
    type: 'ReportUndelivered',
    data: { step: 0, at },
  });
  keep(begun.streamId, at, undelivered!);
  for (const overdueType of [
    'WithdrawalOverdue',
    'CorrectionOverdue',
    'AcknowledgementOverdue',
    'EmergencyReviewOverdue',
  ] as const) {
    const other: ClockEvent = { type: begun.type, data: { ...begun.data, overdueType } };
    const late = after(begun.data.deadline, 1);
    const all = decided(clockDecider, [other], { type: 'CallWhoIsDue', data: { at: late, callable } });
    keep(
      begun.streamId,
      late,
      all.find(({ type }) => type === overdueType)!,
    );
  }
};

const alert = (): void => {
  const raised = given<IntelligenceAlertRaised>('IntelligenceAlertRaised');
  const { alertId, unit, at } = raised.data;
  const by = { alertId, by: 'pi-bolat', unit };
  const acknowledge = { type: 'AcknowledgeAlert', data: { ...by, at: after(at, 1) } } as const;
  const acknowledged: AlertEvent[] = decided(alertDecider, [raised], acknowledge);
  const action = { ...by, at: after(at, 2), whatWasDone: 'Moved to another wing.' };
  const [actioned] = decided(alertDecider, [raised, ...acknowledged], { type: 'ActOnAlert', data: action });
  keep(raised.streamId, action.at, actioned!);
  const renewed: IntelligenceAlertRenewed = {
    type: 'IntelligenceAlertRenewed',
    data: {
      ...raised.data,
      alertType: 'THREAT_TO_LIFE',
      itemId: '0f9f2f3e-6a11-4c64-9a55-2d0c6f4b8a21',
      reason: 'The danger goes on.',
      validUntil: after(raised.data.validUntil, 24),
      at: after(at, 3),
    },
  };
  keep(raised.streamId, renewed.data.at, renewed);
};

const others = (): void => {
  const issued = given<Extract<RequirementEvent, { type: 'IntelligenceRequirementIssued' }>>(
    'IntelligenceRequirementIssued',
  );
  const { requirementId, by, at } = issued.data;
  const closing = { requirementId, outcome: 'ANSWERED', reason: 'A report says it.', by, at: after(at, 5) } as const;
  keep(
    issued.streamId,
    closing.at,
    decided(requirementDecider, [issued], { type: 'CloseRequirement', data: closing })[0]!,
  );

  const proposed = given<RegradeProposed>('RegradeProposed');
  const decline = { feedbackId: proposed.data.feedbackId, reason: 'The source was heard again.', by, at: after(at, 6) };
  const [declined]: ProposalEvent[] = decided(proposalDecider, [proposed], {
    type: 'DeclineRegrade',
    data: decline,
    beneath: [],
    notIndependent: null,
  });
  keep(proposed.streamId, decline.at, declined!);

  const subjectId = '7c5c2f7e-94a5-4bb4-8a7c-3a0a4a2f9c55';
  const status: SubjectEvent['data'] = {
    subjectId,
    category: 'CONVICTED',
    cases: ['KZ-2026-114'],
    juvenile: { age: 17, atConduct: true },
    sealedSince: '2026-11-20',
    limitedTo: ['governor'],
    acquitted: [{ case: 'KZ-2026-114', final: true, at: '2026-11-19' }],
    consents: [{ for: 'RESETTLEMENT', from: '2026-01-01', until: null }],
    by,
    at,
  };
  keep(`subject-${subjectId}`, at, decided(subjectDecider, [], { type: 'AttestSubjectStatus', data: status })[0]!);
};

const parkedAndSource = (): void => {
  const parked = given<MessageParked>('MessageParked');
  const { parkedId } = parked.data;
  // Not decided: that trying again succeeded is what happened.
  keep(parked.streamId, after(parked.data.at, 1), {
    type: 'ParkedMessageAccepted',
    data: { parkedId, at: after(parked.data.at, 1) },
  });

  const registered = given<SourceRegistered>('SourceRegistered');
  const { sourceId, by, at, risk } = registered.data;
  const judged = { ...risk, assessmentId: '1b7b8f0e-1f5d-4f0e-8f6c-6a6f3b8f2c10', level: 'MEDIUM' as const };
  const assessed: SourceEvent[] = decided(sourceDecider, [registered], {
    type: 'AssessSourceRisk',
    data: { sourceId, by, at: after(at, 7), risk: judged },
  });
  keep(registered.streamId, after(at, 7), assessed[0]!);
};

const emergency = (): void => {
  const { envelope } = given<ItemReceived>('ItemReceived').data;
  const { itemId, product, originator, subjects } = envelope;
  const [person, at, accessId] = ['po-ermek', '2026-11-22T21:10:00.000Z', '9d0f4b7c-1c52-4f35-8a5e-6b0d3a1f2c77'];
  const streamId = emergencyAccessStream(itemId, person);
  const declared = {
    whoAtRisk: 'A man on landing 2 (invented)',
    bySubject: 'Another of the same landing (invented)',
    where: 'Block C (invented)',
    when: after(at, 7),
    nature: 'A plan to kill before the morning count.',
    dutyContact: '+7 000 000 02 02 (invented)',
  };
  const [until, reviewBy] = [after(at, 4), after(at, 72)];
  const agreed = { noticeWithin: 'PT1M', reviewers: 2 };
  const posts = { unit: 'almaty-duty-desk', supervisedBy: 'almaty-duty-desk', line: ['po-bakyt'] };
  const terms = { product, originator, subjects, agreements: ['kz-threat-to-life@1'], until, reviewBy, ...agreed };
  const about = { accessId, itemId, person, at, declared };
  const history = decided(emergencyAccessDecider, [], {
    type: 'UseEmergencyAccess',
    data: { ...about, ...posts, ...terms },
  });
  const go = (command: EmergencyAccessCommand): void =>
    void history.push(...decided(emergencyAccessDecider, history, command));
  const exceeded = { itemId, person, fields: ['sourceNote'], at: after(at, 1) };
  go({ type: 'ReportScopeExceeded', data: exceeded });
  const found = { accessId, verdict: 'JUSTIFIED', reason: 'The danger was real and near.' } as const;
  const [first, second] = [
    { by: 'po-saltanat', unit: 'police-data-protection', at: after(at, 20) },
    { by: 'po-kairat', unit: 'police-inspectorate', at: after(at, 30) },
  ];
  go({ type: 'ReviewEmergencyAccess', data: { ...found, ...first! }, isConcerned: false });
  go({ type: 'ReviewEmergencyAccess', data: { ...found, ...second! }, isConcerned: false });
  for (const event of history) keep(streamId, event.data.at, event);
};

const cutOff = (): void => {
  const [instrumentId, bundleVersion, at] = ['kz-prisons-police', 1795402800000, '2026-11-23T03:00:00.000Z'];
  const which = { instrumentId, bundleVersion, by: { agency: 'gatehouse-policy', person: null } };
  const services = ['prison-intelligence', 'police-liaison'];
  const leaseUntil = '2026-11-23T03:20:01.000Z';
  const steps = { steps: ['MouSuspended'], suspensions: ['851b3b1b-68d2-4781-9370-0fb605af7a7d'] };
  const history: CutOffEvent[] = [];
  const go = (command: CutOffCommand): void => void history.push(...decided(cutOffDecider, history, command));
  go({ type: 'BeginCutOff', data: { ...which, at, ...steps, services, leaseUntil } });
  const said = { service: services[0]!, appliedVersion: bundleVersion, appliedAt: at, jws: 'eyJ.eyJ.sig' };
  go({ type: 'AcknowledgeCutOff', data: { ...which, at, ...said, by: { agency: 'kz-prison-service', person: null } } });
  go({ type: 'NoteAcknowledgementLate', data: { ...which, at: '2026-11-23T03:00:10.000Z', service: services[1]! } });
  go({ type: 'ExpireLease', data: { ...which, at: leaseUntil, service: services[1]! } });
  for (const event of history) keep(cutOffStream(instrumentId, bundleVersion), event.data.at, event);
};

for (const write of [dutyRota, clock, alert, others, parkedAndSource, emergency, cutOff]) write();
