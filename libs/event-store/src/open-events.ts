/**
 * What rows of the store say: opened with their items' keys, in the version of today.
 *
 * Promise: whatever was ever written is read, plain or sealed. An event whose item was erased has no words any more, only its clear
 * members, and says so; that is told apart from a key that is missing, which is a fault.
 */
import type { FoundKey, ItemKeyStore } from '@gatehouse/item-keys';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { EventCatalogue } from './event-catalogue.ts';
import { clearMembers, keysNotGiven, sealedMember } from './sealed-data.ts';

/** What a connection knows of the events in its database. */
export interface Known {
  catalogue: EventCatalogue;
  /** of the items whose events are sealed; without it none is written or opened */
  keys?: ItemKeyStore;
}

/** The columns of an event that tell what it says. */
export interface StoredData {
  event_id: string;
  stream_id: string;
  type: string;
  type_version: number;
  data: object;
}

export type Opened = { data: object; erased?: true };

/**
 * Looks up the keys of all these rows at once.
 * @returns what opens one of them; it throws TerminalFault 'event-type-unknown', 'event-from-newer-code', 'item-key-missing',
 *   'item-keys-not-given', and CryptoFault 'malformed' for what was altered
 */
export const openerOf = (rows: readonly StoredData[], known: Known): ((row: StoredData) => Opened) => {
  const items = rows.map((row) => itemOf(row, known)).filter((item) => item !== undefined);
  const keys = items.length > 0 ? known.keys?.keysOf(items) : undefined;
  return (row) => {
    const item = itemOf(row, known);
    const key = item === undefined ? undefined : keys?.get(item);
    return key === 'destroyed'
      ? { data: clearMembers(row.data), erased: true }
      : { data: known.catalogue.upToDate(row.type, row.type_version, plainData(row, key, known)) };
  };
};

/** An item's older events may stand plain; they are as erased as it is. */
const itemOf = ({ data, type, stream_id }: StoredData, { catalogue }: Known): string | undefined =>
  sealedMember(data)?.item ?? catalogue.sealingOf(type)?.itemOf(stream_id);

const plainData = (row: StoredData, key: Exclude<FoundKey, 'destroyed'> | undefined, { keys }: Known): object => {
  const member = sealedMember(row.data);
  if (!member) return row.data;
  if (!keys) throw keysNotGiven();
  if (!key)
    throw new TerminalFault(`the key store has no key of ${member.item}, and never destroyed one: it is an old one`, {
      code: 'item-key-missing',
    });
  return JSON.parse(key.openText(row.event_id, member.text)) as object;
};
