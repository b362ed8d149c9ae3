import { beforeAll, describe, expect, it } from '@jest/globals';
import { CompactSign } from 'jose';
import { generatePartyKeys, publicKeys, type PartyKeys } from './party-keys.ts';
import { sign, verify } from './signed.ts';

let registry: PartyKeys, other: PartyKeys;
beforeAll(async () => {
  [registry, other] = [await generatePartyKeys('registry'), await generatePartyKeys('other')];
});

describe('a signed object', () => {
  it('verifies under the key that signed it, whatever the order of its members', async () => {
    const jws = await sign({ b: 1, a: 'ü' }, registry, 'gatehouse-bundle');
    expect(await verify(jws, publicKeys(registry).signing, 'gatehouse-bundle')).toEqual({ a: 'ü', b: 1 });
    expect(jws).toBe(await sign({ a: 'ü', b: 1 }, registry, 'gatehouse-bundle'));
  });

  it('is refused under another key, of another kind, and changed', async () => {
    const jws = await sign({ version: 7 }, registry, 'gatehouse-bundle');
    const key = publicKeys(registry).signing;
    await expect(verify(jws, publicKeys(other).signing, 'gatehouse-bundle')).rejects.toMatchObject({
      code: 'unknown-signer',
    });
    await expect(verify(jws, key, 'gatehouse-promise')).rejects.toMatchObject({ code: 'malformed' });
    const [header, , signature] = jws.split('.');
    const changed = `${header}.${Buffer.from('{"version":8}').toString('base64url')}.${signature}`;
    await expect(verify(changed, key, 'gatehouse-bundle')).rejects.toMatchObject({ code: 'bad-signature' });
  });

  it('is refused when its payload has a second reading: a member twice', async () => {
    const jws = await new CompactSign(Buffer.from('{"a":1,"a":2}'))
      .setProtectedHeader({ alg: 'EdDSA', typ: 't', kid: registry.signing.kid ?? '', iss: 'registry' })
      .sign(registry.signing);
    await expect(verify(jws, publicKeys(registry).signing, 't')).rejects.toMatchObject({ code: 'malformed' });
  });

  it('cannot name its own algorithm', async () => {
    const header = { alg: 'HS256', typ: 't', kid: registry.signing.kid ?? '', iss: 'registry' };
    const jws = await new CompactSign(Buffer.from('{}'))
      .setProtectedHeader(header)
      .sign(Buffer.from(registry.signing.x ?? '', 'base64url'));
    await expect(verify(jws, publicKeys(registry).signing, 't')).rejects.toMatchObject({ code: 'bad-signature' });
  });
});

it('public keys hold nothing private', () => {
  for (const key of [publicKeys(registry).signing, publicKeys(registry).encryption])
    expect(Object.keys(key).sort()).toEqual(['crv', 'kid', 'kty', 'x']);
});
