import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { tokenVerifier } from './index.ts';
import type { TokenVerifier } from './index.ts';
import { testIssuer } from './test-issuer.ts';
import type { MintOptions, TestIssuer } from './test-issuer.ts';

const NOON = new Date('2026-03-02T12:00:00Z');
const seconds = (n: number) => new Date(NOON.getTime() + n * 1000);

let clock: HeldClock;
let issuer: TestIssuer;
let verifier: TokenVerifier;

beforeEach(async () => {
  clock = new HeldClock(NOON);
  issuer = await testIssuer();
  verifier = tokenVerifier({ ...issuer, clock });
});
afterEach(() => issuer.close());

const token = (claims: object = {}, options: Partial<MintOptions> = {}) =>
  issuer.mint({ ...claims }, { at: NOON, ...options });
const codeFor = async (authorization: string | undefined) => {
  const outcome = await verifier.verify(authorization).catch((fault: unknown) => fault);
  return (outcome as { code?: string }).code ?? 'accepted';
};
const codeOf = async (claims: object, options: Partial<MintOptions> = {}) =>
  codeFor(`Bearer ${await token(claims, options)}`);

describe('an acceptable token', () => {
  it('makes a caller', async () =>
    expect(await verifier.verify(`bearer ${await token()}`)).toEqual({
      person: 'pi-aigerim',
      agency: 'kz-prison-service',
      unit: 'prison-17-intelligence',
      roles: ['intelligence-analyst'],
      clientId: 'analyst',
    }));

  it('may be for several audiences', async () =>
    expect(await codeOf({ aud: ['other', 'gatehouse'] })).toBe('accepted'));
  it('may come from a provider that writes azp', async () =>
    expect(await codeOf({ client_id: undefined, azp: 'analyst' })).toBe('accepted'));

  it('finds the keys by discovery when no address is configured', async () => {
    verifier = tokenVerifier({ issuer: issuer.issuer, audience: 'gatehouse', clock });
    expect(await codeOf({})).toBe('accepted');
  });
});

describe('no token', () => {
  it.each([undefined, ''])('%p is missing', async (header) => expect(await codeFor(header)).toBe('token-missing'));
  it.each(['Basic YTpi', 'Bearer', 'Bearer ', 'Bearer a.b', 'Bearer a.b.c, Bearer d.e.f', 'Bearer ey.%00.x'])(
    '%p is no token',
    async (header) => expect(await codeFor(header)).toBe('token-invalid'),
  );
  it('a header over 8 KiB is not read', async () =>
    expect(await codeOf({ padding: 'x'.repeat(9000) })).toBe('token-invalid'));
});

describe('forged tokens', () => {
  it.each(['wrong-key', 'unsigned', 'public-key-as-secret'] as const)('%s', async (forged) =>
    expect(await codeOf({}, { forged })).toBe('token-invalid'),
  );
  it('an altered claim', async () => {
    const [header, , signature] = (await token()).split('.');
    const [, payload] = (await token({ sub: 'op-timur' })).split('.');
    expect(await codeFor(`Bearer ${header}.${payload}.${signature}`)).toBe('token-invalid');
  });
  it('an id token in place of an access token', async () =>
    expect(await codeOf({}, { typ: 'JWT' })).toBe('token-invalid'));
  it('an unknown key', async () => expect(await codeOf({}, { kid: 'nobody' })).toBe('token-invalid'));
  it('says nothing of the reason', async () => {
    const fault = await verifier.verify(`Bearer ${await token({}, { forged: 'wrong-key' })}`).catch((e: Error) => e);
    expect((fault as Error).message).toBe('token-invalid');
  });
});

describe('claims', () => {
  it.each(['iss', 'aud', 'exp', 'iat', 'sub', 'agency', 'unit', 'roles', 'client_id'])(
    '%s is required',
    async (claim) => expect(await codeOf({ [claim]: undefined })).toBe('token-invalid'),
  );
  it.each([
    ['another issuer', { iss: 'http://127.0.0.1:1' }],
    ['another audience', { aud: 'somebody-else' }],
    ['roles as text', { roles: 'intelligence-analyst' }],
    ['a role that is no text', { roles: [7] }],
    ['too many roles', { roles: Array.from({ length: 21 }, (_, i) => `role-${i}`) }],
    ['an oversized name', { unit: 'u'.repeat(129) }],
    ['an empty name', { agency: '' }],
    ['a name with a line break', { unit: 'a\nb' }],
    ['a name with NUL', { sub: 'a\0' }],
    ['an object as agency', { agency: { toString: 'x' } }],
  ])('%s is refused', async (_, claims) => expect(await codeOf(claims)).toBe('token-invalid'));
});

describe('time', () => {
  it.each([
    [0, 'accepted'],
    [304, 'accepted'],
    [305, 'token-expired'],
    [3600, 'token-expired'],
    [-4, 'accepted'],
    [-6, 'token-invalid'],
  ])('%p seconds after its issue', async (after, code) => {
    clock.set(seconds(after));
    expect(await codeOf({})).toBe(code);
  });
  it('not yet valid', async () => expect(await codeOf({ nbf: seconds(60).getTime() / 1000 })).toBe('token-invalid'));
  it.each([
    [600, 'accepted'],
    [601, 'token-invalid'],
  ])('a life of %p seconds', async (life, code) => expect(await codeOf({}, { seconds: life })).toBe(code));
  it('a forged token that has also expired is forged', async () => {
    clock.set(seconds(3600));
    expect(await codeOf({}, { forged: 'wrong-key' })).toBe('token-invalid');
  });
});

describe("the issuer's keys", () => {
  it('out of reach from the start: try again later', async () => {
    await issuer.down();
    expect(await codeOf({})).toBe('identity-unreachable');
    await issuer.up();
    expect(await codeOf({})).toBe('accepted');
  });

  it('seen before: go on while the issuer is down; a key nobody knows cannot be judged', async () => {
    expect(await codeOf({})).toBe('accepted');
    await issuer.down();
    expect(await codeOf({})).toBe('accepted');
    expect(await codeOf({}, { forged: 'wrong-key' })).toBe('token-invalid');
  });

  it('changed: the new key is fetched when a token names it', async () => {
    await issuer.rotate();
    expect(await codeOf({})).toBe('accepted');
  });
});
