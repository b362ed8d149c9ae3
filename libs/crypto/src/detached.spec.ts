import { beforeAll, describe, expect, it } from '@jest/globals';
import { detachedHeader, signDetached, verifyDetached } from './detached.ts';
import { generatePartyKeys, publicKeys, type PartyKeys } from './party-keys.ts';

const TYP = 'sample';
const document = { id: 'a', version: 1, text: 'ä' };
let keys: PartyKeys;
let others: PartyKeys;
let jws: string;
beforeAll(async () => {
  keys = await generatePartyKeys('one');
  others = await generatePartyKeys('two');
  jws = await signDetached(document, keys, TYP, { version: 1 });
});

describe('a detached signature', () => {
  it('verifies over the document whatever the order of its members, and carries no payload', async () => {
    await verifyDetached(jws, { text: 'ä', version: 1, id: 'a' }, publicKeys(keys).signing, TYP);
    expect(jws.split('.')[1]).toBe('');
    expect(detachedHeader(jws, TYP)).toEqual({ version: 1, kid: keys.signing.kid, iss: 'one' });
  });

  it('does not verify over another document', () =>
    expect(verifyDetached(jws, { ...document, version: 2 }, publicKeys(keys).signing, TYP)).rejects.toMatchObject({
      code: 'bad-signature',
    }));

  it('does not verify under another key, nor under a key that took its id', async () => {
    const other = publicKeys(others).signing;
    await expect(verifyDetached(jws, document, other, TYP)).rejects.toMatchObject({ code: 'unknown-signer' });
    const posing = { ...other, kid: keys.signing.kid ?? '' };
    await expect(verifyDetached(jws, document, posing, TYP)).rejects.toMatchObject({ code: 'bad-signature' });
  });

  it('is of one kind', () => expect(() => detachedHeader(jws, 'other')).toThrow(/another kind/));

  it.each(['', 'a.b', 'a.b.c', '..', 'e30..AA', `e30..${'A'.repeat(10)}=`])('is not %j', (text) =>
    expect(() => detachedHeader(text, TYP)).toThrow(),
  );

  it('does not verify with its header exchanged', async () => {
    const other = await signDetached(document, keys, TYP, { version: 2 });
    const mixed = [other.split('.')[0], '', jws.split('.')[2]].join('.');
    await expect(verifyDetached(mixed, document, publicKeys(keys).signing, TYP)).rejects.toMatchObject({
      code: 'bad-signature',
    });
  });
});
