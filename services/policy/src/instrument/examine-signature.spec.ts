import { generatePartyKeys, publicKeys, signDetached, type PartyKeys, SIGNED_BESIDE } from '@gatehouse/crypto';
import { examineSignature, type ToExamine } from '@gatehouse/policy';
import { decider } from '@gatehouse/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import { partyDecider, type Party } from '../party/party.decider.ts';
import type { PartyEvent } from '../party/party.events.ts';
import { documentOf, POLICE, PRISON, SECRETARIAT, T0 } from './instrument.fixture.ts';

const EARLIER = '2026-11-01T00:00:00.000Z';
const by = { party: PRISON, by: { agency: SECRETARIAT, person: 'se-one' } };
const [first, second] = [1, 2].map((version) => documentOf(version));
let [key, next]: PartyKeys[] = [];
beforeAll(async () => {
  [key, next] = await Promise.all([generatePartyKeys(PRISON), generatePartyKeys(PRISON)]);
});

const publicOf = (keys: PartyKeys) => publicKeys(keys).signing as JWK & { kid: string };
const registered = (keys: PartyKeys, at = EARLIER, overlapUntil: string | null = null): PartyEvent => ({
  type: 'PartyKeyRegistered',
  data: { ...by, at, key: publicOf(keys), overlapUntil, endorsement: null, confirmedBy: null },
});
const revoked = (keys: PartyKeys, since: string): PartyEvent => ({
  type: 'PartyKeyRevoked',
  data: { ...by, at: T0, kid: publicOf(keys).kid, since, reason: 'lost' },
});
const folded = (...events: PartyEvent[]): Party => events.reduce(partyDecider.evolve, partyDecider.initial());

const NOW_S = Date.parse(T0) / 1000;
const bound = (more: Record<string, string | number> = {}) => ({ instrument: 'mou', version: 1, iat: NOW_S, ...more });
const examine = async (more: Partial<ToExamine> = {}, header = bound(), from = key!, document: object = first!) =>
  (
    await examineSignature({
      jws: await signDetached(document, from, SIGNED_BESIDE.agreement, header),
      typ: SIGNED_BESIDE.agreement,
      party: PRISON,
      document: first!,
      instrumentId: 'mou',
      version: 1,
      since: T0,
      at: T0,
      keys: folded(registered(key!)),
      ...more,
    })
  ).fault;

describe('a signature over an instrument', () => {
  it('is good by a registered key, over this text', async () => expect(await examine()).toBeNull());

  it('by the wrong key is refused', async () =>
    expect(await examine({}, bound(), next!)).toBe('signature-by-an-unknown-key'));

  it('over another version, another instrument or another text is refused', async () => {
    expect(await examine({}, bound({ version: 2 }), key!, second!)).toBe('signature-over-another-version');
    expect(await examine({}, bound({ instrument: 'other' }))).toBe('signature-over-another-instrument');
    expect(await examine({}, bound(), key!, second!)).toBe('signature-does-not-verify');
  });

  it('of another party is refused', async () =>
    expect(await examine({ party: POLICE })).toBe('signature-of-another-party'));

  it('from before the text is a replayed one; an hour ahead is another instant', async () => {
    expect(await examine({}, bound({ iat: NOW_S - 3600 }))).toBe('signature-before-the-text');
    expect(await examine({}, bound({ iat: NOW_S + 3600 }))).toBe('signature-from-the-future');
    expect(await examine({}, bound({ iat: NOW_S + 240 }))).toBeNull();
  });

  it('by a revoked key is refused, and one made before the key was lost stands', async () => {
    const lost = folded(registered(key!), revoked(key!, T0));
    expect(await examine({ keys: lost })).toBe('signature-by-a-revoked-key');
    const before = '2026-11-22T09:00:00.000Z';
    const old = bound({ iat: Date.parse(before) / 1000 });
    expect(await examine({ keys: lost, at: before, since: before }, old)).toBeNull();
  });

  it('by either key is good while they overlap, and by the new one alone afterwards', async () => {
    const overlap = folded(registered(key!), registered(next!, T0, '2026-11-24T00:00:00.000Z'));
    expect([await examine({ keys: overlap }), await examine({ keys: overlap }, bound(), next!)]).toEqual([null, null]);
    const after = '2026-11-24T00:00:00.000Z';
    const late = bound({ iat: Date.parse(after) / 1000 });
    expect(await examine({ keys: overlap, at: after }, late)).toBe('signature-key-not-good-then');
  });

  it.each(['', 'a..b', 'e30..e30'])('is not %j', async (jws) =>
    expect(await examine({ jws })).toBe('signature-malformed'),
  );
});

describe("a party's keys", () => {
  const given = () => decider(partyDecider).given(registered(key!));
  const register = (endorsedBy: string | null, overlapUntil: string | null = null, isGiven = false) => ({
    type: 'RegisterPartyKey' as const,
    data: { ...by, at: T0, key: publicOf(next!), overlapUntil, endorsement: null, endorsedBy, isGiven },
  });
  const revoke = (since: string) => ({
    type: 'RevokePartyKey' as const,
    data: { ...by, at: T0, kid: publicOf(key!).kid, since, reason: 'lost' },
  });

  it('after the first are taken on the word of one that is good', () => {
    given().when(register(null)).expectRefusal('not-endorsed-by-the-present-key');
    given()
      .when(register(publicOf(key!).kid))
      .expectEventTypes('PartyKeyRegistered');
    given()
      .when(register(publicOf(key!).kid, EARLIER))
      .expectRefusal('overlap-in-the-past');
  });

  it('are nobody’s to put there alone, the first time and after all were lost', () => {
    const none = decider(partyDecider);
    none.when(register(null, null, true)).expectEventTypes('PartyKeyRegistered');
    none.when(register(null)).expectEventTypes('PartyKeyProposed');
    const lost = given().given(revoked(key!, EARLIER));
    for (const isGiven of [false, true]) lost.when(register(null, null, isGiven)).expectEventTypes('PartyKeyProposed');
    const proposed = lost.given({ type: 'PartyKeyProposed', data: { ...by, at: T0, key: publicOf(next!) } });
    proposed.when(register(null)).expectEvents();
    const confirm = (change: object = {}, person = 'lm-one', agency: string = PRISON) => ({
      type: 'ConfirmPartyKey' as const,
      data: { party: PRISON, by: { agency, person }, at: T0, kid: publicOf(next!).kid, speaksIn: ['mou'], ...change },
    });
    proposed.when(confirm({}, 'lm-two', 'kz-police')).expectRefusal('key-unknown');
    proposed.when(confirm({ speaksIn: [] })).expectRefusal('not-a-member');
    proposed.when(confirm({ kid: 'another' })).expectRefusal('key-unknown');
    proposed.when(confirm({}, 'se-one')).expectRefusal('confirmed-by-another-person');
    proposed.when(confirm()).expectEventTypes('PartyKeyRegistered');
    lost.when(confirm()).expectRefusal('key-unknown');
    const back = proposed.given(registered(next!, T0));
    back.when(confirm()).expectEvents();
  });

  it('are revoked from an instant that has come, and an earlier one counts', () => {
    given().when(revoke('2026-11-24T00:00:00.000Z')).expectRefusal('revoked-in-the-future');
    given().given(revoked(key!, T0)).when(revoke(EARLIER)).expectEventTypes('PartyKeyRevoked');
    given().given(revoked(key!, EARLIER)).when(revoke(T0)).expectEvents();
  });
});
