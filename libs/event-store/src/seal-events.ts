// Events on their way into the store: what they say goes under their item's key.
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { knownOf } from './known-events.ts';
import type { ReadyEvent } from './ready-events.ts';
import { keysNotGiven, SEALED, type SealedMember } from './sealed-data.ts';
import type { Queryable } from './transaction.ts';

/**
 * The JSON texts of events' data as they are written. A key that is made for it is durable before this returns; one whose event is
 * never committed opens nothing.
 * @throws TerminalFault 'item-erased' for an item whose key was destroyed, 'item-keys-not-given' where sealed events are to be
 *   written and nobody gave a key store; what the key store throws
 */
export const writtenTexts = async (queryable: Queryable, events: readonly ReadyEvent[]): Promise<string[]> => {
  const { catalogue, keys } = knownOf(queryable);
  const sealings = events.map(({ type }) => catalogue.sealingOf(type));
  if (sealings.every((sealing) => sealing === undefined)) return events.map(({ texts }) => texts.data);
  if (!keys) throw keysNotGiven();
  const items = events.map(({ streamId }, index) => sealings[index]?.itemOf(streamId));
  const found = await keys.make([...new Set(items.filter((item) => item !== undefined))]);
  return events.map(({ eventId, data, texts }, index) => {
    const [item, sealing] = [items[index], sealings[index]];
    if (item === undefined || !sealing) return texts.data;
    const key = found.get(item);
    if (key === undefined || key === 'destroyed')
      throw new TerminalFault('the item was erased: nothing is added to it', { code: 'item-erased' });
    const member: SealedMember = { item, text: key.sealText(eventId, texts.data) };
    return JSON.stringify({ ...sealing.clearOf(data), [SEALED]: member });
  });
};
