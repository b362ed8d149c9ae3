// What the parts of this service know about it: given once, by the module.
import type { KnownSigners } from '@gatehouse/policy';
import type { Agency, Asked } from '@gatehouse/sharing';

export const REGISTRY = Symbol('Registry');

export interface Registry {
  agency: Agency;
  /** keys that an administrator had from the parties themselves, and gave this service beside the register; null where the register is believed (for tests) */
  given: KnownSigners | null;
  /** bytes that a signed bundle may have when a text comes into force; what stops something is never refused for it */
  bundleBytes: number;
  /** told after a change of an instrument was committed: a new bundle is due */
  changed: () => void;
}

/** Who did something: an official of an agency, or the service itself, whose clock has no person. */
export interface Hand {
  agency: string;
  person: string | null;
}

export const handOf = ({ caller: { agency, person } }: Asked): Hand => ({ agency, person });

/** What audit records call an instrument, and a party. */
export const INSTRUMENT_RECORD = 'policy.instrument';
export const PARTY_RECORD = 'policy.party';
