/**
 * The one place where a problem becomes an answer, whatever threw it: a hook, the router, a parser, a pipe, a handler.
 */
import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { correlationIdOf } from './correlation.ts';
import { setAnswerHeaders } from './answer-headers.ts';
import { problemOf } from './problem-of.ts';

/** Answers with the problem for an error, and logs what the answer does not say. */
export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const problem = problemOf(error, correlationIdOf(request.raw));
  if (problem.status >= 500) request.log.error({ err: problem.cause ?? problem, problem: problem.slug }, 'fault');
  else if (problem.cause !== undefined) request.log.debug({ err: problem.cause, problem: problem.slug }, 'refused');
  if (reply.sent) return;
  setAnswerHeaders(request.raw, reply.raw);
  // Fastify closes the connection when a body is refused; with bytes still on their way that would reset it before
  // the answer is read. The rest of the body is read and dropped instead, within the server's request timeout.
  if (reply.hasHeader('connection')) reply.removeHeader('connection');
  reply.code(problem.status).headers(problem.headers).header('content-type', 'application/problem+json');
  // As bytes: to a text Fastify adds a charset, which this media type does not have (RFC 9457, 6.1).
  reply.send(Buffer.from(JSON.stringify(problem.body())));
};

/** What handlers, pipes and interceptors throw. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
