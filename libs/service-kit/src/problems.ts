/**
 * The closed catalogue of problems a service may answer with (RFC 9457).
 *
 * Promise: a slug, once published, keeps its meaning and its status; `type` is `urn:gatehouse:problem:<slug>`. Titles
 * and advice never contain anything a caller sent. `members` names the extension members an answer of that type may
 * carry; `not-found` has none, since it must look the same whether or not the thing exists.
 */
export interface ProblemKind {
  status: number;
  title: string;
  /** what the caller should do: the `detail` where the case at hand has no better one */
  whatToDo: string;
  members: readonly string[];
}

const kind = <const M extends readonly string[] = []>(
  status: number,
  title: string,
  whatToDo: string,
  members?: M,
) => ({
  status,
  title,
  whatToDo,
  members: (members ?? []) as M,
});

export const PROBLEMS = {
  'token-missing': kind(401, 'No access token', 'Send an access token as "Authorization: Bearer <token>".'),
  'token-expired': kind(
    401,
    'The access token has expired',
    'Ask your identity provider for a new token and send the request again.',
  ),
  'token-invalid': kind(
    401,
    'The access token is not acceptable',
    'Ask the identity provider of this deployment for a token meant for Gatehouse.',
  ),

  'purpose-missing': kind(
    400,
    'No purpose was stated',
    'State why you ask in the header Gatehouse-Purpose, such as INVESTIGATE.',
  ),
  'purpose-malformed': kind(
    400,
    'The purpose is not well formed',
    'Send exactly one purpose in Gatehouse-Purpose: capital letters and underscores, at most 40.',
  ),
  'case-malformed': kind(
    400,
    'The case reference is not well formed',
    'Send one case reference in Gatehouse-Case: letters, digits and . _ : / -, at most 64, or leave the header out.',
  ),

  'malformed-request': kind(
    400,
    'This is not a well-formed HTTP request',
    'Send an HTTP/1.1 request with a Host header and correct lengths.',
  ),
  'malformed-url': kind(400, 'The address is not well formed', 'Percent-encode the address as UTF-8 (RFC 3986).'),
  'url-too-long': kind(414, 'A part of the address is too long', 'Use the identifiers this service gave you.'),
  'headers-too-large': kind(431, 'The headers are too large', 'Send less than 16 KiB of headers.'),
  'request-timeout': kind(408, 'The request did not arrive in time', 'Send the whole request at once.'),
  'expectation-failed': kind(417, 'The expectation cannot be met', 'Leave the Expect header out.'),
  'media-type-unsupported': kind(
    415,
    'The body must be JSON',
    'Send Content-Type: application/json, in UTF-8, without a Content-Encoding.',
  ),
  'file-too-large': kind(413, 'The file is too large', 'Divide the file: see limitBytes.', ['limitBytes']),
  'body-too-large': kind(
    413,
    'The body is too large',
    'Send at most 256 KiB where something is recorded, 16 KiB elsewhere.',
  ),
  'malformed-json': kind(400, 'The body is not JSON', 'Send one JSON text (RFC 8259).'),
  'invalid-utf8': kind(400, 'The text is not Unicode', 'Encode the body as UTF-8; unpaired surrogates are not text.'),
  'nul-character': kind(400, 'A text contains the NUL character', 'Remove U+0000; it is no part of any text here.'),
  'duplicate-key': kind(400, 'An object names a field twice', 'Name each field once.'),
  'forbidden-key': kind(
    400,
    'An object has a field of a forbidden name',
    'Remove fields named __proto__, constructor or prototype.',
  ),
  'too-deep': kind(400, 'The body is nested too deeply', 'Nest objects and lists at most 32 deep.'),
  'unknown-field': kind(400, 'The request has fields that are not known', 'Remove the fields named in errors.', [
    'errors',
  ]),
  'validation-failed': kind(400, 'The request does not have the required form', 'Correct the fields named in errors.', [
    'errors',
  ]),
  'cursor-invalid': kind(
    400,
    'The cursor is not one of ours',
    'Start again without a cursor; use cursors as they were given, for the same list.',
  ),

  'route-unknown': kind(404, 'There is no such address', 'See /openapi.json for the addresses of this deployment.'),
  'not-found': kind(404, 'Not found', 'There is nothing here that you may know of.'),
  'method-not-allowed': kind(
    405,
    'The address does not take this method',
    'Use one of the methods in the Allow header.',
  ),

  'duty-refused': kind(403, 'This is not among your duties', 'Ask the owner of this duty in your agency.', ['reason']),
  'refused-by-policy': kind(403, 'The agreement does not allow this', 'See reason and obligations.', [
    'reason',
    'obligations',
  ]),
  'command-refused': kind(422, 'The command was refused', 'See refusal.', ['refusal', 'clause', 'earliest']),
  'state-conflict': kind(409, 'The present state does not allow this', 'Read the item again; see refusal.', [
    'refusal',
    'clause',
  ]),
  'preview-outdated': kind(
    409,
    'The preview no longer says what would happen',
    'Look at the recipients named here and, if they are as you want them, send your request again with this preview.',
    ['refusal', 'preview', 'recipients', 'posts'],
  ),
  'audience-of-nobody': kind(
    422,
    'Nobody would get it',
    'See posts for whom it is meant and why each of them is not reached.',
    ['refusal', 'recipients', 'posts'],
  ),
  'already-exists': kind(409, 'This exists already', 'Read what exists; see refusal.', ['refusal']),
  'concurrent-change': kind(
    409,
    'Somebody else changed this first',
    'Read it again and, if it still makes sense, send your request again.',
  ),

  'idempotency-key-malformed': kind(
    400,
    'The idempotency key is not well formed',
    'Send one Idempotency-Key of 8 to 128 visible characters in double quotes, such as a UUID.',
  ),
  'idempotency-key-unsupported': kind(
    400,
    'This address takes no idempotency key',
    'Leave the Idempotency-Key header out; the address says in its description how it may be repeated.',
  ),
  'idempotency-key-under-way': kind(
    409,
    'A request with this idempotency key is under way',
    'Send the same request again after the time in Retry-After to learn what came of it.',
  ),
  'idempotency-key-reused': kind(
    422,
    'The idempotency key was used for another request',
    'Use a new key for a new request. Nothing was done.',
  ),

  'too-many-requests': kind(
    429,
    'Too many requests',
    'Send the request again after the time in Retry-After; raising and acknowledging alerts have turns of their own.',
  ),

  'service-busy': kind(
    503,
    'More is asked than can be done at once',
    'Nothing was done. Send the request again after the time in Retry-After; raising and acknowledging alerts never wait for this.',
  ),
  'temporarily-unavailable': kind(
    503,
    'This is not possible at the moment',
    'Send the request again after the time in Retry-After.',
  ),
  'evidence-unavailable': kind(
    503,
    'The record of this request could not be written',
    'Nothing was released or changed. Send the request again after the time in Retry-After.',
  ),
  internal: kind(500, 'Something went wrong here', 'Give the correlation id to the operator.', ['correlationId']),
} as const satisfies Record<string, ProblemKind>;

export type ProblemSlug = keyof typeof PROBLEMS;
export const problemType = (slug: ProblemSlug): string => `urn:gatehouse:problem:${slug}`;

/** @throws TypeError for a type that is none of these */
export const slugOf = (type: string): ProblemSlug => {
  const slug = type.replace(/^urn:gatehouse:problem:/, '');
  if (!Object.hasOwn(PROBLEMS, slug)) throw new TypeError('no problem of this catalogue');
  return slug as ProblemSlug;
};
