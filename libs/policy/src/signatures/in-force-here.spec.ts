// Which instruments of a bundle are in force at a service, whatever whoever signs bundles says: those that their parties signed.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { loadInstrumentSource } from '@gatehouse/contracts';
import { generatePartyKeys, SIGNED_BESIDE, signDetached, type PartyKeys } from '@gatehouse/crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Bundle, BundleInstrument } from '../bundle.ts';
import { decisionPoint } from '../decision-point.ts';
import { alert, products, question } from '../question.fixture.ts';
import { compiledTexts, type AgreedText } from './agreed-text.ts';
import { inForceHere, toRemember, type Remembered } from './in-force-here.ts';
import { knownFrom, registered, signatureBy, signedText, signingKeyOf } from './signed-text.fixture.ts';
import type { RegisteredKey } from './good-key.ts';
import type { RegisteredKeys } from './signing-keys.ts';

const [PRISON, POLICE, PROBATION] = ['kz-prison-service', 'kz-police', 'kz-probation'] as const;
const source = (id: string) => parse(loadInstrumentSource(id).text, { schema: 'core' }) as InstrumentDocument;
const [MOU, THREAT] = [source('kz-prisons-police'), source('kz-threat-to-life')];
const NOTHING: Remembered = { texts: [], revoked: [], orders: [] };
const [EARLIER, LATER] = ['2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'];

let keys: Record<string, PartyKeys>;
let [next, stranger]: PartyKeys[] = [];
let [mou, threat]: AgreedText[] = [];
const by = (...parties: string[]) => parties.map((party) => keys[party]!);
beforeAll(async () => {
  const made = await Promise.all([PRISON, POLICE, PROBATION, POLICE, POLICE].map(generatePartyKeys));
  keys = { [PRISON]: made[0]!, [POLICE]: made[1]!, [PROBATION]: made[2]! };
  [next, stranger] = [made[3]!, made[4]!];
  mou = await signedText(MOU, by(PRISON, POLICE));
  threat = await signedText(THREAT, by(PRISON, POLICE, PROBATION));
});

const said = (texts: AgreedText[], compiled = compiledTexts(texts, products)!): BundleInstrument => ({
  state: 'IN_FORCE',
  compiled: compiled.at(-1)!,
  ...(texts.length > 1
    ? { history: texts.map(({ version, effectiveFrom }, n) => ({ version, effectiveFrom, compiled: compiled[n]! })) }
    : {}),
  texts,
});
const bundleOf = (instruments: BundleInstrument[], signingKeys = registered(Object.values(keys))): Bundle => ({
  version: 1,
  issuedAt: '2026-11-23T08:59:40.000Z',
  maxAgeSeconds: 900,
  instruments,
  parties: [],
  signingKeys,
});
const judge = (bundle: Bundle, remembered = NOTHING, known = knownFrom(Object.values(keys))) =>
  inForceHere({ bundle, known, products, remembered });
const faultOf = async (...given: Parameters<typeof judge>) => (await judge(...given)).heldOut[0]?.code ?? null;
const amended = (more: Partial<InstrumentDocument> = {}): InstrumentDocument => ({ ...MOU, version: 2, ...more });

describe('an instrument that its parties signed', () => {
  it('is in force as it is said, and so is each version of it', async () => {
    const second = await signedText(amended(), by(PRISON, POLICE), EARLIER);
    const bundle = bundleOf([said([mou!, second]), said([threat!])]);
    expect(await judge(bundle)).toMatchObject({ bundle, heldOut: [], compiledOtherwise: [], orderFaults: [] });
  });

  it('says what was signed, whatever stands compiled beside it', async () => {
    const [honest] = compiledTexts([mou!], products)!;
    const wider = [{ ...honest!, cedar: `${honest!.cedar}\npermit (principal, action, resource);` }];
    const { bundle, compiledOtherwise } = await judge(bundleOf([said([mou!], wider)]));
    expect(compiledOtherwise).toEqual([MOU.id]);
    expect(bundle.instruments[0]?.compiled).toEqual(compiledTexts([mou!], products)![0]);
  });
});

describe('an instrument that not all of them signed', () => {
  it.each([
    ['nobody', () => ({ ...mou!, signatures: [] }), 'signature-missing'],
    ['one of two', () => ({ ...mou!, signatures: mou!.signatures.slice(1) }), 'signature-missing'],
    [
      'another text',
      () => ({ ...mou!, document: { ...MOU, title: 'Another (invented)' } }),
      'signature-does-not-verify',
    ],
    ['no text', () => undefined, 'not-signed'],
  ])('is held out: %s', async (_what, text, code) => {
    const forged = text();
    const { texts: _texts, ...bare } = said([mou!]);
    expect(await faultOf(bundleOf([forged ? { ...said([mou!]), texts: [forged] } : bare, said([threat!])]))).toBe(code);
  });

  it('is held out when whoever signs bundles brought keys of his own for its parties', async () => {
    const posing = await signedText(MOU, [keys[PRISON]!, stranger!]);
    const signingKeys = registered([keys[PRISON]!, stranger!]);
    expect(await faultOf(bundleOf([said([posing])], signingKeys))).toBe('signature-by-an-unknown-key');
  });

  it('leaves the others in force: what it alone would offer is held, a threat to a life is told', async () => {
    const { bundle, heldOut } = await judge(bundleOf([said([{ ...mou!, signatures: [] }]), said([threat!])]));
    const point = decisionPoint(
      bundle,
      products,
      undefined,
      heldOut.flatMap(({ instrument }) => instrument ?? []),
    );
    const delivery = (item: typeof alert, purpose: string) =>
      point.decide({
        ...question,
        item,
        caller: { ...question.caller, person: null, roles: [] },
        request: { ...question.request, question: 'deliver', path: 'bus', purpose },
      });
    expect(delivery(alert, 'INVESTIGATE')).toMatchObject({
      effect: 'DENY',
      reason: 'BUNDLE_UNVERIFIED',
      obligations: expect.arrayContaining(['HOLD_NOT_DROP']),
      alarms: ['BUNDLE_UNVERIFIED'],
    });
    const payload = { ...(alert.payload as object), type: 'THREAT_TO_LIFE', whoAtRisk: { name: 'A (invented)' } };
    const threatening = { ...alert, priority: 'IMMEDIATE' as const, underVersions: {}, payload };
    expect(delivery(threatening, 'PREVENT_SERIOUS_HARM').effect).toMatch(/^PERMIT/);
  });

  it('takes no question from one in force: a forged statute does not silence a threat to a life', async () => {
    const statute = { ...THREAT, id: 'kz-forged', instrument: 'statute' as const };
    const forged = said([await signedText(statute, [stranger!])]);
    const { bundle, heldOut } = await judge(bundleOf([forged, said([threat!])]));
    expect(heldOut.map(({ id, code }) => [id, code])).toEqual([['kz-forged', 'signature-missing']]);
    const point = decisionPoint(
      bundle,
      products,
      undefined,
      heldOut.flatMap(({ instrument }) => instrument ?? []),
    );
    const payload = { ...(alert.payload as object), type: 'THREAT_TO_LIFE' };
    const decided = point.decide({
      ...question,
      item: { ...alert, priority: 'IMMEDIATE', underVersions: {}, payload },
      caller: { ...question.caller, person: null, roles: [] },
      request: { ...question.request, question: 'deliver', path: 'bus', purpose: 'PREVENT_SERIOUS_HARM' },
    });
    expect([decided.effect.slice(0, 6), decided.agreements]).toEqual(['PERMIT', ['kz-threat-to-life@1']]);
  });

  it('needs the party as well that an amendment puts out', async () => {
    const without = amended({ parties: MOU.parties.filter(({ id }) => id !== POLICE), flows: [] });
    const second = await signedText(without, by(PRISON), EARLIER);
    expect(await faultOf(bundleOf([said([mou!, second])]))).toBe('signature-missing');
    const agreed = await signedText(without, by(PRISON, POLICE), EARLIER);
    expect(await faultOf(bundleOf([said([mou!, agreed])]))).toBeNull();
  });

  it.each([
    ['a form nobody writes', { texts: 7 }],
    ['no version', { texts: [] }],
    ['a version that is null', { texts: [null] }],
    ['a text of another instrument', () => ({ texts: [threat] })],
    ['an older text under a newer number', () => ({ texts: [{ ...mou, version: 2 }] })],
    ['two versions in the wrong order', () => ({ texts: [mou, mou] })],
    ['an instant that is none', () => ({ texts: [{ ...mou, effectiveFrom: '2026-01-05' }] })],
    ['signatures that are none', () => ({ texts: [{ ...mou, signatures: [null] }] })],
  ])('is held out for its form, and nothing else falls over it: %s', async (_what, change) => {
    const forged = { ...said([mou!]), ...(typeof change === 'function' ? change() : change) } as BundleInstrument;
    const { bundle, heldOut } = await judge(bundleOf([forged, said([threat!])]));
    expect([heldOut.map(({ code }) => code), bundle.instruments.length]).toEqual([['text-malformed'], 1]);
  });

  it('is held out where two stand under one name', async () =>
    expect((await judge(bundleOf([said([mou!]), said([mou!])]))).heldOut).toHaveLength(2));
});

describe('a key that follows another', () => {
  const rotated = async (
    endorser: PartyKeys | null,
    former: Partial<RegisteredKey> = {},
  ): Promise<RegisteredKeys[]> => {
    const key = signingKeyOf(next!);
    const endorsement =
      endorser &&
      (await signDetached({ party: POLICE, key }, { ...endorser, party: POLICE }, SIGNED_BESIDE.partyKey, {}));
    const [prison, police] = registered(by(PRISON, POLICE));
    const first = { ...police!.keys[0]!, validUntil: LATER, ...former };
    const second = { key, validFrom: EARLIER, validUntil: null, revokedSince: null, endorsement };
    return [prison!, { party: POLICE, keys: [first, second] }];
  };
  const withNext = async (at = LATER) => said([await signedText(MOU, [keys[PRISON]!, next!], at)]);

  it('counts when the former one signed it', async () =>
    expect(await faultOf(bundleOf([await withNext()], await rotated(keys[POLICE]!)))).toBeNull());

  it('overlaps with it as long as was said', async () => {
    const late = await signedText(MOU, by(PRISON, POLICE), LATER);
    expect(await faultOf(bundleOf([said([late])], await rotated(keys[POLICE]!)))).toBe('signature-key-not-good-then');
    const inTime = await signedText(MOU, by(PRISON, POLICE), '2026-02-28T23:59:59.000Z');
    expect(await faultOf(bundleOf([said([inTime])], await rotated(keys[POLICE]!)))).toBeNull();
  });

  it.each([
    ['nobody signed', () => rotated(null)],
    ['a stranger signed', () => rotated(stranger!)],
    ['it signed itself', () => rotated(next!)],
    ['a key signed that was revoked', () => rotated(keys[POLICE]!, { revokedSince: EARLIER })],
    ['a key signed that was no longer good', () => rotated(keys[POLICE]!, { validUntil: '2026-01-31T00:00:00.000Z' })],
  ])('does not count when %s, and leaves the others in force', async (_what, made) => {
    const { bundle, heldOut } = await judge(
      bundleOf([await withNext(), said([threat!])], [...(await made()), ...registered(by(PROBATION))]),
    );
    expect(heldOut.map(({ code }) => code)).toEqual(['signature-by-an-unknown-key']);
    expect(bundle.instruments.map(({ compiled }) => compiled.id)).toEqual([THREAT.id]);
  });
});

describe('the day from which a text counts', () => {
  it('is no earlier than its parties signed, or handed it in', async () => {
    const document = amended();
    const [signed, at] = [await signedText(document, by(PRISON, POLICE), EARLIER), LATER];
    expect(await faultOf(bundleOf([said([mou!, { ...signed, effectiveFrom: LATER }])]))).toBeNull();
    const sooner = { ...signed, effectiveFrom: '2026-01-31T23:59:59.000Z' };
    expect(await faultOf(bundleOf([said([mou!, sooner])]))).toBe('signature-over-another-day');
    const bound = { instrument: MOU.id, version: 2, iat: Math.floor(Date.parse(EARLIER) / 1000), effectiveFrom: at };
    const jws = await signDetached(document, keys[POLICE]!, SIGNED_BESIDE.agreement, bound);
    const signatures = signed.signatures.map((one) => (one.party === POLICE ? { ...one, jws } : one));
    const early = { ...signed, signatures };
    expect(await faultOf(bundleOf([said([mou!, early])]))).toBe('signature-over-another-day');
    expect(await faultOf(bundleOf([said([mou!, { ...early, effectiveFrom: at }])]))).toBeNull();
  });
});

describe('what stood here before', () => {
  const revokedSince = (since: string | null) =>
    registered(by(PRISON, POLICE)).map((one) =>
      one.party === POLICE ? { ...one, keys: [{ ...one.keys[0]!, revokedSince: since }] } : one,
    );

  it('a revocation voids what was signed from then on, also when the register says it no more', async () => {
    const late = said([await signedText(MOU, by(PRISON, POLICE), EARLIER)]);
    const bundle = bundleOf([late], revokedSince(EARLIER));
    expect(await faultOf(bundle)).toBe('signature-by-a-revoked-key');
    expect(await faultOf(bundleOf([said([mou!])], revokedSince(EARLIER)))).toBeNull();
    const known = toRemember({ bundle, orders: [] });
    expect(await faultOf(bundleOf([late], revokedSince(null)), known)).toBe('signature-by-a-revoked-key');
    expect(await faultOf(bundleOf([late], revokedSince(null)))).toBeNull();
  });

  it('an older version does not come back, nor another text or another day under its number', async () => {
    const second = await signedText(amended(), by(PRISON, POLICE), EARLIER);
    const known = toRemember(await judge(bundleOf([said([mou!, second])])));
    expect(known.texts).toHaveLength(2);
    expect(await faultOf(bundleOf([said([mou!])]), known)).toBe('version-withdrawn');
    const other = await signedText(amended({ title: 'Another (invented)' }), by(PRISON, POLICE), EARLIER);
    expect(await faultOf(bundleOf([said([mou!, other])]), known)).toBe('version-withdrawn');
    const postponed = { ...second, effectiveFrom: LATER };
    expect(await faultOf(bundleOf([said([mou!, postponed])]), known)).toBe('version-withdrawn');
    const third = await signedText(amended({ version: 3 }), by(PRISON, POLICE), LATER);
    expect(await faultOf(bundleOf([said([mou!, second, third])]), known)).toBeNull();
  });

  it('a signature over the former version is none over the next', async () => {
    const document = amended();
    const old = { ...(await signedText(document, by(PRISON, POLICE), EARLIER)), signatures: mou!.signatures };
    expect(await faultOf(bundleOf([said([mou!, old])]))).toBe('signature-over-another-version');
    const jws = await signatureBy(keys[POLICE]!, document, LATER);
    const early = { ...old, signatures: [old.signatures[0]!, { party: POLICE, at: EARLIER, jws }] };
    expect(
      await faultOf(
        bundleOf([
          said([
            mou!,
            {
              ...early,
              signatures: [
                { party: PRISON, at: EARLIER, jws: await signatureBy(keys[PRISON]!, document, EARLIER) },
                early.signatures[1]!,
              ],
            },
          ]),
        ]),
      ),
    ).toBe('signature-from-the-future');
  });
});
