// Which keys of a party count here, and since when one is revoked.
import { generatePartyKeys, SIGNED_BESIDE, signDetached, type PartyKeys } from '@gatehouse/crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { goodAt, type RegisteredKey } from './good-key.ts';
import { signingKeyOf } from './signed-text.fixture.ts';
import { keysThatCount, type Revocation } from './signing-keys.ts';

const PARTY = 'kz-police';
const [FIRST, SECOND, THIRD] = [
  '2026-01-01T00:00:00.000Z',
  '2026-02-01T00:00:00.000Z',
  '2026-03-01T00:00:00.000Z',
] as const;

let [old, next, last, stranger]: PartyKeys[] = [];
beforeAll(async () => {
  [old, next, last, stranger] = await Promise.all([PARTY, PARTY, PARTY, PARTY].map(generatePartyKeys));
});

const key = (keys: PartyKeys, more: Partial<RegisteredKey> = {}): RegisteredKey => ({
  key: signingKeyOf(keys),
  validFrom: FIRST,
  validUntil: null,
  revokedSince: null,
  endorsement: null,
  ...more,
});
const endorsed = (keys: PartyKeys, by: PartyKeys, party = PARTY): Promise<string> =>
  signDetached({ party: PARTY, key: signingKeyOf(keys) }, { ...by, party }, SIGNED_BESIDE.partyKey, {});
const counting = async (keys: RegisteredKey[], known = [signingKeyOf(old!)], revoked: Revocation[] = []) =>
  keysThatCount({ party: PARTY, keys }, known, revoked);
const kids = async (...given: Parameters<typeof counting>) => (await counting(...given)).map((one) => one.key.kid);
const kidOf = (keys: PartyKeys) => signingKeyOf(keys).kid;

describe('a key', () => {
  it('counts when it was given, as what it was given', async () => {
    expect(await kids([key(old!), key(stranger!)])).toEqual([kidOf(old!)]);
    expect(await kids([key(old!)], [])).toEqual([]);
    const posing = { ...signingKeyOf(stranger!), kid: kidOf(old!) };
    expect(await kids([key(stranger!, { key: posing })])).toEqual([]);
    const renamed = { ...signingKeyOf(old!), kid: 'another' };
    expect(await kids([key(old!, { key: renamed })])).toEqual([]);
  });

  it('counts when one before it signed it, and so on, in whatever order the register says them', async () => {
    const second = key(next!, { validFrom: SECOND, endorsement: await endorsed(next!, old!) });
    const third = key(last!, { validFrom: THIRD, endorsement: await endorsed(last!, next!) });
    const all = [old, next, last].map((one) => kidOf(one!));
    expect(await kids([key(old!), second, third])).toEqual(all);
    expect(await kids([third, second, key(old!)])).toEqual(all);
    expect(await kids([third, key(old!)])).toEqual(all.slice(0, 1));
  });

  it.each([
    ['in the name of another party', () => endorsed(next!, old!, 'kz-probation')],
    ['over another key', () => endorsed(last!, old!)],
    ['by itself', () => endorsed(next!, next!)],
    ['by a stranger', () => endorsed(next!, stranger!)],
    [
      'as something else',
      () => signDetached({ party: PARTY, key: signingKeyOf(next!) }, old!, SIGNED_BESIDE.order, {}),
    ],
    ['as no signature', () => Promise.resolve('a.b.c')],
  ])('does not count when it was signed %s', async (_what, endorsement) => {
    const second = key(next!, { validFrom: SECOND, endorsement: await endorsement() });
    expect(await kids([key(old!), second])).toEqual([kidOf(old!)]);
  });

  it.each([
    [{}, true],
    [{ validUntil: SECOND }, true],
    [{ validUntil: '2026-01-31T23:59:59.999Z' }, false],
    [{ revokedSince: SECOND }, false],
    [{ revokedSince: THIRD }, true],
    [{ validFrom: SECOND }, true],
  ])('is signed by one that is good when it begins: %j', async (former, counts) => {
    const second = key(next!, { validFrom: SECOND, endorsement: await endorsed(next!, old!) });
    expect(await kids([key(old!, former), second])).toEqual([old!, ...(counts ? [next!] : [])].map(kidOf));
  });

  it('is not signed by one that was revoked before, also when the register says that no more', async () => {
    const second = key(next!, { validFrom: SECOND, endorsement: await endorsed(next!, old!) });
    const revoked = [{ party: PARTY, kid: kidOf(old!), since: FIRST }];
    expect(await kids([key(old!), second], [signingKeyOf(old!)], revoked)).toEqual([kidOf(old!)]);
  });
});

describe('a revocation', () => {
  const since = async (said: string | null, heard: Partial<Revocation>[]): Promise<string | null | undefined> => {
    const revoked = heard.map((one) => ({ party: PARTY, kid: kidOf(old!), since: SECOND, ...one }));
    return (await counting([key(old!, { revokedSince: said })], undefined, revoked))[0]?.revokedSince;
  };

  it.each([
    ['nobody', null, [], null],
    ['the register', SECOND, [], SECOND],
    ['what was heard before', null, [{}], SECOND],
    ['both, the earlier', SECOND, [{ since: FIRST }], FIRST],
    ['both, the earlier again', FIRST, [{ since: SECOND }], FIRST],
    ['two that were heard', null, [{ since: THIRD }, { since: SECOND }], SECOND],
    ['another party', null, [{ party: 'kz-probation' }], null],
    ['another key', null, [{ kid: 'another' }], null],
  ] as [string, string | null, Partial<Revocation>[], string | null][])(
    'said by %s',
    async (_what, said, heard, from) => expect(await since(said, heard)).toBe(from),
  );
});

describe('a key is good', () => {
  const [before, after] = ['2026-01-31T23:59:59.999Z', '2026-02-01T00:00:00.001Z'];

  it.each([
    ['from when it is valid', { validFrom: SECOND }, { [before]: 'not-then', [SECOND]: 'good', [after]: 'good' }],
    [
      'until it is valid no more',
      { validUntil: SECOND },
      { [before]: 'good', [SECOND]: 'not-then', [after]: 'not-then' },
    ],
    ['until it is revoked', { revokedSince: SECOND }, { [before]: 'good', [SECOND]: 'revoked', [after]: 'revoked' }],
    [
      'never, when revoked before',
      { validFrom: THIRD, revokedSince: FIRST },
      { [before]: 'revoked', [after]: 'revoked' },
    ],
    [
      'not yet, when revoked later',
      { validFrom: SECOND, revokedSince: THIRD },
      { [before]: 'not-then', [after]: 'good' },
    ],
  ])('%s', (_what, more, days) => {
    const one = { key: { kid: 'k' }, validFrom: FIRST, validUntil: null, revokedSince: null, ...more };
    for (const [at, good] of Object.entries(days)) expect([at, goodAt(one, at)]).toEqual([at, good]);
  });
});
