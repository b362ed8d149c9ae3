/**
 * The header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): what a request that carries one is answered.
 *
 * Promise: with a key, a POST has at most one effect however often it is sent, and the same answer. Without one nothing
 * changes. The gate comes first every time: whoever has lost his token or his duty gets no kept answer either.
 */
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { correlationIdOf } from './correlation.ts';
import { ConcurrencyConflict } from './faults.ts';
import { Problem } from './problem.ts';
import { problemOf } from './problem-of.ts';
import { requestContext, type RequestContext } from './request-context.ts';
import { traitsOf } from './routes.ts';
import { streamedBodyOf } from './streamed-body.ts';

/** A request that may be repeated. */
export interface KeyedRequest {
  asked: RequestContext;
  /** method and pattern */
  route: string;
  key: string;
  /** the address and the body: what makes it this request and no other */
  content: { target: string; body: unknown };
}

/** An answer as it can be given again. */
export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  /** the body is a problem (RFC 9457) */
  problem: boolean;
}

export type KeyedOutcome =
  | { outcome: 'answered' }
  | { outcome: 'repeated'; answer: KeptAnswer }
  | { outcome: 'under-way' }
  | { outcome: 'other-request' };

/** Runs a request at most once for its key; `keep` says whether its answer is one to give again. */
export type RunOnce = (
  request: KeyedRequest,
  run: () => Promise<{ answer: KeptAnswer; keep: boolean }>,
) => Promise<KeyedOutcome>;

// A string of RFC 9651 as the draft asks, or the bare key that many clients send.
const KEY = /^(?:"([\x21\x23-\x5b\x5d-\x7e]{8,128})"|([A-Za-z0-9._~:-]{8,128}))$/;
/** What a handler says beside the body and has to say again. */
const KEPT_HEADERS = ['gatehouse-audit-promise', 'location'];
const REPEATED_HEADER = 'idempotency-repeated';

/** Runs each handler of a POST with a key at most once. */
export class OncePerKey implements NestInterceptor {
  constructor(private readonly once: RunOnce) {}

  async intercept(execution: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const reply = execution.switchToHttp().getResponse<FastifyReply>();
    const key = keyOf(request);
    if (key === null) return next.handle();
    const handling = new Handling(request, reply, next);
    const done = await this.once(keyed(request, key), () => handling.run());
    switch (done.outcome) {
      case 'answered':
        return of(handling.result());
      case 'repeated':
        return of(again(done.answer, reply));
      case 'under-way':
        throw new Problem('idempotency-key-under-way', { headers: { 'retry-after': '1' } });
      case 'other-request':
        throw new Problem('idempotency-key-reused');
    }
  }
}

/** @throws Problem idempotency-key-malformed; also for two keys, of which nobody knows which one is meant */
const keyOf = ({ method, raw, routeOptions }: FastifyRequest): string | null => {
  const sent = raw.headersDistinct['idempotency-key'];
  if (method !== 'POST' || sent === undefined) return null;
  // Of a file nobody can say that it is the same one before it was read: its route has to take it once by itself.
  if (streamedBodyOf(routeOptions.config)) return null;
  const [, quoted, bare] = (sent.length === 1 && KEY.exec(sent[0] ?? '')) || [];
  const key = quoted ?? bare;
  if (key === undefined) throw new Problem('idempotency-key-malformed');
  return key;
};

const keyed = (request: FastifyRequest, key: string): KeyedRequest => {
  if (traitsOf(request.routeOptions.config).neverKept) throw new Problem('idempotency-key-unsupported');
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  return {
    asked: requestContext(request),
    route,
    key,
    content: { target: request.raw.url ?? '', body: request.body ?? null },
  };
};

/** One request's handler: it may run again when others were in its way, and gives its last result or throws its last error. */
class Handling {
  #last: { value: unknown } | { error: unknown } = { value: undefined };

  constructor(
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
    private readonly next: CallHandler,
  ) {}

  /** A refusal is an answer, and what it recorded stays; @throws faults, which leave nothing */
  async run(): Promise<{ answer: KeptAnswer; keep: boolean }> {
    try {
      const value: unknown = await lastValueFrom(this.next.handle(), { defaultValue: undefined });
      this.#last = { value };
      return { answer: this.#answer(this.reply.statusCode, value, false), keep: true };
    } catch (error) {
      const problem = problemOf(error, correlationIdOf(this.request.raw));
      if (problem.status >= 500 || error instanceof ConcurrencyConflict) throw error;
      this.#last = { error };
      const answer = this.#answer(problem.status, problem.body(), true, problem.headers);
      // Nothing came of a request of a wrong form: the corrected one may keep its key.
      return { answer, keep: problem.status !== 400 };
    }
  }

  result(): unknown {
    if ('error' in this.#last) throw this.#last.error;
    return this.#last.value;
  }

  #answer(status: number, body: unknown, problem: boolean, more: Record<string, string> = {}): KeptAnswer {
    const said = KEPT_HEADERS.flatMap((name) => {
      const value = this.reply.getHeader(name);
      return value === undefined ? [] : [[name, String(value)] as const];
    });
    return { status, headers: { ...Object.fromEntries(said), ...more }, body, problem };
  }
}

const again = ({ status, headers, body, problem }: KeptAnswer, reply: FastifyReply): unknown => {
  void reply.headers({ ...headers, [REPEATED_HEADER]: 'true' });
  if (problem) throw Problem.said(body as Record<string, unknown>);
  void reply.code(status);
  return body;
};
