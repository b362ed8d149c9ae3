// How an instrument of a bundle stands, taken from it and put into it.
import type { BundleInstrument } from '../bundle.ts';
import type { Stands } from './standing-here.ts';

export const standsOf = ({ state, suspension, suspensions }: BundleInstrument): Stands => ({
  state,
  ...(suspension ? { suspension } : {}),
  ...(suspensions ? { suspensions } : {}),
});

/** The same instrument, standing otherwise. */
export const standingSo = (
  { state: _state, suspension: _whole, suspensions: _parts, ...rest }: BundleInstrument,
  stands: Stands,
): BundleInstrument => ({ ...rest, ...stands });
