/**
 * A problem as it is answered: one entry of the catalogue, with what the case at hand adds (RFC 9457).
 *
 * Invariants: only declared extension members; never a value the caller sent; `not-found` always has the same bytes.
 */
import { PROBLEMS, problemType, slugOf } from './problems.ts';
import type { ProblemSlug } from './problems.ts';

type Members<S extends ProblemSlug> = Partial<Record<(typeof PROBLEMS)[S]['members'][number], unknown>>;

export interface ProblemOptions<S extends ProblemSlug> extends ErrorOptions {
  /** instead of the catalogue's advice; no personal data, nothing the caller sent */
  detail?: string;
  members?: Members<S>;
  headers?: Record<string, string>;
}

/** One field that is wrong: a JSON pointer into the body (RFC 6901), or the name of a query or path parameter. */
export type FieldError = { pointer: string; detail: string } | { parameter: string; detail: string };

/** Thrown in a controller or below Nest's filter; answered as application/problem+json. */
export class Problem<S extends ProblemSlug = ProblemSlug> extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly headers: Record<string, string>;
  private readonly detail: string;
  private readonly members: object;

  constructor(
    readonly slug: S,
    options: ProblemOptions<S> = {},
  ) {
    super(slug, { cause: options.cause });
    const { status, whatToDo } = PROBLEMS[slug];
    this.status = status;
    this.detail = options.detail ?? whatToDo;
    this.members = options.members ?? {};
    this.headers = options.headers ?? {};
  }

  /** The problem that a body said: the same body again. */
  static said({ type, title: _title, status: _status, detail, ...members }: Record<string, unknown>): Problem {
    const slug = slugOf(String(type));
    return new Problem(slug, { detail: String(detail), members: members as Members<ProblemSlug> });
  }

  /** The answer's body, members in a fixed order. */
  body(): Record<string, unknown> {
    const { status, title } = PROBLEMS[this.slug];
    return { type: problemType(this.slug), title, status, detail: this.detail, ...this.members };
  }
}
