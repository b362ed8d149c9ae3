/** Answers outside any service: by the one port itself, or straight onto a socket when no request could be read. */
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { randomBytes } from 'node:crypto';
import { ANSWER_HEADERS, setAnswerHeaders } from './answer-headers.ts';
import { CORRELATION_HEADER } from './correlation.ts';
import { Problem } from './problem.ts';
import type { ProblemSlug } from './problems.ts';

export const answerJson = (request: IncomingMessage, response: ServerResponse, status: number, text: string): void =>
  answer(request, response, status, 'application/json; charset=utf-8', text);

export const answerText = (request: IncomingMessage, response: ServerResponse, type: string, text: string): void =>
  answer(request, response, 200, type, text);

export const answerProblem = (request: IncomingMessage, response: ServerResponse, problem: Problem): void => {
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  answer(request, response, problem.status, 'application/problem+json', JSON.stringify(problem.body()));
};

const answer = (
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
): void => {
  setAnswerHeaders(request, response);
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(request.method === 'HEAD' ? undefined : text);
};

const UNREADABLE: Record<string, ProblemSlug> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** For Node's 'clientError': bytes that are no HTTP request. */
export const answerUnreadable = (error: Error & { code?: string }, socket: Duplex): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = new Problem(UNREADABLE[error.code ?? ''] ?? 'malformed-request');
  const text = JSON.stringify(problem.body());
  const headers = {
    ...ANSWER_HEADERS,
    [CORRELATION_HEADER]: randomBytes(16).toString('hex'),
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(text),
    connection: 'close',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${head.join('')}\r\n${text}`);
};
