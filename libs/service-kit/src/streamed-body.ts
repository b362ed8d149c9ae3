/**
 * The one exception from "a body is a small JSON object": a route that says so takes a file, as a stream.
 *
 * Promise: only the media types the route names, never more than its limit (413 with the limit, before the file is read
 * to its end), no byte kept here; the next piece is asked for only after the last one was dealt with (back-pressure); a
 * sender who falls silent is let go.
 */
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { TerminalFault } from './faults.ts';
import { Problem } from './problem.ts';
import { liftTimeLimit } from './request-time-limit.ts';
import { declarationOf } from './routes.ts';

export interface StreamedBody {
  /** lower case, without parameters */
  mediaTypes: readonly string[];
  limitBytes: number;
}

const SILENCE_MS = 30_000;

/** @throws Problem media-type-unsupported, file-too-large: judged by the headers alone */
export const checkStreamedBody = ({ headers }: IncomingMessage, body: StreamedBody): void => {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const encoding = headers['content-encoding'];
  if (!body.mediaTypes.includes(type) || (encoding !== undefined && encoding !== 'identity'))
    throw new Problem('media-type-unsupported', {
      detail: `Send one of: ${body.mediaTypes.join(', ')}; uncompressed.`,
    });
  if (Number(headers['content-length'] ?? 0) > body.limitBytes) throw tooLarge(body);
};

/**
 * Hands on the body piece by piece.
 * @param take is awaited before more is read
 * @returns how many bytes there were
 * @throws Problem file-too-large; whatever `take` throws; an error when the sender goes away or falls silent
 */
export const receiveStream = async (
  request: FastifyRequest,
  take: (piece: Uint8Array) => Promise<void>,
): Promise<number> => {
  const body = streamedBodyOf(request.routeOptions.config);
  if (!body) throw new TerminalFault('this route takes no stream', { code: 'no-streamed-body' });
  liftTimeLimit(request.raw);
  const silence = setTimeout(() => request.raw.destroy(new Error('the sender fell silent')), SILENCE_MS);
  let bytes = 0;
  try {
    // The request is not destroyed when this ends early: its answer travels on the same connection.
    for await (const piece of request.raw.iterator({ destroyOnReturn: false })) {
      bytes += (piece as Uint8Array).byteLength;
      if (bytes > body.limitBytes) throw tooLarge(body);
      await take(piece as Uint8Array);
      silence.refresh();
    }
    return bytes;
  } finally {
    clearTimeout(silence);
    // What still comes in of a refused file is read and dropped, for a while, so that the sender can read the answer.
    if (!request.raw.complete) setTimeout(() => request.raw.destroy(), SILENCE_MS).unref();
  }
};

export const streamedBodyOf = (config: unknown): StreamedBody | undefined => {
  const declaration = declarationOf(config);
  return declaration?.access === 'duty' ? declaration.streams : undefined;
};

const tooLarge = ({ limitBytes }: StreamedBody): Problem =>
  new Problem('file-too-large', {
    detail: `Send at most ${limitBytes} bytes; divide a larger file. Nothing of it was kept.`,
    members: { limitBytes },
  });
