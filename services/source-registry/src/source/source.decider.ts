// Who may do what to an entry of the registry, and in which order: the handler his own, the controller every one but no
// identity, and an identity only for a reason, after a second person's approval, for a short time. Pure.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type { Hand } from '../names.ts';
import type {
  SourceAuthorised,
  SourceContactRecorded,
  SourceDeregistered,
  SourceEvent,
  SourceHandlerAssigned,
  SourceIdentityApproved,
  SourceIdentityOpened,
  SourceIdentityRequested,
  SourceRegistered,
  SourceReportLinked,
  SourceRiskAssessed,
} from './source.events.ts';
import { evolve, type Entry, type Source } from './source.state.ts';

interface Looking {
  sourceId: string;
  by: Hand;
  at: string;
}

/** What a source's own handler does. */
export type HandlerCommand =
  | { type: 'OpenOwnSource'; data: Looking }
  | { type: 'RecordSourceContact'; data: SourceContactRecorded['data'] }
  | { type: 'AssessSourceRisk'; data: SourceRiskAssessed['data'] }
  | { type: 'LinkSourceReport'; data: SourceReportLinked['data'] };

/** What a controller does, to every source. */
export type ControllerCommand =
  | { type: 'OpenRegisterEntry'; data: Looking }
  | { type: 'AuthoriseSource'; data: SourceAuthorised['data'] }
  | { type: 'AssignSourceHandler'; data: SourceHandlerAssigned['data'] }
  | { type: 'DeregisterSource'; data: SourceDeregistered['data'] }
  | { type: 'RequestSourceIdentity'; data: SourceIdentityRequested['data'] }
  | { type: 'ApproveSourceIdentity'; data: SourceIdentityApproved['data'] }
  | { type: 'OpenSourceIdentity'; data: SourceIdentityOpened['data'] };

export type SourceCommand =
  { type: 'RegisterSource'; data: SourceRegistered['data'] } | HandlerCommand | ControllerCommand;

export type SourceRefusal =
  | 'source-exists'
  | 'source-unknown'
  | 'not-its-handler'
  | 'source-deregistered'
  | 'source-not-authorised'
  | 'contact-in-the-future'
  | 'review-not-ahead'
  | 'own-source'
  | 'already-its-handler'
  | 'request-unknown'
  | 'request-lapsed'
  | 'requester-cannot-approve'
  | 'identity-not-approved'
  | 'not-the-requester'
  | 'identity-time-over';

type Decided = Decision<SourceEvent, SourceRefusal>;

const decide = (command: SourceCommand, source: Source): Decided => {
  switch (command.type) {
    case 'RegisterSource':
      return register(command.data, source);
    case 'OpenOwnSource':
    case 'RecordSourceContact':
    case 'AssessSourceRisk':
    case 'LinkSourceReport':
      return source.status === 'none' ? refuse('source-unknown') : byHandler(command, source);
    case 'OpenRegisterEntry':
    case 'AuthoriseSource':
    case 'AssignSourceHandler':
    case 'DeregisterSource':
    case 'RequestSourceIdentity':
    case 'ApproveSourceIdentity':
    case 'OpenSourceIdentity':
      return source.status === 'none' ? refuse('source-unknown') : byController(command, source);
    default:
      return unreachable(command);
  }
};

const register = (data: SourceRegistered['data'], source: Source): Decided => {
  if (source.status !== 'none') return refuse('source-exists');
  if (data.risk.reviewBy <= data.at.slice(0, 10)) return refuse('review-not-ahead');
  return accept<SourceEvent>({ type: 'SourceRegistered', data });
};

// A handler who lost a source, or whose source was taken off, is told what everybody else is told: nothing.
const byHandler = (command: HandlerCommand, source: Entry): Decided => {
  if (source.assignment.handler !== command.data.by.ref) return refuse('not-its-handler');
  if (source.status === 'deregistered') return refuse('source-deregistered');
  if (command.type === 'OpenOwnSource') return accept<SourceEvent>();
  if (command.type === 'AssessSourceRisk') return assess(command.data);
  // Work with a source begins when somebody other than its handler has said that it may.
  if (source.status !== 'authorised') return refuse('source-not-authorised');
  if (command.type === 'RecordSourceContact') return contact(command.data);
  if (source.reports.includes(command.data.reportUrn)) return accept<SourceEvent>();
  return accept<SourceEvent>({ type: 'SourceReportLinked', data: command.data });
};

const assess = (data: SourceRiskAssessed['data']): Decided =>
  data.risk.reviewBy <= data.at.slice(0, 10)
    ? refuse('review-not-ahead')
    : accept<SourceEvent>({ type: 'SourceRiskAssessed', data });

const contact = (data: SourceContactRecorded['data']): Decided =>
  data.metAt > data.at ? refuse('contact-in-the-future') : accept<SourceEvent>({ type: 'SourceContactRecorded', data });

const byController = (command: ControllerCommand, source: Entry): Decided => {
  switch (command.type) {
    case 'OpenRegisterEntry':
      return accept<SourceEvent>();
    case 'AuthoriseSource':
      if (source.status === 'deregistered') return refuse('source-deregistered');
      if ([source.registeredBy, source.assignment.handler].includes(command.data.by.ref)) return refuse('own-source'); // four eyes
      return source.status === 'authorised'
        ? accept<SourceEvent>()
        : accept<SourceEvent>({ type: 'SourceAuthorised', data: command.data });
    case 'AssignSourceHandler':
      return assign(command.data, source);
    case 'DeregisterSource':
      return source.status === 'deregistered'
        ? accept<SourceEvent>()
        : accept<SourceEvent>({ type: 'SourceDeregistered', data: command.data });
    case 'RequestSourceIdentity':
      return accept<SourceEvent>({ type: 'SourceIdentityRequested', data: command.data });
    case 'ApproveSourceIdentity':
      return approve(command.data, source);
    case 'OpenSourceIdentity':
      return open(command.data, source);
    default:
      return unreachable(command);
  }
};

// Whoever handles a source knows who it is: a controller who could make himself its handler would need no approval.
const assign = (data: SourceHandlerAssigned['data'], source: Entry): Decided => {
  if (source.status === 'deregistered') return refuse('source-deregistered');
  if (data.assignment.handler === data.by.ref) return refuse('own-source');
  if (data.assignment.handler === source.assignment.handler) return refuse('already-its-handler');
  return accept<SourceEvent>({ type: 'SourceHandlerAssigned', data });
};

const approve = (data: SourceIdentityApproved['data'], source: Entry): Decided => {
  const request = source.requests[data.requestId];
  if (!request) return refuse('request-unknown');
  if (request.by.ref === data.by.ref) return refuse('requester-cannot-approve'); // four eyes
  if (request.until !== null) return accept<SourceEvent>();
  if (data.at >= request.approveBefore) return refuse('request-lapsed');
  return accept<SourceEvent>({ type: 'SourceIdentityApproved', data });
};

const open = (data: SourceIdentityOpened['data'], source: Entry): Decided => {
  const request = source.requests[data.requestId];
  if (!request) return refuse('request-unknown');
  if (request.by.ref !== data.by.ref) return refuse('not-the-requester');
  if (request.until === null) return refuse('identity-not-approved');
  if (data.at >= request.until) return refuse('identity-time-over');
  return accept<SourceEvent>({ type: 'SourceIdentityOpened', data });
};

export const sourceDecider: Decider<SourceCommand, Source, SourceEvent, SourceRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
