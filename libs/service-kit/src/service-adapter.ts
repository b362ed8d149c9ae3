/**
 * Fastify as Gatehouse wants it: nothing is guessed about an address, errors keep their codes, every route is known and
 * passes the gate before its body is read.
 */
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { setAnswerHeaders } from './answer-headers.ts';
import { BODY_LIMIT, addBodyParser } from './body-rules.ts';
import { correlationIdOf } from './correlation.ts';
import type { EntityTags } from './entity-tags.ts';
import { gate } from './gate.ts';
import type { GateOptions } from './gate.ts';
import { RequestLog } from './log.ts';
import type { ProcessMetrics } from './metrics.ts';
import { Problem } from './problem.ts';
import { knownContext } from './request-context.ts';
import { nameRequestSpan } from './request-span.ts';
import type { RouteRegister } from './route-register.ts';
import { sendProblem } from './send-problem.ts';

export interface AdapterOptions extends GateOptions {
  metrics: ProcessMetrics;
  tags: EntityTags;
}

export class ServiceAdapter extends FastifyAdapter {
  constructor(
    options: AdapterOptions,
    logger: Logger,
    private readonly routes: RouteRegister,
  ) {
    super({
      bodyLimit: BODY_LIMIT,
      exposeHeadRoutes: false,
      return503OnClosing: false,
      trustProxy: false,
      loggerInstance: logger.child({ service: options.service }),
      logController: new RequestLog(),
      genReqId: correlationIdOf,
      frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
        sendProblem(error, request, reply);
        request.log.info({ method: request.method, route: null, status: reply.statusCode }, 'request');
        count(options, request, reply);
      },
      routerOptions: {
        ignoreTrailingSlash: false,
        ignoreDuplicateSlashes: false,
        caseSensitive: true,
        maxParamLength: 200,
      },
    });
    this.guard(this.getInstance(), options);
  }

  // Nest would route these through a mapping of its own, which loses Fastify's codes.
  override setErrorHandler() {
    return this.getInstance().setErrorHandler(sendProblem);
  }

  override setNotFoundHandler() {
    return this.getInstance().setNotFoundHandler((request, reply) => {
      sendProblem(this.noRoute(request), request, reply);
    });
  }

  private guard(instance: FastifyInstance, options: AdapterOptions): void {
    const pass = gate(options);
    this.routes.watch(instance);
    addBodyParser(instance);
    instance.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
      setAnswerHeaders(request.raw, reply.raw);
      if (request.is404) throw this.noRoute(request);
      nameRequestSpan(options.service, request.method, request.routeOptions.url ?? '');
      await pass(request, reply);
    });
    instance.addHook('preHandler', async (request) => options.room.arrived(request.raw));
    instance.addHook('onSend', async (request, reply, payload) =>
      options.tags.applyTo(request, reply, knownContext(request), payload),
    );
    instance.addHook('onResponse', async (request, reply) => count(options, request, reply));
  }

  private noRoute(request: FastifyRequest): Problem {
    const methods = this.routes.methodsFor((request.raw.url ?? '').split('?', 1)[0] ?? '');
    if (methods.length === 0 || methods.includes(request.method)) return new Problem('route-unknown');
    return new Problem('method-not-allowed', { headers: { allow: methods.join(', ') } });
  }
}

const count = ({ service, metrics }: AdapterOptions, request: FastifyRequest, reply: FastifyReply): void =>
  metrics.answered({
    service,
    method: request.method,
    route: request.is404 ? undefined : request.routeOptions?.url,
    status: reply.statusCode,
    seconds: reply.elapsedTime / 1000,
  });
