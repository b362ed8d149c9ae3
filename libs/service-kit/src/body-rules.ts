/**
 * What a request must look like before a handler sees it: one JSON object in plain UTF-8, and an address that decodes.
 */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';
import type { RouteDeclaration, RouteTraits } from './routes.ts';
import { checkStreamedBody, streamedBodyOf } from './streamed-body.ts';
import { FORBIDDEN_NAMES, parseStrictJson } from './strict-json.ts';

/** The most any route takes, unless it says otherwise itself. */
export const BODY_LIMIT = 256 * 1024;
/** Of routes that read, or act on what the address names: they need little or nothing. */
const SMALL_BODY_LIMIT = 16 * 1024;

/** Bytes of a body, by the kind of a route: a duty records something, everything else names it. */
export const bodyLimitOf = (declaration: RouteDeclaration | undefined, { bodyLimit }: RouteTraits): number =>
  bodyLimit ?? (declaration?.access === 'duty' ? BODY_LIMIT : SMALL_BODY_LIMIT);
const JSON_TYPE = /^application\/json\s*(;\s*charset=("?)utf-8\2\s*)?$/i;

/** Replaces Fastify's parsers: no other media type has one, so any other answers 415, but on a route that takes a file. */
export const addBodyParser = (instance: FastifyInstance): void => {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseStrictJson(typeof body === 'string' ? Buffer.from(body) : body));
    } catch (error) {
      done(error as Error);
    }
  });
  // The file stays unread until its handler asks for it (`receiveStream`).
  instance.addContentTypeParser('*', (request, _payload, done) =>
    streamedBodyOf(request.routeOptions.config) ? done(null) : done(new Problem('media-type-unsupported')),
  );
};

/** @throws Problem media-type-unsupported, file-too-large: Fastify compares the type only, and would take other charsets for UTF-8 */
export const checkMediaType = (request: IncomingMessage, config: unknown): void => {
  const file = streamedBodyOf(config);
  if (file) return checkStreamedBody(request, file);
  const { headers } = request;
  const type = headers['content-type'];
  const encoding = headers['content-encoding'];
  if (type !== undefined && !JSON_TYPE.test(type)) throw new Problem('media-type-unsupported');
  if (encoding !== undefined && encoding !== 'identity') throw new Problem('media-type-unsupported');
};

/**
 * @param target path and query as received
 * @throws Problem malformed-url, nul-character, forbidden-key
 */
export const checkTarget = (target: string): void => {
  let decoded: string;
  try {
    decoded = decodeURIComponent(target);
  } catch {
    throw new Problem('malformed-url');
  }
  if (decoded.includes('\0')) throw new Problem('nul-character', { detail: 'Remove %00 from the address.' });
  const query = new URLSearchParams(target.split('?', 2)[1]);
  if (query.keys().some((name) => FORBIDDEN_NAMES.has(name))) throw new Problem('forbidden-key');
};
