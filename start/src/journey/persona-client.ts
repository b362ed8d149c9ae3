// Calls the services as a persona does: a token from the identity provider, a purpose, a case, plain HTTP.
import { requestToken } from '@gatehouse/identity';
import type { Persona } from '../personas.ts';

export interface Access {
  /** such as http://127.0.0.1:8080 */
  url: string;
  /** where a service listens, by name, when each is a process of its own; else all of them are at `url` */
  origins?: Record<string, string>;
  issuer: string;
  secretOf: (persona: string) => string;
  /** a token of another identity provider than the one at `issuer` */
  tokenOf?: (persona: Persona) => Promise<string>;
}

export interface HttpAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

export interface Request {
  method?: 'GET' | 'POST' | 'PUT';
  path: string;
  purpose: string;
  caseRef?: string;
  body?: object;
  /** beside those every request has */
  headers?: Record<string, string>;
}

/** Where a path is served: its first segment is the service. */
export const originOf = ({ url, origins = {} }: Access, path: string): string =>
  origins[path.split('/', 2)[1] ?? ''] ?? url;

export class PersonaClient {
  #token: Promise<string> | null = null;

  constructor(
    private readonly access: Access,
    readonly persona: Persona,
  ) {}

  /** Sends a request as this persona. Gives the answer whatever its status: a refusal is an answer. */
  async ask({ method, path, purpose, caseRef, body, headers }: Request): Promise<HttpAnswer> {
    const response = await fetch(`${originOf(this.access, path)}${path}`, {
      method: method ?? (body ? 'POST' : 'GET'),
      headers: {
        // A busy machine lets the server close an idle connection in the instant in which it is used again.
        connection: 'close',
        authorization: `Bearer ${await this.#tokenNow()}`,
        'gatehouse-purpose': purpose,
        ...(caseRef ? { 'gatehouse-case': caseRef } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return {
      status: response.status,
      headers: response.headers,
      // 304 has none.
      body: JSON.parse((await response.text()) || '{}') as Record<string, unknown>,
    };
  }

  #tokenNow(): Promise<string> {
    if (this.access.tokenOf) return this.access.tokenOf(this.persona);
    this.#token ??= requestToken(this.access.issuer, this.persona.name, this.access.secretOf(this.persona.name));
    return this.#token;
  }

  /** Asks until an answer is as wanted. @throws Error naming the last answer when it is not within the time */
  async askUntil(request: Request, wanted: (answer: HttpAnswer) => boolean, withinMs = 30_000): Promise<HttpAnswer> {
    const end = performance.now() + withinMs;
    for (;;) {
      const answer = await this.ask(request);
      if (wanted(answer)) return answer;
      if (performance.now() > end) {
        throw new Error(
          `${this.persona.name} waited ${withinMs} ms for ${request.path}; the last answer was ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
