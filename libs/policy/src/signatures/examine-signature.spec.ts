// Whose a signature is, over what, when, and by which key; and the day from which a text may count.
import { generatePartyKeys, SIGNED_BESIDE, signDetached, type PartyKeys } from '@gatehouse/crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { countsTooSoon } from './agreed-day.ts';
import { examineSignature, type ToExamine } from './examine-signature.ts';
import type { PartyKey } from './good-key.ts';
import { boundOf, examineOrder, reasonDigest, type Order } from './order.ts';
import { signingKeyOf } from './signed-text.fixture.ts';

const [PARTY, DOCUMENT] = ['kz-police', { title: 'Alerts' }];
const AT = '2026-11-23T09:00:00.000Z';
const SECONDS = Date.parse(AT) / 1000;

let keys: PartyKeys;
beforeAll(async () => void (keys = await generatePartyKeys(PARTY)));
const known = (more: Partial<PartyKey> = {}): PartyKey => ({
  key: signingKeyOf(keys),
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: null,
  revokedSince: null,
  ...more,
});
const sign = (bound: Record<string, unknown> = {}, typ: string = SIGNED_BESIDE.agreement) =>
  signDetached(DOCUMENT, keys, typ, { instrument: 'mou', version: 1, iat: SECONDS, ...bound } as unknown as Record<
    string,
    number
  >);
const examined = async (bound: Record<string, unknown> = {}, asked: Partial<ToExamine> = {}) =>
  examineSignature({
    jws: await sign(bound),
    typ: SIGNED_BESIDE.agreement,
    party: PARTY,
    document: DOCUMENT,
    instrumentId: 'mou',
    version: 1,
    since: AT,
    at: AT,
    keys: { keys: [known()] },
    ...asked,
  });
const fault = async (...given: Parameters<typeof examined>) => (await examined(...given)).fault;

describe('a signature', () => {
  it('that is good names its key, and so does one that is not', async () => {
    const { kid } = signingKeyOf(keys);
    expect(await examined()).toEqual({ fault: null, kid });
    expect(await examined({ version: 2 })).toEqual({ fault: 'signature-over-another-version', kid });
    expect(await examined({}, { jws: 'x' })).toEqual({ fault: 'signature-malformed', kid: '' });
  });

  it.each([
    ['of another kind', {}, { typ: SIGNED_BESIDE.order }, 'signature-malformed'],
    ['of another party', {}, { party: 'kz-probation' }, 'signature-of-another-party'],
    ['over another instrument', { instrument: 'mou2' }, {}, 'signature-over-another-instrument'],
    ['over another version', { version: 2 }, {}, 'signature-over-another-version'],
    ['over a version as a word', { version: '1' }, {}, 'signature-over-another-version'],
    ['over another text', {}, { document: { title: 'x' } }, 'signature-does-not-verify'],
    ['over no day where one is asked', {}, { effectiveFrom: AT }, 'signature-over-another-day'],
    ['over a day where none is agreed', { effectiveFrom: AT }, { effectiveFrom: null }, 'signature-over-another-day'],
    ['over another day', { effectiveFrom: '2026-01-01' }, { effectiveFrom: AT }, 'signature-over-another-day'],
    ['by a key unknown', {}, { keys: { keys: [] } }, 'signature-by-an-unknown-key'],
  ] as [string, object, Partial<ToExamine>, string][])('%s', async (_what, bound, asked, said) =>
    expect(await fault({ ...bound }, asked)).toBe(said),
  );

  it.each([
    [{ effectiveFrom: AT }, { effectiveFrom: AT }],
    [{}, { effectiveFrom: null }],
    [{ effectiveFrom: AT }, {}],
  ])('may say a day, %j, where it is %j', async (bound, asked) => expect(await fault(bound, asked)).toBeNull());

  it.each([
    [300, null],
    [301, 'signature-from-the-future'],
    [-300, null],
    [-301, 'signature-before-the-text'],
  ])('may be made up to five minutes from now by another clock: %i s', async (seconds, said) =>
    expect(await fault({ iat: SECONDS + seconds })).toBe(said),
  );

  it.each([undefined, null, 'now', 0, -1, 1.5, 1e11, 1e12])('made at %p was made at no time', async (iat) =>
    expect(await fault({ iat }, { since: '1970-01-01T00:00:00.000Z' })).toBe('signature-malformed'),
  );

  it('made at the last second that there is was made in the future', async () =>
    expect(await fault({ iat: 1e11 - 1 })).toBe('signature-from-the-future'));

  it('counts by the key as it is when it is handed in', async () => {
    const by = async (more: Partial<PartyKey>) => fault({}, { keys: { keys: [known(more)] } });
    expect(await by({ revokedSince: AT })).toBe('signature-by-a-revoked-key');
    expect(await by({ validUntil: AT })).toBe('signature-key-not-good-then');
    expect(await by({ validFrom: '2026-11-23T09:00:00.001Z' })).toBe('signature-key-not-good-then');
    expect(await by({ validFrom: AT })).toBeNull();
    const others = await generatePartyKeys(PARTY);
    expect(await fault({}, { keys: { keys: [known({ key: signingKeyOf(others) }), known()] } })).toBeNull();
    const posing = { ...signingKeyOf(others), kid: signingKeyOf(keys).kid };
    expect(await by({ key: posing })).toBe('signature-does-not-verify');
  });
});

describe('an order', () => {
  const order: Order = {
    what: 'TERMINATE',
    orderId: 'o',
    instrumentId: 'mou',
    version: 1,
    party: PARTY,
    reasonSha256: reasonDigest('why'),
    at: '2026-11-23T09:00:00.999Z',
    effectiveAt: '2027-01-01T00:00:00.000Z',
  };
  const ordered = async (more: Partial<Order> = {}, handedInAt = AT) => {
    const jws = await signDetached(order, keys, SIGNED_BESIDE.order, boundOf(order));
    return (await examineOrder({ order: { ...order, ...more } as Order, jws, handedInAt }, [known()])).fault;
  };

  it('binds its instrument, its version and its second', () =>
    expect(boundOf(order)).toEqual({ instrument: 'mou', version: 1, iat: SECONDS }));

  it('says its reason by a digest', () =>
    expect(reasonDigest('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'));

  it.each([
    [{}, AT, null],
    [{ party: 'kz-probation' }, AT, 'signature-of-another-party'],
    [{ instrumentId: 'mou2' }, AT, 'signature-over-another-instrument'],
    [{ version: 2 }, AT, 'signature-over-another-version'],
    [{ orderId: 'o-2' }, AT, 'signature-does-not-verify'],
    [{ at: '2026-11-23T09:10:00.000Z' }, AT, 'signature-before-the-text'],
    [{}, '2026-11-23T08:50:00.000Z', 'signature-from-the-future'],
    [{}, '2025-12-31T00:00:00.000Z', 'signature-from-the-future'],
  ] as [Partial<Order>, string, string | null][])('as %j handed in at %s', async (more, handedInAt, said) =>
    expect(await ordered(more, handedInAt)).toBe(said),
  );
});

describe('a text counts too soon', () => {
  const [EARLIER, LATER] = ['2026-11-23T08:59:59.999Z', '2026-11-24T00:00:00.000Z'];
  const tooSoon = async (effectiveFrom: string, agreed?: unknown) =>
    countsTooSoon(
      { effectiveFrom },
      { party: PARTY, at: AT, jws: await sign(agreed ? { effectiveFrom: agreed } : {}) },
    );

  it.each([
    [EARLIER, undefined, true],
    [AT, undefined, false],
    [AT, EARLIER, false],
    [EARLIER, EARLIER, true],
    [AT, LATER, true],
    [LATER, LATER, false],
    [AT, 7, false],
  ])('from %s where %p was agreed: %p', async (from, agreed, said) => expect(await tooSoon(from, agreed)).toBe(said));

  it('before it was handed in, whatever its signature is', () => {
    const by = (effectiveFrom: string) => countsTooSoon({ effectiveFrom }, { party: PARTY, at: AT, jws: 'x' });
    expect([by(EARLIER), by(AT)]).toEqual([true, false]);
  });
});
