import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { issuerKeys } from './issuer-keys.ts';
import { testIssuer } from './test-issuer.ts';
import type { TestIssuer } from './test-issuer.ts';

const MINUTE = 60_000;
const known = { alg: 'EdDSA', kid: 'key-1' };
const jws = { payload: '', signature: '' };

let issuer: TestIssuer;
let elapsed = 0;

beforeEach(async () => {
  elapsed = 0;
  const [realNow, realPerformance] = [Date.now.bind(Date), performance.now.bind(performance)];
  jest.spyOn(Date, 'now').mockImplementation(() => realNow() + elapsed);
  jest.spyOn(performance, 'now').mockImplementation(() => realPerformance() + elapsed);
  issuer = await testIssuer();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await issuer.close();
});

it('keeps the keys for a day of silence, and no longer', async () => {
  const keys = issuerKeys(issuer.issuer, issuer.jwksUri);
  await keys(known, jws);
  await issuer.down();
  elapsed = 23 * 60 * MINUTE;
  await expect(keys(known, jws)).resolves.toBeDefined();
  elapsed = 25 * 60 * MINUTE;
  await expect(keys(known, jws)).rejects.toMatchObject({ code: 'identity-unreachable', retryAfterSeconds: 5 });
});

it('forgets a withdrawn key within ten minutes', async () => {
  const keys = issuerKeys(issuer.issuer, issuer.jwksUri);
  await keys(known, jws);
  await issuer.rotate();
  elapsed = 11 * MINUTE;
  await expect(keys(known, jws)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  await expect(keys({ ...known, kid: 'key-1+' }, jws)).resolves.toBeDefined();
});

it('cannot judge an unknown key while the issuer is silent', async () => {
  const keys = issuerKeys(issuer.issuer, issuer.jwksUri);
  await keys(known, jws);
  await issuer.down();
  elapsed = 11 * MINUTE;
  await expect(keys({ ...known, kid: 'new' }, jws)).rejects.toMatchObject({ code: 'identity-unreachable' });
});

it('does not take keys from a discovery document about another issuer', async () => {
  const keys = issuerKeys(issuer.issuer.replace('127.0.0.1', 'localhost'), undefined);
  await expect(keys(known, jws)).rejects.toMatchObject({ code: 'identity-unreachable' });
});
