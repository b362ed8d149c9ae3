// Which instruments of a bundle are in force at this service. Promise: one is only when each party signed each version of it with a key that
// counts here, when it compiles here, and when nothing that stood here before was taken out of it or put in another's place. Whoever
// signs bundles can take an instrument out of force by this, and bring none in. One that is not leaves the others as they are.
import type { CompiledInstrument, ProductCatalogue } from '@gatehouse/agreements';
import { isDeepStrictEqual } from 'node:util';
import type { Bundle, BundleInstrument } from '../bundle.ts';
import { asCompiledHere, type AgreedText } from './agreed-text.ts';
import type { SignatureFault } from './examine-signature.ts';
import { examinedOnce } from './examined-texts.ts';
import type { SignedOrder } from './order.ts';
import { standingHere, type OrderFault, type StandingHere, type Stands } from './standing-here.ts';
import { standingSo, standsOf } from './stands.ts';
import type { KnownSigners, Revocation } from './signing-keys.ts';

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
  orders: readonly SignedOrder[];
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
  /** what of the orders in it does not count here, or is missing: each with the instrument */
  orderFaults: { id: string; code: OrderFault }[];
  /** what parties ordered, verified here */
  orders: SignedOrder[];
  /** how instruments stand here, where that is not as the bundle says */
  stood: Stood[];
}

export interface Stood {
  id: string;
  stands: Stands;
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
    orderFaults: found.flatMap(({ id, standing }) => (standing?.faults ?? []).map((code) => ({ id, code }))),
    orders: found.flatMap(({ standing }) => standing?.verified ?? []),
    stood: found.flatMap(({ id, stood }) => (stood ? [{ id, stands: stood }] : [])),
  };
};

interface Judged {
  id: string;
  code: HeldOutCode | null;
  here: BundleInstrument | null;
  otherwise: boolean;
  standing?: StandingHere;
  /** where it is not as the bundle says */
  stood?: Stands;
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
    const { code, compiled, keys } = await examinedOnce(given, id, instrument.texts);
    if (!compiled) return out('does-not-compile');
    const here = asCompiledHere(instrument, instrument.texts, compiled, given.bundle.issuedAt);
    if (code !== null) return out(code, here);
    if (isWithdrawn(id, instrument.texts, compiled, given.remembered)) return out('version-withdrawn', here);
    const otherwise = !isDeepStrictEqual(here, instrument);
    const remembered = given.remembered.orders.filter(({ order }) => order.instrumentId === id);
    const standing = await standingHere({ instrument: here, issuedAt: given.bundle.issuedAt, keys, remembered });
    const { stands } = standing;
    const stood = isDeepStrictEqual(stands, standsOf(here)) ? {} : { stood: stands };
    return { id, code: null, here: standingSo(here, stands), otherwise, standing, ...stood };
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
export const toRemember = ({ bundle, orders }: Pick<InForceHere, 'bundle' | 'orders'>): Remembered => ({
  orders,
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
