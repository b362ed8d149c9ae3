/**
 * Structured logs without personal data.
 *
 * Promise: a request's line has method, route pattern, status, milliseconds and correlation id; no address, query,
 * header, body or identifier. An error's line has names, codes and code positions; a message only where it is one of
 * our own faults, whose messages hold no personal data.
 */
import { LogController } from 'fastify';
import type { LoggerService } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pino } from 'pino';
import type { DestinationStream, LevelWithSilent, Logger } from 'pino';
import { RetryableFault, TerminalFault } from './faults.ts';

export interface LogOptions {
  level?: LevelWithSilent;
  /** where lines go; standard output by default */
  destination?: DestinationStream;
}

/** One logger for a process; services bind their name to a child of it. */
export const processLogger = ({ level = 'info', destination }: LogOptions = {}): Logger => {
  const nothing = () => undefined;
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorForLog, req: nothing, res: nothing },
    },
    destination ?? pino.destination(1),
  );
};

export interface LoggedError {
  name: string;
  code?: string;
  message?: string;
  at?: string[];
  cause?: LoggedError;
}

/** An error without the texts that may hold personal data. */
export const errorForLog = (error: unknown, depth = 0): LoggedError => {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const ours = error instanceof RetryableFault || error instanceof TerminalFault;
  return {
    name: error.name,
    ...(code && { code }),
    ...(ours && { message: error.message }),
    at: positions(error),
    ...(error.cause !== undefined && depth < 5 && { cause: errorForLog(error.cause, depth + 1) }),
  };
};

// The head of a stack repeats the message, which may have several lines; only lines that name a position pass.
const positions = ({ stack }: Error): string[] => {
  const frames = (stack ?? '').split('\n').filter((line) => /^ {4}at .*:\d+:\d+\)?$/.test(line));
  return frames.slice(0, 12).map((line) => line.trim());
};

/** Fastify's own lines, which name addresses and errors, replaced by ours. */
export class RequestLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'correlationId' });
  }

  override incomingRequest(): void {}
  override defaultErrorLog(): void {}
  override routeNotFound(): void {}

  override requestCompleted(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    const line = { method: request.method, route: request.routeOptions?.url ?? null, status: reply.statusCode, ms };
    if (error) request.log.error({ ...line, err: error }, 'request failed');
    else request.log.info(line, 'request');
  }

  override streamError(error: Error, request: FastifyRequest): void {
    request.log.warn({ err: error }, 'answer cut short');
  }

  override writeHeadError(error: Error, request: FastifyRequest): void {
    request.log.error({ err: error }, 'headers not written');
  }

  override serializerError(error: Error, request: FastifyRequest): void {
    request.log.error({ err: error }, 'answer not serialised');
  }
}

/** Nest's own lines: its account of starting up is for those who debug it. */
export const frameworkLog = (logger: Logger): LoggerService => {
  const line =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...rest: unknown[]) => {
      const last = rest.at(-1);
      const context = typeof last === 'string' && /^\w+$/.test(last) ? last : 'Nest'; // else it is a stack
      logger[level](
        { context, ...(typeof message !== 'string' && { err: message }) },
        typeof message === 'string' ? message : 'framework',
      );
    };
  return {
    log: line('debug'),
    debug: line('debug'),
    verbose: line('debug'),
    warn: line('warn'),
    error: line('error'),
    fatal: line('fatal'),
  };
};
