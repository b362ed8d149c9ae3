// Writes the samples of what no journey plays: commands decided by the product's own deciders, on what the samples of their streams
// say. A sample that is there already stays.
//   node --import ./start/typescript-loader.mjs tests/golden-events/write-decided.ts
import type { Decider, DomainEvent } from '@gatehouse/event-store';
import type { MessageParked } from '../../libs/sharing/src/parked/parked-message.events.ts';
import { clockDecider } from '../../libs/escalation/src/acknowledgement-clock/acknowledgement-clock.decider.ts';
import type { ClockEvent } from '../../libs/escalation/src/acknowledgement-clock/acknowledgement-clock.events.ts';
import { dutyRotaDecider } from '../../libs/escalation/src/duty-rota/duty-rota.decider.ts';
import type { DutyPlanned, DutyRotaEvent } from '../../libs/escalation/src/duty-rota/duty-rota.events.ts';
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
import { sourceDecider } from '../../services/source-registry/src/source/source.decider.ts';
import type { SourceEvent, SourceRegistered } from '../../services/source-registry/src/source/source.events.ts';
import { keepSample, readSample, sampleFile, sampleFiles, type Sample } from './sample.ts';

const CORRELATION = '5d0b6c0a-2f58-4a8e-9d0e-0c6f4d1f7a11';
const HOUR_MS = 3_600_000;

const given = <E extends DomainEvent>(type: E['type']): E & Pick<Sample, 'streamId' | 'recordedAt'> =>
  readSample(sampleFile({ type, typeVersion: 1 })) as unknown as E & Pick<Sample, 'streamId' | 'recordedAt'>;

const after = (instant: string, hours: number): string => new Date(Date.parse(instant) + hours * HOUR_MS).toISOString();

const keep = (streamId: string, recordedAt: string, event: DomainEvent): void => {
  const sample: Sample = {
    type: event.type,
    typeVersion: 1,
    streamId,
    data: event.data,
    metadata: { correlationId: CORRELATION },
    occurredAt: recordedAt,
    recordedAt,
  };
  if (!sampleFiles().includes(sampleFile(sample))) keepSample(sample);
};

const decided = <C, S, E extends DomainEvent, R extends string>(
  { initial, evolve, decide }: Decider<C, S, E, R>,
  history: E[],
  command: C,
): E[] => {
  const decision = decide(command, history.reduce(evolve, initial()));
  if (decision.outcome === 'refused') throw new Error(`refused: ${decision.refusal}`);
  return decision.events;
};

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
  for (const overdueType of ['WithdrawalOverdue', 'CorrectionOverdue', 'AcknowledgementOverdue'] as const) {
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
    acquitted: { case: 'KZ-2026-114', final: true, at: '2026-11-19' },
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

for (const write of [dutyRota, clock, alert, others, parkedAndSource]) write();
