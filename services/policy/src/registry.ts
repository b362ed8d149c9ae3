// What the parts of this service know about it: given once, by the module.
import type { Agency, Asked } from '@gatehouse/sharing';

export const REGISTRY = Symbol('Registry');

export interface Registry {
  agency: Agency;
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
