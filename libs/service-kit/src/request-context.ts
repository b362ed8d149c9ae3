/**
 * What the gate learnt about a request, for the handler: who asks, why, for which case.
 *
 * Promise: there is a context exactly when the gate let an authenticated request pass.
 */
import type { IncomingMessage } from 'node:http';
import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';
import { TerminalFault } from './faults.ts';

export interface RequestContext {
  caller: Caller;
  /** well-formed, not yet judged: a purpose outside the closed list is decided, not refused here */
  purpose: string;
  caseRef: string | null;
  correlationId: string;
  service: string;
}

const contexts = new WeakMap<IncomingMessage, RequestContext>();

export const bindContext = (request: IncomingMessage, context: RequestContext): void => {
  contexts.set(request, context);
};

/** What the gate learnt; undefined on a route without authentication, or when the gate let nobody pass. */
export const knownContext = (request: FastifyRequest): RequestContext | undefined => contexts.get(request.raw);

/** @throws TerminalFault on a route without authentication: its handler must not ask who calls */
export const requestContext = (request: FastifyRequest): RequestContext => {
  const context = knownContext(request);
  if (!context) throw new TerminalFault('an open route has no caller', { code: 'no-request-context' });
  return context;
};

/** Handler parameter: the RequestContext of this request. */
export const Ask = createParamDecorator((_: unknown, execution: ExecutionContext) =>
  requestContext(execution.switchToHttp().getRequest<FastifyRequest>()),
);
