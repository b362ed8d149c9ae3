// A signature is examined before the command is decided, and the keys it was examined with are compared again when it is recorded.
import { holdStream } from '@gatehouse/event-store';
import { examineSignature, type Examined, type ToExamine } from '@gatehouse/policy';
import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { partyStream } from '../party/party.events.ts';
import { fingerprint, loadParty } from '../party/run-on-party.ts';
import type { Registry } from '../registry.ts';

export type ExaminedNow = Examined & { unchanged: (client: pg.PoolClient) => Promise<void> };

/** What was found, and a check that the keys it was found with are still those when it is recorded. */
export const examined = async ({ agency }: Registry, asked: Omit<ToExamine, 'keys'>): Promise<ExaminedNow> => {
  const keys = await loadParty(agency.pool, asked.party);
  const found = await examineSignature({ ...asked, keys });
  const unchanged = async (client: pg.PoolClient): Promise<void> => {
    await holdStream(client, partyStream(asked.party));
    if (fingerprint(await loadParty(client, asked.party)) !== fingerprint(keys))
      throw new ConcurrencyConflict('the keys of the party changed meanwhile');
  };
  return { ...found, unchanged };
};
