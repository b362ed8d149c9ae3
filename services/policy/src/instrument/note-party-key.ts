// What becomes of a party's signing key stands in the history of each of its instruments, so that all its parties are told.
import type pg from 'pg';
import type { Hand, Registry } from '../registry.ts';
import type { KeyChange } from './instrument.events.ts';
import { partiesOfAny } from './instrument.state.ts';
import { loadInstruments, takes } from './run-on-instrument.ts';

interface Changed {
  by: Hand;
  at: string;
  party: string;
  kid: string;
  change: KeyChange;
}

/** With the transaction in which the key changes. */
export const notePartyKey = async (registry: Registry, client: pg.PoolClient, changed: Changed): Promise<void> => {
  const { party, change, kid } = changed;
  for (const { instrument } of await loadInstruments(client)) {
    if (!partiesOfAny(instrument).includes(party)) continue;
    const said = { instrumentId: instrument.id, owner: party, reason: `${change} ${kid}`, actsFor: null };
    await takes(registry, client, { type: 'NotePartyKey', data: { ...changed, ...said } });
  }
};
