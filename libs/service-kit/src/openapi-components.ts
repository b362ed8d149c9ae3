/** The parts of the OpenAPI document that all services share: token, headers, and the problems by status. */
import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS, problemType } from './problems.ts';
import type { ProblemKind, ProblemSlug } from './problems.ts';
import type { RouteDeclaration } from './routes.ts';

type Components = NonNullable<OpenAPIObject['components']>;

/** Statuses any route may answer with, and those of authenticated routes. */
const ANY = [400, 404, 405, 408, 413, 414, 415, 429, 431, 500, 503];
const AUTHENTICATED = [401, 403, 409, 422];

/** References to the problem responses a route may give. */
export const sharedResponses = (declaration: RouteDeclaration | undefined): Record<string, { $ref: string }> => {
  const statuses = declaration?.access === 'open' ? ANY : [...ANY, ...AUTHENTICATED];
  return Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/problem-${status}` }]));
};

export const problemComponents = () =>
  ({
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token, RFC 9068.' },
    },
    parameters: {
      purpose: header('Gatehouse-Purpose', true, '^[A-Z_]{1,40}$', 'Why you ask. Part of every decision.'),
      case: header('Gatehouse-Case', false, '^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$', 'The case you ask for.'),
      idempotencyKey: header(
        'Idempotency-Key',
        false,
        '^("[!#-\\[\\]-~]{8,128}"|[A-Za-z0-9._~:-]{8,128})$',
        'A key of your own, such as a UUID: the same request with the same key within 24 hours has one effect and one answer.',
      ),
      ifNoneMatch: header(
        'If-None-Match',
        false,
        undefined,
        'The ETag of an answer you keep: 304 says that it still holds. It is decided and recorded as a reading all the same.',
      ),
      traceparent: header(
        'traceparent',
        false,
        undefined,
        'W3C Trace Context; its trace id becomes the correlation id.',
      ),
    },
    headers: {
      'Gatehouse-Correlation-Id': {
        description: 'Ties this answer to logs and audit records.',
        schema: { type: 'string' },
      },
    },
    responses: {
      'not-modified': { description: 'What you have still holds; see ETag.' },
      ...Object.fromEntries([...byStatus()].map(([status, slugs]) => [`problem-${status}`, response(slugs)])),
    },
    schemas: { Problem: problemSchema },
  }) satisfies Components;

const header = (name: string, required: boolean, pattern: string | undefined, description: string) => ({
  name,
  in: 'header' as const,
  required,
  description,
  schema: { type: 'string', ...(pattern && { pattern }) },
});

const byStatus = (): Map<number, ProblemSlug[]> =>
  Map.groupBy(Object.keys(PROBLEMS) as ProblemSlug[], (slug) => PROBLEMS[slug].status);

const response = (slugs: ProblemSlug[]) => ({
  description: slugs.map((slug) => `${PROBLEMS[slug].title} (\`${slug}\`).`).join(' '),
  headers: { 'Gatehouse-Correlation-Id': { $ref: '#/components/headers/Gatehouse-Correlation-Id' } },
  content: {
    'application/problem+json': {
      schema: {
        allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { type: { enum: slugs.map(problemType) } } }],
      },
      examples: Object.fromEntries(slugs.map((slug) => [slug, { value: example(slug) }])),
    },
  },
});

const example = (slug: ProblemSlug) => {
  const { title, status, whatToDo }: ProblemKind = PROBLEMS[slug];
  return { type: problemType(slug), title, status, detail: whatToDo };
};

const fieldError = {
  type: 'object',
  required: ['detail'],
  properties: {
    pointer: { type: 'string', description: 'Where in the body (RFC 6901).' },
    parameter: { type: 'string', description: 'Which query or path parameter.' },
    detail: { type: 'string' },
  },
};

const problemSchema = {
  type: 'object',
  description: 'RFC 9457.',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: { type: 'array', items: fieldError },
    reason: { type: 'string' },
    obligations: { type: 'array', items: { type: 'string' } },
    refusal: { type: 'string' },
    correlationId: { type: 'string' },
    limitBytes: { type: 'integer' },
  },
};
