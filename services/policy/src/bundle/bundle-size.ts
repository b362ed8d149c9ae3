// Whether the bundle would still fit on the bus with the pending text of an instrument in force: asked before it is, so that nothing comes in
// force that services cannot be told of.
import { signBundle, type BundleInstrument } from '@gatehouse/policy';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { evolve, type Instrument, type Known } from '../instrument/instrument.state.ts';
import { loadInstruments } from '../instrument/run-on-instrument.ts';
import { registeredKeys } from '../party/run-on-party.ts';
import type { Registry } from '../registry.ts';
import { bundled } from './bundled.ts';
import { signersOfAll } from './signers-of-all.ts';

/** @returns false with the alarm BUNDLE_TOO_LARGE */
export const wouldFit = async (registry: Registry, instrument: Instrument): Promise<boolean> => {
  const { agency, bundleBytes } = registry;
  if (instrument.status === 'none' || !instrument.pending) return true;
  const others = (await loadInstruments(agency.pool))
    .map((one) => one.instrument)
    .filter(({ id }) => id !== instrument.id);
  const bytes = await bytesOf(registry, [...others, asIfInForce(instrument, agency.clock.now().toISOString())]);
  if (bytes <= bundleBytes) return true;
  agency.alarm('BUNDLE_TOO_LARGE', { instrument: instrument.id, bytes, limit: bundleBytes });
  return false;
};

const asIfInForce = (instrument: Known, at: string): Known => {
  const { version, sha256 } = instrument.pending!;
  const by = { agency: '', person: null };
  const data = { instrumentId: instrument.id, by, at, version, sha256 };
  return evolve(instrument, { type: 'MouEnteredIntoForce', data }) as Known;
};

const bytesOf = async ({ agency }: Registry, known: Known[]): Promise<number> => {
  const at = agency.clock.now();
  const instruments = known.flatMap((one) => entryOf(one, at.toISOString(), agency));
  const signingKeys = await registeredKeys(agency.pool, signersOfAll(known));
  const parties = agency.keeper.current()?.bundle.parties ?? [];
  const bundle = {
    version: at.getTime(),
    issuedAt: at.toISOString(),
    maxAgeSeconds: 900,
    instruments,
    parties,
    signingKeys,
  };
  return (await signBundle(bundle, agency.keys)).length;
};

// One that does not compile any more stands in no bundle, and takes no room.
const entryOf = (...given: Parameters<typeof bundled>): BundleInstrument[] => {
  try {
    const entry = bundled(...given);
    return entry ? [entry] : [];
  } catch (fault) {
    if (fault instanceof TerminalFault) return [];
    throw fault;
  }
};
