// What became of one item with each party it was for, as the ledger says now: who was sent it, who read, acknowledged and acted,
// each by whom; and for whom it still waits.
import { readStream, unreachable } from '@gatehouse/event-store';
import type pg from 'pg';
import { waitsFor } from './hold.ts';
import { holdersOf } from './holders.ts';
import { ledgerStream, type DisclosureUsed, type LedgerEvent } from './ledger.ts';

interface DoneBy {
  by: string;
  at: string;
}

export interface DisclosedTo {
  recipient: string;
  /** `released`: it left; `held`: it waits, for the reason given */
  released: boolean;
  held: boolean;
  reason: string;
  /** shapes of the fields that left */
  fields: string[];
  deliveredAt: string | null;
  read: DoneBy[];
  acknowledged: DoneBy | null;
  actioned: DoneBy[];
  /** what it was used for under our consent */
  uses: OnwardUse[];
}

export type OnwardUse = Omit<DisclosureUsed['data'], 'itemId' | 'recipient'>;

/** One entry for each party that holds the item or is to get it, by its name. */
export const disclosuresOf = async (pool: pg.Pool, itemId: string): Promise<DisclosedTo[]> => {
  const recipients = new Set([...(await holdersOf(pool, itemId)), ...(await waitsFor(pool, itemId))]);
  const chains = [...recipients].sort().map(async (recipient) => {
    const ledger = await readStream(pool, ledgerStream(itemId, recipient));
    return ledger.reduce((chain, { type, data }) => after(chain, { type, data } as LedgerEvent), waiting(recipient));
  });
  return Promise.all(chains);
};

/** Nobody could decide or send it yet: it stands in no ledger. */
const waiting = (recipient: string): DisclosedTo => ({
  recipient,
  released: false,
  held: true,
  reason: 'NOT_DECIDED',
  fields: [],
  deliveredAt: null,
  read: [],
  acknowledged: null,
  actioned: [],
  uses: [],
});

const after = (chain: DisclosedTo, event: LedgerEvent): DisclosedTo => {
  const { type } = event;
  switch (type) {
    case 'DisclosureDecided': {
      const { released, held, reason, fields } = event.data;
      return { ...chain, released, held, reason, fields };
    }
    case 'DisclosureDelivered':
      return { ...chain, deliveredAt: event.data.at };
    case 'DisclosureRead':
      return { ...chain, read: [...chain.read, doneBy(event.data)] };
    case 'DisclosureAcknowledged':
      return { ...chain, acknowledged: doneBy(event.data) };
    case 'DisclosureActioned':
      return { ...chain, actioned: [...chain.actioned, doneBy(event.data)] };
    case 'DisclosureUsed':
      return { ...chain, uses: [...chain.uses, onwardUse(event.data)] };
    default:
      return unreachable(type);
  }
};

const doneBy = ({ by, at }: DoneBy): DoneBy => ({ by, at });

/** A use as it is shown beside the disclosure it was made of. */
export const onwardUse = ({ itemId: _item, recipient: _recipient, ...use }: DisclosureUsed['data']): OnwardUse => use;
