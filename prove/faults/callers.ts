// Who asks in a run under faults: officers, analysts and a manager, each with a short-lived token, who ask again with the same
// Idempotency-Key until they are answered. What broke off may have happened or not: asked again it must be once.
import { testIssuer } from '@gatehouse/identity/test-issuer';
import { CASE } from '@gatehouse/start';
import { setTimeout as pause } from 'node:timers/promises';

export interface Caller {
  person: string;
  role: string;
  unit: string;
}

export interface Command {
  by: Caller;
  path: string;
  body: object;
  /** of a command that changes something */
  key?: string;
}

/** What came of a command in the end. */
export type Answered =
  | { outcome: 'accepted'; body: Record<string, unknown>; askedAt: number; answeredAt: number; tries: number }
  | { outcome: 'refused'; status: number; body: Record<string, unknown> }
  /** nobody said anything for as long as there was patience: it may have happened or not */
  | { outcome: 'unanswered' };

export interface Callers {
  issuer: string;
  jwksUri: string;
  /** Asks until there is an answer, for as long as `patient` says. */
  ask(origin: string, command: Command, patient: () => boolean): Promise<Answered>;
  close(): Promise<void>;
}

const TOKEN_SECONDS = 300;
const TOKEN_USED_MS = 200_000;
/** A process that was stopped holds its connections: nobody waits for ever. */
const ANSWERED_WITHIN_MS = 10_000;
const AGAIN_MS = 300;

export const openCallers = async (random: () => number): Promise<Callers> => {
  const { issuer, jwksUri, mint, close } = await testIssuer();
  const tokens = new Map<string, { token: Promise<string>; at: number }>();
  const tokenOf = ({ person, role, unit }: Caller): Promise<string> => {
    const known = tokens.get(person);
    if (known && performance.now() - known.at < TOKEN_USED_MS) return known.token;
    const token = mint({ sub: person, roles: [role], unit }, { at: new Date(), seconds: TOKEN_SECONDS });
    tokens.set(person, { token, at: performance.now() });
    return token;
  };
  const once = async (origin: string, command: Command): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await fetch(`${origin}${command.path}`, {
      method: 'POST',
      headers: {
        connection: 'close',
        authorization: `Bearer ${await tokenOf(command.by)}`,
        'content-type': 'application/json',
        'gatehouse-purpose': 'PREVENT_SERIOUS_HARM',
        'gatehouse-case': CASE,
        ...(command.key ? { 'idempotency-key': command.key } : {}),
      },
      body: JSON.stringify(command.body),
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const ask = async (origin: string, command: Command, patient: () => boolean): Promise<Answered> => {
    for (let tries = 1; ; tries += 1) {
      const askedAt = Date.now();
      const answer = await once(origin, command).catch(() => null);
      if (answer && answer.status < 300)
        return { outcome: 'accepted', body: answer.body, askedAt, answeredAt: Date.now(), tries };
      if (answer && !passes(answer)) return { outcome: 'refused', ...answer };
      if (!patient()) return { outcome: 'unanswered' };
      await pause(AGAIN_MS * (1 + random()));
    }
  };
  return { issuer, jwksUri, ask, close };
};

/** What the service says will pass by itself: too much at once, this very request under way, a part that is away. */
const passes = ({ status, body }: { status: number; body: Record<string, unknown> }): boolean =>
  status >= 500 || status === 429 || String(body['type']).endsWith(':idempotency-key-under-way');
