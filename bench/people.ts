// Who asks, in a measurement: as many analysts as it takes for each to stay below what one person may ask (RATE_LIMITS of the
// service kit), with tokens of an issuer of the measurement's own.
import { testIssuer } from '@gatehouse/identity/test-issuer';
import { CASE } from '@gatehouse/start';

/** One person raises at most ten alerts a second; twenty raise a hundred with room to spare. */
const ANALYSTS = 20;

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Asks as one person: GET without a body, else POST. */
export type Ask = (path: string, body?: object) => Promise<Answer>;

export interface People {
  issuer: string;
  jwksUri: string;
  analysts(url: string): Promise<Ask[]>;
  manager(url: string): Promise<Ask>;
  close(): Promise<void>;
}

export const openPeople = async (): Promise<People> => {
  const { issuer, jwksUri, mint, close } = await testIssuer();
  const as = async (url: string, sub: string, role: string): Promise<Ask> => {
    const token = await mint({ sub, roles: [role] }, { at: new Date() });
    return (path, body) => send(`${url}${path}`, token, body);
  };
  return {
    issuer,
    jwksUri,
    analysts: (url) =>
      Promise.all(Array.from({ length: ANALYSTS }, (_, n) => as(url, `pi-analyst-${n}`, 'intelligence-analyst'))),
    manager: (url) => as(url, 'pi-manager', 'intelligence-manager'),
    close,
  };
};

const send = async (address: string, token: string, body: object | undefined): Promise<Answer> => {
  const response = await fetch(address, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      'gatehouse-purpose': 'PREVENT_SERIOUS_HARM',
      'gatehouse-case': CASE,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
