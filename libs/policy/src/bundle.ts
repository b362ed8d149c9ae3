// The signed bundle: every instrument with its state. Policy reaches a service as one JWS (EdDSA, canonical JSON, packed);
// what does not verify is not read.
import type { JWK } from 'jose';
import type { CompiledInstrument } from '@gatehouse/agreements';
import { CryptoFault, sign, verify, type PartyKeys, type PublicPartyKeys } from '@gatehouse/crypto';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { packed, unpacked } from './packed-bundle.ts';
import type { AgreedText } from './signatures/agreed-text.ts';
import type { SignedOrder } from './signatures/order.ts';
import type { RegisteredKeys } from './signatures/signing-keys.ts';

export interface BundleInstrument {
  /** State of the instrument's life (code list `instrumentStates`). */
  state: string;
  suspension?: { by: string; freezePriorCopies: boolean };
  /** Suspensions of a part: what one party gives and gets, or the fields of one sensitivity category (clause 25). */
  suspensions?: PartialSuspension[];
  /** The current version. */
  compiled: CompiledInstrument;
  /** All versions since the first one in flight, the current one last; absent when there is but one. */
  history?: { version: number; effectiveFrom: string; compiled: CompiledInstrument }[];
  /** All versions as their parties signed them, in their order: what a service believes (ADR 73). */
  texts?: AgreedText[];
  /** What parties ordered: the suspensions that stand, what was taken back, notices of leaving. */
  orders?: SignedOrder[];
}

export interface PartialSuspension {
  by: string;
  freezePriorCopies: boolean;
  scope: { kind: 'party'; party: string } | { kind: 'category'; category: string };
}

export interface Bundle {
  /** Grows with every issue. */
  version: number;
  issuedAt: string;
  maxAgeSeconds: number;
  instruments: BundleInstrument[];
  /** Public keys of the parties; policy carries them and does not read them. */
  parties: PublicPartyKeys[];
  /** The keys that parties sign instruments with, as the registry says them. */
  signingKeys?: RegisteredKeys[];
}

export const BUNDLE_TYPE = 'gatehouse-bundle';

export type BundleFaultCode =
  | 'bundle-not-verified'
  | 'bundle-malformed'
  | 'bundle-not-usable'
  | 'bundle-rollback'
  | 'bundle-says-two-things'
  | 'bundle-from-the-future';

/** A bundle that must not be used, and why. */
export class BundleFault extends TerminalFault {
  override readonly name = 'BundleFault';
  declare readonly code: BundleFaultCode;

  constructor(code: BundleFaultCode, message: string, details: { cause?: unknown } = {}) {
    super(message, { code, cause: details.cause });
  }
}

/**
 * Signs a bundle.
 * @param keys keys of the policy registry.
 * @returns a compact JWS, `alg` EdDSA, `typ` gatehouse-bundle, its payload packed.
 */
export const signBundle = (bundle: Bundle, keys: PartyKeys): Promise<string> => sign(packed(bundle), keys, BUNDLE_TYPE);

const isBundle = (value: unknown): value is Bundle => {
  const bundle = value as Partial<Bundle> | null;
  return (
    typeof bundle === 'object' &&
    bundle !== null &&
    Number.isSafeInteger(bundle.version) &&
    typeof bundle.issuedAt === 'string' &&
    !Number.isNaN(Date.parse(bundle.issuedAt)) &&
    Number.isSafeInteger(bundle.maxAgeSeconds) &&
    Array.isArray(bundle.instruments) &&
    Array.isArray(bundle.parties)
  );
};

/**
 * Verifies a bundle.
 * @param key public signing key of the policy registry.
 * @throws BundleFault when the signature, the type or the form is not as it must be.
 */
export const verifyBundle = async (jws: string, key: JWK): Promise<Bundle> => {
  const payload = await verify(jws, key, BUNDLE_TYPE).catch((cause: unknown) => {
    if (cause instanceof CryptoFault) throw new BundleFault('bundle-not-verified', cause.message, { cause });
    throw cause;
  });
  const bundle = unpacked(payload);
  if (!isBundle(bundle)) throw new BundleFault('bundle-malformed', 'the bundle is not well-formed');
  return bundle;
};
