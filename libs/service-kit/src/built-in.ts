/** What every port answers beside its services: health, the API's document and how it reads, what the process is watched by. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProcessMetrics } from './metrics.ts';
import { mayReadMetrics } from './metrics-answer.ts';
import { openApiDocument } from './openapi.ts';
import { Problem } from './problem.ts';
import { answerJson, answerProblem, answerText } from './raw-answer.ts';
import { readinessOf, type Watched } from './readiness.ts';
import { wellKnown } from './well-known.ts';
import { answerReference } from './reference.ts';
import { metricsOf } from './service-app.ts';

/** May answer later: the promise, if any, is awaited, and its rejection answered. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface BuiltInOptions {
  /** null: the metrics are for this machine alone */
  metricsToken: string | null;
  /** under which address these services are known, such as https://police.example */
  origin: () => string;
  /** what moves beside the services */
  beside: readonly Watched[];
  /** true from the moment the process is asked to end */
  stopping: () => boolean;
}

/** By first segment of the path. */
export const builtIn = (apps: readonly NestFastifyApplication[], options: BuiltInOptions): [string, Handler][] => [
  ['health', readOnly(health(apps, options))],
  ['.well-known', readOnly(wellKnown(apps, options.origin))],
  ['openapi.json', readOnly(openApi(apps))],
  ['reference', readOnly(answerReference)],
  ['metrics', readOnly(metrics(apps, options))],
];

const health =
  (apps: readonly NestFastifyApplication[], { beside, stopping }: BuiltInOptions): Handler =>
  async (request, response) => {
    if (request.url === '/health/live') return answerJson(request, response, 200, '{"status":"live"}');
    if (request.url !== '/health/ready') throw new Problem('route-unknown');
    if (stopping()) return answerJson(request, response, 503, '{"status":"stopping"}');
    const readiness = await readinessOf(apps, beside);
    answerJson(request, response, readiness.status === 'not-ready' ? 503 : 200, JSON.stringify(readiness));
  };

const openApi = (apps: readonly NestFastifyApplication[]): Handler => {
  let document: string | undefined;
  return (request, response) => {
    document ??= JSON.stringify(openApiDocument(apps));
    answerJson(request, response, 200, document);
  };
};

const metrics = (apps: readonly NestFastifyApplication[], { beside, metricsToken: token }: BuiltInOptions): Handler => {
  const ofNoService = new ProcessMetrics();
  return async (request, response) => {
    if (!mayReadMetrics(request, token)) throw new Problem('route-unknown');
    const known = [...new Set([...metricsOf(apps), ...beside.map((one) => one.metrics)])];
    const all = known.length > 0 ? known : [ofNoService];
    const texts = await Promise.all(all.map((one) => one.text()));
    answerText(request, response, ofNoService.contentType, texts.join(''));
  };
};

const readOnly =
  (handler: Handler): Handler =>
  (request, response) =>
    request.method === 'GET' || request.method === 'HEAD'
      ? handler(request, response)
      : answerProblem(request, response, new Problem('method-not-allowed', { headers: { allow: 'GET, HEAD' } }));
