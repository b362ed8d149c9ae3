// Forms in which an instrument of a bundle may be written, and what of a bundle is remembered: before any signature is looked at.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { loadInstrumentSource } from '@gatehouse/contracts';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Bundle, BundleInstrument } from '../bundle.ts';
import { products } from '../question.fixture.ts';
import { inForceHere, toRemember, type Remembered } from './in-force-here.ts';
import type { SignedOrder } from './order.ts';

const AT = '2026-01-05T00:00:00.000Z';
const MOU = parse(loadInstrumentSource('kz-prisons-police').text, { schema: 'core' }) as InstrumentDocument;
const SIGNATURE = { party: 'kz-police', jws: 'x', at: AT };
const TEXT = { version: 1, effectiveFrom: AT, document: MOU, signatures: [SIGNATURE] };
const version = (number: number, more: object = {}) => ({
  ...TEXT,
  version: number,
  document: { ...MOU, version: number },
  ...more,
});

const said = (texts: unknown, id: string = MOU.id) =>
  ({ state: 'IN_FORCE', compiled: { id }, ...(texts === undefined ? {} : { texts }) }) as unknown as BundleInstrument;
const judged = (...instruments: BundleInstrument[]) => {
  const bundle = { version: 1, issuedAt: AT, maxAgeSeconds: 900, instruments, parties: [] };
  return inForceHere({ bundle, known: {}, products, remembered: { texts: [], revoked: [], orders: [] } });
};
const codes = async (...instruments: BundleInstrument[]) =>
  (await judged(...instruments)).heldOut.map(({ code }) => code);

describe('a text', () => {
  it.each([
    ['one version', [TEXT]],
    ['two versions', [TEXT, version(2)]],
    ['versions that leave one out', [version(2), version(7)]],
    ['no signatures', [version(1, { signatures: [] })]],
  ])('may have %s: then its signatures are asked for', async (_what, texts) =>
    expect(await codes(said(texts))).toEqual(['signature-missing']),
  );

  it.each([
    ['is null', null],
    ['is a word', 'x'],
    ['has no version', []],
    ['has a version that is null', [TEXT, null]],
    ['has no document', [{ ...TEXT, document: undefined }]],
    ['has a document of another form', [version(1, { document: { id: MOU.id, version: 1 } })]],
    ['is of another instrument', [version(1, { document: { ...MOU, id: 'another' } })]],
    ['has another number than its document', [{ ...TEXT, version: 2 }]],
    ['has the number none', [version(0)]],
    ['has one number twice', [TEXT, TEXT]],
    ['goes back', [version(2), version(1)]],
    ['counts from a day', [version(1, { effectiveFrom: '2026-01-05' })]],
    ['counts from no instant', [version(1, { effectiveFrom: 'soon' })]],
    ['counts from a number', [version(1, { effectiveFrom: 7 })]],
    ['counts from an instant of another form', [version(1, { effectiveFrom: '2026-01-05T00:00:00Z' })]],
    ['has no list of signatures', [version(1, { signatures: { 0: SIGNATURE } })]],
    ['has a signature that is null', [version(1, { signatures: [SIGNATURE, null] })]],
    ['has a signature without a JWS', [version(1, { signatures: [{ ...SIGNATURE, jws: 7 }] })]],
    ['has a signature of no instant', [version(1, { signatures: [{ ...SIGNATURE, at: 'soon' }] })]],
    ['has something wrong in a later version', [TEXT, version(2, { effectiveFrom: 'soon' })]],
  ])('that %s is malformed', async (_what, texts) => expect(await codes(said(texts))).toEqual(['text-malformed']));

  it('that is not there was not signed, and leaves what it would offer unknown', async () => {
    expect((await judged(said(undefined))).heldOut).toEqual([{ id: MOU.id, code: 'not-signed', instrument: null }]);
    expect((await judged(said([]))).heldOut[0]?.instrument).toBeNull();
  });

  it('that does not compile is held out, and so is what compiles of it', async () => {
    const broken = version(2, { document: { ...MOU, version: 2, timezone: 'Asia/Nowhere' } });
    expect((await judged(said([TEXT, broken]))).heldOut).toEqual([
      { id: MOU.id, code: 'does-not-compile', instrument: null },
    ]);
  });

  it('that compiles is known for what it would offer, from the version that counts now', async () => {
    const later = version(2, { effectiveFrom: '2027-01-01T00:00:00.000Z' });
    const { heldOut, bundle, stood, orders } = await judged(said([TEXT, later]));
    expect([heldOut[0]?.instrument?.compiled.version, heldOut[0]?.instrument?.history?.length]).toEqual([1, 2]);
    expect([bundle.instruments, stood, orders]).toEqual([[], [], []]);
  });

  it('is alone under its name, each of two that are not', async () => {
    const named = said([version(1, { document: { ...MOU, id: 'another' } })], 'another');
    expect(await codes(said([TEXT]), named, said([TEXT]))).toEqual([
      'text-malformed',
      'signature-missing',
      'text-malformed',
    ]);
    expect(await codes({ ...said([TEXT]), compiled: null as never })).toEqual(['text-malformed']);
  });
});

describe('what is remembered', () => {
  const compiled = (id: string, sha256: string) => ({ id, sha256 }) as BundleInstrument['compiled'];
  const key = (kid: string, revokedSince: string | null) => ({
    key: { kid },
    validFrom: AT,
    validUntil: null,
    revokedSince,
    endorsement: null,
  });
  const remembered = (bundle: Partial<Bundle>, orders: SignedOrder[] = []): Remembered =>
    toRemember({ bundle: { instruments: [], ...bundle } as Bundle, orders });

  it('is each version that was in force, by its digest', () => {
    const texts = [TEXT, version(2, { effectiveFrom: '2026-06-01T00:00:00.000Z' })];
    const history = texts.map(({ version: number, effectiveFrom }) => ({
      version: number,
      effectiveFrom,
      compiled: compiled('mou', `digest ${number}`),
    }));
    const one = { state: 'IN_FORCE', compiled: compiled('mou', 'digest 2'), history, texts } as BundleInstrument;
    const other = { state: 'IN_FORCE', compiled: compiled('other', 'digest'), texts: [TEXT] } as BundleInstrument;
    const bare = { state: 'IN_FORCE', compiled: compiled('bare', 'digest') } as BundleInstrument;
    expect(remembered({ instruments: [one, other, bare] }).texts).toEqual([
      { instrument: 'mou', version: 1, effectiveFrom: AT, sha256: 'digest 1' },
      { instrument: 'mou', version: 2, effectiveFrom: '2026-06-01T00:00:00.000Z', sha256: 'digest 2' },
      { instrument: 'other', version: 1, effectiveFrom: AT, sha256: 'digest' },
    ]);
  });

  it('is each key that was revoked, and each order', () => {
    const signingKeys = [
      { party: 'a', keys: [key('a1', AT), key('a2', null)] },
      { party: 'b', keys: [key('b1', null)] },
    ];
    const orders = [{ jws: 'x' } as SignedOrder];
    expect(remembered({ signingKeys }, orders)).toEqual({
      texts: [],
      revoked: [{ party: 'a', kid: 'a1', since: AT }],
      orders,
    });
    expect(remembered({}).revoked).toEqual([]);
  });
});
