import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { JWK } from 'jose';
import { listen } from '@gatehouse/service-kit';
import type { Listening } from '@gatehouse/service-kit';
import { systemClock } from '@gatehouse/service-kit/clock';
import { developmentProvider, generateProviderKey } from './development-provider.ts';
import { requestToken, tokenVerifier } from './index.ts';
import type { Persona } from './index.ts';

const analyst: Persona = {
  name: 'analyst',
  secret: 'a secret: with +signs',
  person: 'pi-aigerim',
  agency: 'kz-prison-service',
  unit: 'prison-17-intelligence',
  roles: ['intelligence-analyst'],
};
const liaison: Persona = {
  ...analyst,
  name: 'police-liaison',
  secret: 'another',
  person: 'po-aidos',
  agency: 'kz-police',
};

let key: JWK;
let listening: Listening;
let issuer: string;
const said: unknown[][] = [];

const serve = async (port: number) => {
  const mounted: { callback?: RequestListener } = {}; // the issuer's name is known once the port is
  listening = await listen([], [{ prefix: 'identity', handler: (...both) => mounted.callback?.(...both) }], port);
  issuer = `${listening.origin}/identity`;
  mounted.callback = developmentProvider({ issuer, personas: [analyst, liaison], keys: [key] }).callback;
};

beforeAll(async () => {
  for (const method of ['info', 'warn', 'log', 'error'] as const) {
    jest.spyOn(console, method).mockImplementation((...words: unknown[]) => void said.push(words));
  }
  key = await generateProviderKey();
  await serve(0);
});
afterAll(async () => {
  await listening.close();
  jest.restoreAllMocks();
});

const ask = (body: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${issuer}/token`, { method: 'POST', headers, body: new URLSearchParams(body) });

describe('the development provider', () => {
  it('gives a persona an access token that the verifier takes', async () => {
    const token = await requestToken(issuer, analyst.name, analyst.secret);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid });
    const { iat = 0, exp = 0, aud } = decodeJwt(token);
    expect([exp - iat, aud]).toEqual([300, 'gatehouse']);
    const verifier = tokenVerifier({ issuer, audience: 'gatehouse', clock: systemClock });
    const { person, agency, unit, roles } = analyst;
    expect(await verifier.verify(`Bearer ${token}`)).toEqual({ person, agency, unit, roles, clientId: 'analyst' });
  });

  it('takes the secret in the body too', async () => {
    const { name, secret } = liaison;
    const answer = await ask({ grant_type: 'client_credentials', client_id: name, client_secret: secret });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect(decodeJwt(token).sub).toBe('po-aidos');
  });

  it.each([
    ['a wrong secret', 'analyst', liaison.secret],
    ['an unknown persona', 'nobody', 'x'],
  ])('refuses %s', async (_, name, secret) => expect(requestToken(issuer, name, secret)).rejects.toThrow('refused'));

  it.each(['password', 'authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:token-exchange'])(
    'does not know the grant %s',
    async (grant) => {
      const { name, secret } = liaison;
      const answer = await ask({ grant_type: grant, client_id: name, client_secret: secret });
      expect([answer.status, await answer.json()]).toEqual([
        400,
        expect.objectContaining({ error: 'unsupported_grant_type' }),
      ]);
    },
  );

  it.each([
    '/',
    '/auth?client_id=analyst',
    '/session/end',
    '/reg',
    '/me',
    '/interaction/x',
    '/request',
    '/token/introspection',
  ])('has no page at %s', async (path) => expect((await fetch(issuer + path)).status).toBe(404));

  it('publishes no private key', async () => {
    const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: JWK[] };
    expect(keys.map(({ kid, d }) => [kid, d])).toEqual([[key.kid, undefined]]);
  });

  it('started again with its keys, still stands behind its tokens', async () => {
    const token = await requestToken(issuer, analyst.name, analyst.secret);
    const { port } = new URL(issuer);
    await listening.close();
    await serve(Number(port));
    const verifier = tokenVerifier({ issuer, audience: 'gatehouse', clock: systemClock });
    expect((await verifier.verify(`Bearer ${token}`)).person).toBe('pi-aigerim');
  });

  it('does not run in production', () => {
    process.env['NODE_ENV'] = 'production';
    expect(() => developmentProvider({ issuer, personas: [], keys: [key] })).toThrow('not for production');
    process.env['NODE_ENV'] = 'test';
  });

  it('leaves the console alone', () => expect(said).toEqual([]));
});
