/**
 * ETag and If-None-Match (RFC 9110, 8.8.3 and 13.1.2) on what an authenticated person reads.
 *
 * Promise: the handler has decided and recorded before the tag is looked at: 304 is a reading like any other, and carries its
 * promise. What answers 404 has no tag, so hidden and unknown stay alike. A tag is strong: of exactly these bytes.
 * Invariant: tags are keyed, and of one person: nobody can test a guess at the content against one, or learn from two people's
 * tags that they read the same. (Answers stay `no-store`: it is for the caller's program to keep a copy, and for no cache.)
 */
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from './request-context.ts';

export class EntityTags {
  readonly #key: Buffer;

  /** @param secret base64url, of the service: tags hold over restarts and between its processes; random where there is none */
  constructor(secret?: string) {
    const root = secret === undefined ? randomBytes(32) : Buffer.from(secret, 'base64url');
    this.#key = Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), 'gatehouse entity tags', 32));
  }

  /**
   * Tags an answer that shows something.
   * @param asked who reads; undefined on an open route, whose answers have no tag of ours
   * @returns the payload to send: none where the caller has it already
   */
  applyTo(request: FastifyRequest, reply: FastifyReply, asked: RequestContext | undefined, payload: unknown): unknown {
    if (request.method !== 'GET' || reply.statusCode !== 200 || !asked) return payload;
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload;
    const tag = this.#tagOf(request, asked, payload);
    void reply.header('etag', tag);
    if (!names(request.headers['if-none-match'], tag)) return payload;
    void reply.code(304).removeHeader('content-type').removeHeader('content-length');
    return '';
  }

  #tagOf({ raw }: FastifyRequest, { caller, purpose, caseRef }: RequestContext, payload: string | Buffer): string {
    const reader = JSON.stringify([raw.url, caller.agency, caller.person, purpose, caseRef]);
    const digest = createHmac('sha256', this.#key).update(reader).update('\n').update(payload).digest();
    return `"${digest.subarray(0, 16).toString('base64url')}"`;
  }
}

/** Whether If-None-Match names this tag; compared weakly, as the field asks. */
const names = (field: string | undefined, tag: string): boolean =>
  field !== undefined && (field.trim() === '*' || field.matchAll(/"[^"]*"/g).some(([named]) => named === tag));
