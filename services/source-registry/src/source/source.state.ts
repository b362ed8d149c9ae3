// What an entry of the registry has come to, folded from its events.
import { unreachable } from '@gatehouse/event-store/decider';
import type {
  Assignment,
  Risk,
  SourceContactRecorded,
  SourceEvent,
  SourceIdentityRequested,
  SourceRegistered,
} from './source.events.ts';

/** A request to see who the source is, and how far it has come. */
export interface IdentityRequest extends Pick<SourceIdentityRequested['data'], 'by' | 'at' | 'sealedReason'> {
  approveBefore: string;
  /** the end of the time in which the requester may look; null until somebody else approved */
  until: string | null;
}

export interface Entry {
  status: 'registered' | 'authorised' | 'deregistered';
  sourceId: string;
  codeName: string;
  sealedIdentity: string;
  registeredBy: string;
  assignment: Assignment;
  risk: Risk;
  contacts: SourceContactRecorded['data'][];
  reports: string[];
  requests: Record<string, IdentityRequest>;
}

export type Source = { status: 'none' } | Entry;

export const evolve = (source: Source, event: SourceEvent): Source => {
  if (event.type === 'SourceRegistered') return registered(event.data);
  return source.status === 'none' ? source : changed(source, event);
};

const registered = (data: SourceRegistered['data']): Entry => {
  const { sourceId, codeName, sealedIdentity, assignment, risk, by } = data;
  const known = { sourceId, codeName, sealedIdentity, registeredBy: by.ref, assignment, risk };
  return { status: 'registered', ...known, contacts: [], reports: [], requests: {} };
};

const changed = (source: Entry, event: Exclude<SourceEvent, SourceRegistered>): Entry => {
  switch (event.type) {
    case 'SourceAuthorised':
      return { ...source, status: 'authorised' };
    case 'SourceHandlerAssigned':
      return { ...source, assignment: event.data.assignment };
    case 'SourceContactRecorded':
      return { ...source, contacts: [...source.contacts, event.data] };
    case 'SourceRiskAssessed':
      return { ...source, risk: event.data.risk };
    case 'SourceReportLinked':
      return { ...source, reports: [...source.reports, event.data.reportUrn] };
    case 'SourceIdentityRequested': {
      const { requestId, by, at, sealedReason, approveBefore } = event.data;
      return withRequest(source, requestId, { by, at, sealedReason, approveBefore, until: null });
    }
    case 'SourceIdentityApproved': {
      const request = source.requests[event.data.requestId];
      return request ? withRequest(source, event.data.requestId, { ...request, until: event.data.until }) : source;
    }
    case 'SourceIdentityOpened':
      return source;
    case 'SourceDeregistered':
      return { ...source, status: 'deregistered' };
    default:
      return unreachable(event);
  }
};

const withRequest = (source: Entry, id: string, request: IdentityRequest): Entry => ({
  ...source,
  requests: { ...source.requests, [id]: request },
});
