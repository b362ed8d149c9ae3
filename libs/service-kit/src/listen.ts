/**
 * All services of a process behind one port: the first path segment says whose a request is.
 *
 * Promise: whatever arrives is answered as RFC 9457 where it is refused; a slow or oversized request ends by itself;
 * `close` lets running requests finish, then ends every connection.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setAnswerHeaders } from './answer-headers.ts';
import { openApiDocument } from './openapi.ts';
import { Problem } from './problem.ts';
import { answerJson, answerProblem, answerUnreadable } from './raw-answer.ts';
import { readinessOf } from './readiness.ts';
import { limitTime } from './request-time-limit.ts';
import { serviceOf } from './service-app.ts';

/** May answer later: the promise, if any, is awaited, and its rejection answered. */
type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Something that is no service, under a path prefix of its own: the development identity provider, say. */
export interface ExtraHandler {
  /** one path segment, without slashes; `request.url` comes without it, `originalUrl` with it */
  prefix: string;
  handler: Handler;
}

export interface Listening {
  server: Server;
  port: number;
  /** such as http://127.0.0.1:8080 */
  origin: string;
  /** Stops listening, waits for running requests up to ten seconds, ends all connections, closes the applications. */
  close(): Promise<void>;
}

const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 3_600_000, // a file over a thin line; everything else has `limitTime`
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  requireHostHeader: false, // answered here, with a body
};
const GRACE_MS = 10_000;

/**
 * @param apps made by `createServiceApp`; each is reached under its service's name
 * @param port 0 for any free one
 * @param host the interface to listen on; this machine only by default
 */
export const listen = async (
  apps: readonly NestFastifyApplication[],
  extra: readonly ExtraHandler[],
  port: number,
  host = '127.0.0.1',
): Promise<Listening> => {
  const routes = new Map([...builtIn(apps), ...apps.map(serviceRoute), ...extra.map(extraRoute)]);
  if (routes.size !== 2 + apps.length + extra.length) throw new TypeError('two handlers under one path prefix');
  const server = createServer(LIMITS, dispatcher(routes));
  server.on('clientError', answerUnreadable);
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    answerProblem(request, response, new Problem('expectation-failed')),
  );
  server.listen(port, host);
  await once(server, 'listening');
  const { port: actual } = server.address() as AddressInfo;
  return { server, port: actual, origin: `http://${host}:${actual}`, close: () => closeAll(server, apps) };
};

type Route = [prefix: string, handler: Handler];

const serviceRoute = (app: NestFastifyApplication): Route => {
  const fastify = app.getHttpAdapter().getInstance();
  return [serviceOf(app).service, (request, response) => fastify.routing(request, response)];
};

const extraRoute = ({ prefix, handler }: ExtraHandler): Route => [
  prefix,
  (request, response) => {
    const originalUrl = request.url ?? '/';
    const rest = originalUrl.slice(prefix.length + 1);
    return handler(Object.assign(request, { originalUrl, url: rest.startsWith('/') ? rest : `/${rest}` }), response);
  },
];

const builtIn = (apps: readonly NestFastifyApplication[]): Route[] => {
  let document: string | undefined;
  const health: Handler = async (request, response) => {
    if (request.url === '/health/live') return answerJson(request, response, 200, '{"status":"live"}');
    if (request.url !== '/health/ready') return answerProblem(request, response, new Problem('route-unknown'));
    const readiness = await readinessOf(apps);
    answerJson(request, response, readiness.status === 'ready' ? 200 : 503, JSON.stringify(readiness));
  };
  const openApi: Handler = (request, response) => {
    document ??= JSON.stringify(openApiDocument(apps));
    answerJson(request, response, 200, document);
  };
  return [
    ['health', readOnly(health)],
    ['openapi.json', readOnly(openApi)],
  ];
};

const readOnly =
  (handler: Handler): Handler =>
  (request, response) =>
    request.method === 'GET' || request.method === 'HEAD'
      ? handler(request, response)
      : answerProblem(request, response, new Problem('method-not-allowed', { headers: { allow: 'GET, HEAD' } }));

const dispatcher =
  (routes: ReadonlyMap<string, Handler>): Handler =>
  async (request, response) => {
    setAnswerHeaders(request, response);
    limitTime(request, response);
    try {
      const handler = routes.get(firstSegment(request));
      if (!handler) throw new Problem('route-unknown');
      await handler(request, response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else
        answerProblem(request, response, error instanceof Problem ? error : new Problem('internal', { cause: error }));
    }
  };

const firstSegment = ({ url = '', headers }: IncomingMessage): string => {
  if (!headers.host) throw new Problem('malformed-request');
  if (!url.startsWith('/')) throw new Problem('malformed-url');
  return url.slice(1).split(/[/?]/, 1)[0] ?? '';
};

const closeAll = async (server: Server, apps: readonly NestFastifyApplication[]): Promise<void> => {
  const closed = once(server, 'close');
  server.close();
  // A connection that was busy becomes idle with its answer, and would be kept alive.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const impatient = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(impatient);
  for (const app of apps) await app.close();
};
