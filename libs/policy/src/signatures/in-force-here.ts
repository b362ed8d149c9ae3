// Which instruments of a bundle are in force at this service. Promise: one is only when each party signed each version of it with a key that
// counts here, when it compiles here, and when nothing that stood here before was taken out of it or put in another's place. Whoever
// signs bundles can take an instrument out of force by this, and bring none in. One that is not leaves the others as they are.
import type { CompiledInstrument, ProductCatalogue } from '@gatehouse/agreements';
import { SIGNED_BESIDE } from '@gatehouse/crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Bundle, BundleInstrument } from '../bundle.ts';
import { asCompiledHere, compiledTexts, type AgreedText } from './agreed-text.ts';
import { examineSignature, type SignatureFault } from './examine-signature.ts';
import { onceADigest } from './once-a-digest.ts';
import type { PartyKey } from './good-key.ts';
import { keysThatCount, type KnownSigners, type Revocation } from './signing-keys.ts';

export type HeldOutCode =
  'not-signed' | 'text-malformed' | 'does-not-compile' | 'signature-missing' | 'version-withdrawn' | SignatureFault;

/** An instrument of the bundle that is not in force here. */
export interface HeldOut {
  id: string;
  code: HeldOutCode;
  /** as its text compiles here, so that what it would offer is known and held; null where it has none that compiles */
  instrument: BundleInstrument | null;
}

/** What a service knows from earlier bundles, which no later one takes back. */
export interface Remembered {
  texts: readonly RememberedText[];
  revoked: readonly Revocation[];
}

export interface RememberedText {
  instrument: string;
  version: number;
  sha256: string;
  effectiveFrom: string;
}

export interface InForceHere {
  /** the bundle with the instruments that are in force here */
  bundle: Bundle;
  heldOut: HeldOut[];
  /** ids of instruments whose text compiles to something else here than where the bundle was made; what it compiles to here counts */
  compiledOtherwise: string[];
}

export interface ToJudge {
  bundle: Bundle;
  known: KnownSigners;
  products: ProductCatalogue;
  remembered: Remembered;
}

/** @returns the same bundle, with the instruments as they are in force here, and why others are not */
export const inForceHere = async (given: ToJudge): Promise<InForceHere> => {
  const { bundle } = given;
  const ids = bundle.instruments.map(({ compiled }) => String(compiled?.id));
  const found = await Promise.all(
    bundle.instruments.map((instrument, place) =>
      judged(given, instrument, ids.indexOf(ids[place]!) === ids.lastIndexOf(ids[place]!)),
    ),
  );
  const instruments = found.flatMap(({ code, here }) => (code === null && here ? [here] : []));
  return {
    bundle: { ...bundle, instruments },
    heldOut: found.flatMap(({ id, code, here }) => (code === null ? [] : [{ id, code, instrument: here }])),
    compiledOtherwise: found.filter(({ code, otherwise }) => code === null && otherwise).map(({ id }) => id),
  };
};

interface Judged {
  id: string;
  code: HeldOutCode | null;
  here: BundleInstrument | null;
  otherwise: boolean;
}

// Whatever is wrong with the form of one must not keep the others from being read.
const judged = async (given: ToJudge, instrument: BundleInstrument, isAlone: boolean): Promise<Judged> => {
  const id = String(instrument.compiled?.id);
  const out = (code: HeldOutCode, here: BundleInstrument | null = null): Judged => ({
    id,
    code,
    here,
    otherwise: false,
  });
  if (instrument.texts === undefined) return out('not-signed');
  if (!isAlone || !isWhole(id, instrument.texts)) return out('text-malformed');
  try {
    const { code, compiled } = await examinedOnce(given, id, instrument.texts);
    if (!compiled) return out('does-not-compile');
    const here = asCompiledHere(instrument, instrument.texts, compiled, given.bundle.issuedAt);
    if (code !== null) return out(code, here);
    if (isWithdrawn(id, instrument.texts, compiled, given.remembered)) return out('version-withdrawn', here);
    return { id, code: null, here, otherwise: !isDeepStrictEqual(here, instrument) };
  } catch (fault) {
    if (fault instanceof TypeError) return out('text-malformed');
    throw fault;
  }
};

const isWhole = (id: string, texts: AgreedText[]): boolean =>
  Array.isArray(texts) &&
  texts.length > 0 &&
  texts.every(
    (text: AgreedText, place) =>
      text?.document?.id === id &&
      text.document.version === text.version &&
      text.version > (texts[place - 1]?.version ?? 0) &&
      isInstant(text.effectiveFrom) &&
      Array.isArray(text.signatures) &&
      text.signatures.every(
        (one: AgreedText['signatures'][number] | null) => typeof one?.jws === 'string' && isInstant(one?.at),
      ),
  );

const isInstant = (at: unknown): boolean => typeof at === 'string' && at === asInstant(at);
const asInstant = (at: string): string | null => {
  const parsed = Date.parse(at);
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
};

interface Examined {
  code: HeldOutCode | null;
  compiled: CompiledInstrument[] | null;
}

/** Signatures and text do not change: they are examined once for the same text, the same signatures and the same keys. */
const examinedOnce = (given: ToJudge, id: string, texts: AgreedText[]): Promise<Examined> => {
  const signers = new Set(texts.flatMap(({ document }) => document.parties.map((party) => party.id)));
  const registered = (given.bundle.signingKeys ?? []).filter(({ party }) => signers.has(party));
  const known = Object.entries(given.known).filter(([party]) => signers.has(party));
  const revoked = given.remembered.revoked.filter(({ party }) => signers.has(party));
  return onceADigest(given.products, [texts, registered, known, revoked], async () => {
    const compiled = compiledTexts(texts, given.products);
    const keys = new Map<string, PartyKey[]>();
    for (const one of registered) keys.set(one.party, await keysThatCount(one, given.known[one.party] ?? [], revoked));
    return { compiled, code: await faultOf(id, texts, keys) };
  });
};

const faultOf = async (
  id: string,
  texts: AgreedText[],
  keys: ReadonlyMap<string, PartyKey[]>,
): Promise<HeldOutCode | null> => {
  for (const [place, text] of texts.entries())
    for (const party of signersOf(text, texts[place - 1])) {
      const fault = await faultOfSignature(id, text, party, keys.get(party) ?? []);
      if (fault) return fault;
    }
  return null;
};

/** Every party of the version, and of the one before it: nobody is put out of an instrument without his signature. */
const signersOf = ({ document }: AgreedText, before: AgreedText | undefined): Set<string> =>
  new Set([...document.parties, ...(before?.document.parties ?? [])].map(({ id }) => id));

const EVER = '1970-01-01T00:00:00.000Z';

const faultOfSignature = async (
  instrumentId: string,
  { document, version, signatures }: AgreedText,
  party: string,
  keys: PartyKey[],
): Promise<HeldOutCode | null> => {
  const signature = signatures.find((one) => one.party === party);
  if (!signature) return 'signature-missing';
  const { jws, at } = signature;
  const over = { typ: SIGNED_BESIDE.agreement, document, instrumentId, version };
  return (await examineSignature({ ...over, jws, party, at, since: EVER, keys: { keys } })).fault;
};

const isWithdrawn = (id: string, texts: AgreedText[], compiled: CompiledInstrument[], { texts: before }: Remembered) =>
  before
    .filter(({ instrument }) => instrument === id)
    .some(
      (old) =>
        !texts.some(
          ({ version, effectiveFrom }, place) =>
            version === old.version && effectiveFrom === old.effectiveFrom && compiled[place]?.sha256 === old.sha256,
        ),
    );

/** What of a bundle no later one may take back. */
export const toRemember = ({ bundle }: Pick<InForceHere, 'bundle'>): Remembered => ({
  texts: bundle.instruments.flatMap(({ compiled, history, texts = [] }) =>
    texts.map(({ version, effectiveFrom }, place) => ({
      instrument: compiled.id,
      version,
      effectiveFrom,
      sha256: (history?.[place]?.compiled ?? compiled).sha256,
    })),
  ),
  revoked: (bundle.signingKeys ?? []).flatMap(({ party, keys }) =>
    keys.flatMap(({ key: { kid }, revokedSince }) =>
      revokedSince === null ? [] : [{ party, kid, since: revokedSince }],
    ),
  ),
});
