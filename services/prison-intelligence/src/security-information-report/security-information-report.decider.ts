// From submission to closing. No I/O, no clock, no ids: who may see it is known from the state and the command alone.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type {
  ObservationEvent,
  SecurityInformationReportClosed,
  SecurityInformationReportRegistered,
  SecurityInformationReportReturnedForQuality,
  SecurityInformationReportSubmitted,
} from './security-information-report.events.ts';

type Submitted = SecurityInformationReportSubmitted['data'];

interface InPrison {
  /** the prison of whoever acts: nobody works on another prison's reports */
  prison: string | null;
}

export interface SubmitObservation {
  type: 'SubmitObservation';
  data: Omit<Submitted, 'prison' | 'revision'> & InPrison;
}

export type ObservationCommand =
  | SubmitObservation
  | { type: 'ResubmitObservation'; data: SubmitObservation['data'] }
  | ({
      type: 'RegisterObservation';
      data: SecurityInformationReportRegistered['data'];
      /** what it is a duplicate of stands here, in the same prison */
      duplicateKnown: boolean;
    } & InPrison)
  | ({ type: 'ReturnObservation'; data: SecurityInformationReportReturnedForQuality['data'] } & InPrison)
  | ({
      type: 'CloseObservation';
      data: SecurityInformationReportClosed['data'];
      duplicateKnown: boolean;
    } & InPrison);

export type ObservationRefusal =
  | 'sir-exists'
  | 'sir-unknown'
  | 'submitter-without-prison'
  | 'instant-in-the-future'
  | 'written-before-observed'
  | 'sir-not-returned'
  | 'sir-not-submitted'
  | 'sir-not-registered'
  | 'sir-closed'
  | 'duplicate-unknown'
  | 'duplicate-not-named'
  | 'evaluated-without-report';

export interface KnownObservation {
  status: 'submitted' | 'registered' | 'returned' | 'closed';
  submitted: Submitted;
  /** when it first reached the service: its times run from there, however often it came back */
  firstReceivedAt: string;
  duplicateOf: string | null;
  returnedFor: string | null;
  closed: SecurityInformationReportClosed['data'] | null;
}

export type Observation = { status: 'none' } | KnownObservation;

const decide = (
  command: ObservationCommand,
  observation: Observation,
): Decision<ObservationEvent, ObservationRefusal> => {
  if (command.type === 'SubmitObservation')
    return observation.status === 'none' ? submit(command.data, 1) : refuse('sir-exists');
  if (observation.status === 'none' || !mayAct(command, observation)) return refuse('sir-unknown');
  if (observation.status === 'closed') return refuse('sir-closed');
  switch (command.type) {
    case 'ResubmitObservation':
      if (observation.status !== 'returned') return refuse('sir-not-returned');
      return submit(command.data, observation.submitted.revision + 1);
    case 'RegisterObservation':
      if (observation.status !== 'submitted') return refuse('sir-not-submitted');
      if (!namesKnown(command.data.duplicateOf, command)) return refuse('duplicate-unknown');
      return accept<ObservationEvent>({ type: 'SecurityInformationReportRegistered', data: command.data });
    case 'ReturnObservation':
      if (observation.status === 'returned') return refuse('sir-not-submitted');
      return accept<ObservationEvent>({ type: 'SecurityInformationReportReturnedForQuality', data: command.data });
    case 'CloseObservation':
      return close(command, observation);
    default:
      return unreachable(command);
  }
};

/** The submitter improves his own; collator and analyst work on those of their prison that are not about themselves. */
const mayAct = (command: Exclude<ObservationCommand, SubmitObservation>, known: KnownObservation): boolean =>
  command.type === 'ResubmitObservation'
    ? known.submitted.submittedBy === command.data.submittedBy
    : mayRead(known, command.prison, command.data.by);

/** Whether somebody of the intelligence unit of a prison may know that this report exists. */
export const mayRead = ({ submitted }: KnownObservation, prison: string | null, person: string): boolean =>
  submitted.prison === prison && !submitted.subjects.some(({ ref }) => ref === person);

const submit = (data: SubmitObservation['data'], revision: number): Decision<ObservationEvent, ObservationRefusal> => {
  const { prison, ...observed } = data;
  if (prison === null) return refuse('submitter-without-prison');
  if (observed.observedAt > observed.receivedAt || observed.writtenAt > observed.receivedAt)
    return refuse('instant-in-the-future');
  if (observed.writtenAt < observed.observedAt) return refuse('written-before-observed');
  return accept<ObservationEvent>({
    type: 'SecurityInformationReportSubmitted',
    data: { ...observed, prison, revision },
  });
};

const namesKnown = (duplicateOf: string | null, { duplicateKnown }: { duplicateKnown: boolean }): boolean =>
  duplicateOf === null || duplicateKnown;

const close = (
  command: Extract<ObservationCommand, { type: 'CloseObservation' }>,
  observation: KnownObservation,
): Decision<ObservationEvent, ObservationRefusal> => {
  const { data } = command;
  if (observation.status !== 'registered') return refuse('sir-not-registered');
  if (data.outcome === 'EVALUATED' && data.reportUrn === null) return refuse('evaluated-without-report');
  if (data.outcome === 'DUPLICATE' && data.duplicateOf === null) return refuse('duplicate-not-named');
  if (!namesKnown(data.duplicateOf, command)) return refuse('duplicate-unknown');
  return accept<ObservationEvent>({ type: 'SecurityInformationReportClosed', data });
};

const evolve = (observation: Observation, event: ObservationEvent): Observation => {
  if (event.type === 'SecurityInformationReportSubmitted') {
    const firstReceivedAt = observation.status === 'none' ? event.data.receivedAt : observation.firstReceivedAt;
    const fresh = { duplicateOf: null, returnedFor: null, closed: null };
    return { status: 'submitted', submitted: event.data, firstReceivedAt, ...fresh };
  }
  if (observation.status === 'none') return observation;
  switch (event.type) {
    case 'SecurityInformationReportRegistered':
      return { ...observation, status: 'registered', duplicateOf: event.data.duplicateOf };
    case 'SecurityInformationReportReturnedForQuality':
      return { ...observation, status: 'returned', returnedFor: event.data.reason };
    case 'SecurityInformationReportClosed':
      return { ...observation, status: 'closed', closed: event.data };
    default:
      return unreachable(event);
  }
};

export const observationDecider: Decider<ObservationCommand, Observation, ObservationEvent, ObservationRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
