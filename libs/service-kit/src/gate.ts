/**
 * The gate every request passes before its body is read: its turn, token, then purpose and case, then duty.
 *
 * Promise: a route without a declaration answers 500; 401 comes before 400 and both before 403; a refused duty is
 * recorded before it is answered, and what cannot be recorded is answered 503; an error while deciding is a refusal.
 */
import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthenticationFault } from './caller.ts';
import type { Caller, TokenVerifier } from './caller.ts';
import { checkMediaType, checkTarget } from './body-rules.ts';
import { correlationIdOf } from './correlation.ts';
import { RetryableFault, TerminalFault } from './faults.ts';
import { Problem } from './problem.ts';
import { unavailable } from './problem-of.ts';
import { bindContext } from './request-context.ts';
import type { RequestContext } from './request-context.ts';
import type { Lanes } from './lanes.ts';
import type { Room } from './room.ts';
import type { RouteDeclaration, RouteTraits } from './routes.ts';
import { declarationOf, traitsOf } from './routes.ts';

/** May this caller perform this duty of the service's agency, for this purpose? */
export interface DutyQuestion extends RequestContext {
  action: string;
}
export interface DutyAnswer {
  permitted: boolean;
  /** the code that goes to the caller and into the audit */
  reason: string;
}

export interface GateOptions {
  service: string;
  identity: TokenVerifier;
  duties: (question: DutyQuestion) => DutyAnswer | Promise<DutyAnswer>;
  /** writes the audit record of a refused duty; when it rejects, the answer is 503 */
  onRefused: (question: DutyQuestion, reason: string) => Promise<void>;
  /** whose turn it is */
  lanes: Lanes;
  /** how much is in work */
  room: Room;
}

const PURPOSE = /^[A-Z_]{1,40}$/;
/** In no list: it stands for the purposes in a body. */
const NO_PURPOSE = 'IN_BODY';
const CASE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/;

/** @returns the hook that lets a request pass by resolving and stops it by throwing */
export const gate = (options: GateOptions) => async (request: FastifyRequest, reply: FastifyReply) => {
  const declaration = declarationOf(request.routeOptions.config);
  if (!declaration) throw new TerminalFault('a route declares no access', { code: 'route-undeclared' });
  const urgent = isUrgent(declaration, traitsOf(request.routeOptions.config));
  // Before the token is looked at: whoever floods is not worth a signature. What is urgent is.
  if (!urgent) options.lanes.takeForAddress(request.raw);
  if (needsRoom(request)) await options.room.take(request.raw, reply.raw);
  if (declaration.access !== 'open') {
    const context = await contextOf(request.raw, options, { urgent, ...traitsOf(request.routeOptions.config) });
    if (declaration.access === 'duty') await askDuties({ ...context, action: declaration.action }, options);
    bindContext(request.raw, context);
  }
  checkTarget(request.raw.url ?? '');
  checkMediaType(request.raw, request.routeOptions.config);
};

/** A file is read for as long as it takes: it waits for no place and holds none. */
const needsRoom = ({ routeOptions: { config } }: FastifyRequest): boolean => {
  const declaration = declarationOf(config);
  if (!declaration || isUrgent(declaration, traitsOf(config))) return false;
  if (declaration.access === 'open') return declaration.reason !== 'health';
  return declaration.access !== 'duty' || declaration.streams === undefined;
};

const isUrgent = (declaration: RouteDeclaration, traits: RouteTraits): boolean =>
  traits.urgent === true || (declaration.access === 'disclosure' && declaration.kind === 'acknowledge');

const contextOf = async (
  request: IncomingMessage,
  { service, identity, lanes }: GateOptions,
  { urgent = false, purposeInBody }: { urgent?: boolean; purposeInBody?: true },
): Promise<RequestContext> => {
  const caller = await callerOf(request, identity);
  lanes.takeForPerson(`${caller.agency} ${caller.person}`, urgent);
  const purpose = request.headers['gatehouse-purpose'] ?? (purposeInBody ? NO_PURPOSE : undefined);
  const caseRef = request.headers['gatehouse-case'];
  if (purpose === undefined) throw new Problem('purpose-missing');
  if (typeof purpose !== 'string' || !PURPOSE.test(purpose)) throw new Problem('purpose-malformed');
  if (caseRef !== undefined && (typeof caseRef !== 'string' || !CASE.test(caseRef)))
    throw new Problem('case-malformed');
  return { caller, purpose, caseRef: caseRef ?? null, correlationId: correlationIdOf(request), service };
};

// Node keeps the first of several Authorization headers; a proxy may have judged another one.
const callerOf = (request: IncomingMessage, identity: TokenVerifier): Promise<Caller> => {
  const sent = request.headersDistinct.authorization ?? [];
  if (sent.length > 1) throw new AuthenticationFault('token-invalid');
  return identity.verify(sent[0]);
};

const askDuties = async (question: DutyQuestion, { duties, onRefused }: GateOptions): Promise<void> => {
  const { permitted, reason, failure } = await decide(question, duties);
  if (permitted) return;
  try {
    await onRefused(question, reason);
  } catch (error) {
    throw unavailable('evidence-unavailable', error);
  }
  throw new Problem('duty-refused', { members: { reason }, cause: failure });
};

const decide = async (
  question: DutyQuestion,
  duties: GateOptions['duties'],
): Promise<DutyAnswer & { failure?: unknown }> => {
  try {
    const { permitted, reason } = await duties(question);
    return { permitted: permitted === true, reason };
  } catch (failure) {
    if (failure instanceof RetryableFault) throw failure;
    return { permitted: false, reason: 'DECISION_FAILED', failure };
  }
};
