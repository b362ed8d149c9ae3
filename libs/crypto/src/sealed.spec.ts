import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CompactEncrypt, CompactSign } from 'jose';
import { generatePartyKeys, publicKeys, type PartyKeys, type PublicPartyKeys } from './party-keys.ts';
import { openSealed, sealFor } from './sealed.ts';

const TYP = 'gatehouse-envelope';
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');
let prison: PartyKeys, police: PartyKeys, court: PartyKeys;
let known: (kid: string) => PublicPartyKeys | undefined;

beforeAll(async () => {
  [prison, police, court] = (await Promise.all(['prison', 'police', 'court'].map(generatePartyKeys))) as [
    PartyKeys,
    PartyKeys,
    PartyKeys,
  ];
  known = (kid) => [prison, police, court].map(publicKeys).find((keys) => keys.signing.kid === kid);
});

const encryptRaw = (text: string, to: PartyKeys) =>
  new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', typ: TYP, kid: to.encryption.kid ?? '' })
    .encrypt(publicKeys(to).encryption);

describe('a sealed message', () => {
  it('gives its recipient what was sealed, whoever signed it, and the signature to keep', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), async (payload) => {
        fc.pre(!JSON.stringify(payload).includes('__proto__'));
        const opened = await openSealed(await sealFor(payload, prison, publicKeys(police), TYP), police, known, TYP);
        expect(opened).toMatchObject({ payload: JSON.parse(JSON.stringify(payload)), signedBy: 'prison' });
        expect(opened.jws.split('.')).toHaveLength(3);
      }),
      { numRuns: 50 },
    );
  });

  it('opens for nobody else', async () => {
    const jwe = await sealFor({ a: 1 }, prison, publicKeys(police), TYP);
    await expect(openSealed(jwe, court, known, TYP)).rejects.toMatchObject({ code: 'not-for-us' });
    const claimsTheKeyId = { ...court, encryption: { ...court.encryption, kid: police.encryption.kid } };
    await expect(openSealed(jwe, claimsTheKeyId, known, TYP)).rejects.toMatchObject({ code: 'malformed' });
  });

  it('fails when any one character is another', async () => {
    const jwe = await sealFor({ finding: 'invented' }, prison, publicKeys(police), TYP);
    const changed = fc.tuple(fc.nat(jwe.length - 1), fc.constantFrom(...BASE64URL, '.'));
    await fc.assert(
      fc.asyncProperty(changed, async ([at, character]) => {
        fc.pre(jwe[at] !== character);
        await expect(
          openSealed(jwe.slice(0, at) + character + jwe.slice(at + 1), police, known, TYP),
        ).rejects.toMatchObject({ name: 'CryptoFault' });
      }),
      { numRuns: 400 },
    );
  });

  it('fails when the last character differs only in bits that decoders ignore', async () => {
    const jwe = await sealFor({ a: 1 }, prison, publicKeys(police), TYP);
    const sameBytes = BASE64URL.map((last) => jwe.slice(0, -1) + last).filter(
      (text) => text !== jwe && tag(text).equals(tag(jwe)),
    );
    expect(sameBytes.length).toBeGreaterThan(0);
    for (const text of sameBytes)
      await expect(openSealed(text, police, known, TYP)).rejects.toMatchObject({ code: 'malformed' });
  });

  it('is refused unsigned', async () => {
    await expect(openSealed(await encryptRaw('{"a":1}', police), police, known, TYP)).rejects.toMatchObject({
      code: 'not-signed',
    });
    const none = `${Buffer.from(JSON.stringify({ alg: 'none', typ: TYP, kid: prison.signing.kid, iss: 'prison', aud: 'police' })).toString('base64url')}.e30.`;
    await expect(openSealed(await encryptRaw(none, police), police, known, TYP)).rejects.toMatchObject({
      code: 'not-signed',
    });
  });

  it('is refused when signed by a stranger, or by another than the party it names', async () => {
    const stranger = await generatePartyKeys('prison');
    const jwe = await sealFor({ a: 1 }, stranger, publicKeys(police), TYP);
    await expect(openSealed(jwe, police, known, TYP)).rejects.toMatchObject({ code: 'unknown-signer' });
    const pretends = await sealFor({ a: 1 }, { ...court, party: 'prison' }, publicKeys(police), TYP);
    await expect(openSealed(pretends, police, known, TYP)).rejects.toMatchObject({ code: 'unknown-signer' });
    const borrowedId = { ...stranger, signing: { ...stranger.signing, kid: prison.signing.kid } };
    const resigned = await sealFor({ a: 1 }, borrowedId, publicKeys(police), TYP);
    await expect(openSealed(resigned, police, known, TYP)).rejects.toMatchObject({ code: 'bad-signature' });
  });

  it('cannot be forwarded by its recipient as though it had been sent to a third party', async () => {
    const { jws } = await openSealed(await sealFor({ a: 1 }, prison, publicKeys(police), TYP), police, known, TYP);
    await expect(openSealed(await encryptRaw(jws, court), court, known, TYP)).rejects.toMatchObject({
      code: 'not-for-us',
    });
  });

  it('is not taken for another kind of message', async () => {
    const jwe = await sealFor({ a: 1 }, prison, publicKeys(police), 'gatehouse-receipt');
    await expect(openSealed(jwe, police, known, TYP)).rejects.toMatchObject({ code: 'malformed' });
    const inner = await new CompactSign(Buffer.from('{"a":1}'))
      .setProtectedHeader({
        alg: 'EdDSA',
        typ: 'gatehouse-receipt',
        kid: prison.signing.kid ?? '',
        iss: 'prison',
        aud: 'police',
      })
      .sign(prison.signing);
    await expect(openSealed(await encryptRaw(inner, police), police, known, TYP)).rejects.toMatchObject({
      code: 'malformed',
    });
  });

  it.each(['', 'a.b', '....', 'not a JOSE text', '{}'])('%j is malformed', async (text) => {
    await expect(openSealed(text, police, known, TYP)).rejects.toMatchObject({ code: 'malformed' });
  });
});

const tag = (jwe: string): Buffer => Buffer.from(jwe.split('.')[4] ?? '', 'base64url');
