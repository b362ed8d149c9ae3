/**
 * How long a whole request may take to arrive. Node's own limit is one for the whole server; this one is lifted for a
 * route that takes a file, which watches over silence instead.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from './problem.ts';
import { answerProblem } from './raw-answer.ts';

const LIMIT_MS = 30_000;
const limits = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Answers 408 and ends the connection when the request has not arrived after `limitMs`. */
export const limitTime = (request: IncomingMessage, response: ServerResponse, limitMs = LIMIT_MS): void => {
  const limit = setTimeout(() => {
    if (request.complete) return;
    // Answered already, and the rest of a refused body still comes in to be dropped.
    if (response.headersSent) return void request.socket.destroy();
    response.once('finish', () => request.socket.destroySoon());
    answerProblem(request, response, new Problem('request-timeout'));
  }, limitMs);
  limits.set(request, limit.unref());
  request.once('close', () => clearTimeout(limit));
};

export const liftTimeLimit = (request: IncomingMessage): void => clearTimeout(limits.get(request));
