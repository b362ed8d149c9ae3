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
import { setTimeout } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { builtIn, type Handler } from './built-in.ts';
import { setAnswerHeaders, STRICT_TRANSPORT } from './answer-headers.ts';
import { Problem } from './problem.ts';
import { answerProblem, answerUnreadable } from './raw-answer.ts';
import type { Watched } from './readiness.ts';
import { inRequestSpan } from './request-span.ts';
import { limitTime } from './request-time-limit.ts';
import { serviceOf } from './service-app.ts';

/** Something that is no service, under a path prefix of its own: the development identity provider, say. */
export interface ExtraHandler {
  /** one path segment, without slashes; `request.url` comes without it, `originalUrl` with it */
  prefix: string;
  handler: Handler;
}

export interface Edge {
  /** the address under which others reach this port, such as https://police.example, without a slash at its end */
  publicUrl?: string;
  /** who has it may read the metrics from elsewhere; else they are for this machine alone */
  metricsToken?: string;
  /** every answer says that this name is to be asked over TLS alone */
  strictTransport?: boolean;
  /** milliseconds between not being ready any more and not listening any more, for whoever sends requests here to notice */
  drainMs?: number;
}

export interface Listening {
  server: Server;
  port: number;
  /** such as http://127.0.0.1:8080 */
  origin: string;
  /**
   * Says at once that it is not ready any more, goes on answering for `drainMs`, stops listening, waits for running requests up to
   * ten seconds, ends all connections, closes the applications.
   */
  close(): Promise<void>;
}

const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 3_600_000, // a file over a thin line; everything else has `limitTime`
  // Longer than whoever asks keeps an idle connection (proxies: 60 s): the one who ends it first must be the one who knows
  // whether it is about to be used.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  requireHostHeader: false, // answered here, with a body
};
const GRACE_MS = 10_000;

/**
 * @param apps made by `createServiceApp`; each is reached under its service's name
 * @param port 0 for any free one
 * @param host the interface to listen on; this machine only by default
 * @param edge how the deployment wants it
 * @param beside what moves beside the services and is watched with them
 */
export const listen = async (
  apps: readonly NestFastifyApplication[],
  extra: readonly ExtraHandler[],
  port: number,
  host = '127.0.0.1',
  edge: Edge = {},
  beside: readonly Watched[] = [],
): Promise<Listening> => {
  let stopping = false;
  let origin = edge.publicUrl ?? '';
  const own = builtIn(apps, {
    beside,
    metricsToken: edge.metricsToken ?? null,
    stopping: () => stopping,
    origin: () => origin,
  });
  const routes = new Map([...own, ...apps.map(serviceRoute), ...extra.map(extraRoute)]);
  if (routes.size !== own.length + apps.length + extra.length)
    throw new TypeError('two handlers under one path prefix');
  const prepare: Handler = (_request, response) => {
    if (edge.strictTransport) response.setHeaders(new Map(Object.entries(STRICT_TRANSPORT)));
    if (stopping) response.setHeader('connection', 'close');
  };
  const traced = new Set(apps.map((app) => serviceOf(app).service));
  const server = createServer(LIMITS, dispatcher(routes, traced, prepare));
  server.on('clientError', answerUnreadable);
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    answerProblem(request, response, new Problem('expectation-failed')),
  );
  server.listen(port, host);
  await once(server, 'listening');
  const { port: actual } = server.address() as AddressInfo;
  origin ||= `http://${host}:${actual}`;
  const close = async (): Promise<void> => {
    stopping = true;
    await setTimeout(edge.drainMs ?? 0);
    await closeAll(server, apps);
  };
  return { server, port: actual, origin: `http://${host}:${actual}`, close };
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

/** Requests to services are traced; health and the like are asked every few seconds and say nothing. */
const dispatcher =
  (routes: ReadonlyMap<string, Handler>, traced: ReadonlySet<string>, prepare: Handler): Handler =>
  (request, response) => {
    prepare(request, response);
    const answering = () => answerBy(routes, request, response);
    return traced.has(firstSegment(request)) ? inRequestSpan(request, response, answering) : answering();
  };

const answerBy = async (
  routes: ReadonlyMap<string, Handler>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  setAnswerHeaders(request, response);
  limitTime(request, response);
  try {
    if (!request.headers.host) throw new Problem('malformed-request');
    if (!request.url?.startsWith('/')) throw new Problem('malformed-url');
    const handler = routes.get(firstSegment(request));
    if (!handler) throw new Problem('route-unknown');
    await handler(request, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else answerProblem(request, response, error instanceof Problem ? error : new Problem('internal', { cause: error }));
  }
};

const firstSegment = ({ url = '' }: IncomingMessage): string => url.slice(1).split(/[/?]/, 1)[0] ?? '';

const closeAll = async (server: Server, apps: readonly NestFastifyApplication[]): Promise<void> => {
  const closed = once(server, 'close');
  server.close();
  // A connection that was busy becomes idle with its answer, and would be kept alive.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const impatient = globalThis.setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(impatient);
  for (const app of apps) await app.close();
};
