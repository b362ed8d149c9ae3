// The services over HTTP: token, purpose and case on every request, and every problem (RFC 9457) in words that say what
// to do.
import { Ended, type ExitReason } from './exit-codes.ts';
import { loadSession } from './session.ts';
import { renewed } from './sign-in.ts';

export interface Why {
  purpose: string | undefined;
  caseRef: string | undefined;
}

export interface Asking {
  method?: 'GET' | 'POST';
  /** such as /police-liaison/v1/inbox */
  path: string;
  json?: object;
  file?: { body: Blob; type: string };
  /** milliseconds; a file may take as long as it takes */
  patience?: number | null;
}

interface Problem {
  type?: string;
  title?: string;
  detail?: string;
  reason?: string;
  refusal?: string;
  correlationId?: string;
  errors?: { pointer?: string; parameter?: string; detail: string }[];
  obligations?: string[];
}

const PATIENCE_MS = 60_000;

export class Service {
  readonly #why: Why;

  constructor(why: Why) {
    this.#why = why;
  }

  /** @throws Ended with what the service said */
  async ask<T = Record<string, unknown>>(asking: Asking): Promise<T> {
    const answer = await this.answer(asking);
    if (answer.ok) return (await answer.json()) as T;
    throw refusedWith(answer, (await answer.json().catch(() => ({}))) as Problem);
  }

  /** The answer itself, whatever its status. @throws Ended when there is none */
  async answer({ method, path, json, file, patience = PATIENCE_MS }: Asking): Promise<Response> {
    const session = await renewed(await loadSession());
    const body = json === undefined ? file?.body : JSON.stringify(json);
    const type = json === undefined ? file?.type : 'application/json';
    const init = {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { authorization: `Bearer ${session.token}`, ...this.#reasons(), ...(type && { 'content-type': type }) },
      ...(body !== undefined && { body }),
      ...(patience !== null && { signal: AbortSignal.timeout(patience) }),
      redirect: 'error' as const,
    };
    return fetch(`${session.url}${path}`, init).catch(() => {
      throw new Ended('unavailable', `${session.url} cannot be reached.`, ['Try again later.']);
    });
  }

  #reasons(): Record<string, string> {
    const { purpose, caseRef } = this.#why;
    if (!purpose)
      throw new Ended('usage', 'Say why you ask.', ['--purpose INVESTIGATE, or GATEHOUSE_PURPOSE in the environment']);
    return { 'gatehouse-purpose': purpose, ...(caseRef && { 'gatehouse-case': caseRef }) };
  }
}

/** The end of a command, as a problem of the service says it. */
export const refusedWith = (answer: Response, problem: Problem): Ended => {
  const code = problem.refusal ?? problem.reason;
  const advice = [
    problem.detail,
    ...(problem.errors ?? []).map(({ pointer, parameter, detail }) => `${pointer ?? parameter ?? ''} ${detail}`.trim()),
    ...(problem.obligations ?? []),
    problem.correlationId && `correlation id ${problem.correlationId}`,
    waitOf(answer),
  ].filter((line): line is string => typeof line === 'string' && line !== '');
  const title = problem.title ?? `The service answers ${answer.status}.`;
  return new Ended(reasonOf(answer.status), code ? `${title} (${code})` : title, advice, problem);
};

const reasonOf = (status: number): ExitReason => {
  if (status === 401) return 'notSignedIn';
  if ([408, 425, 429, 502, 503, 504].includes(status)) return 'unavailable';
  return status >= 500 ? 'serviceFailed' : 'refused';
};

const waitOf = ({ headers }: Response): string | undefined => {
  const seconds = headers.get('retry-after');
  return seconds ? `Try again in ${seconds} s.` : undefined;
};
