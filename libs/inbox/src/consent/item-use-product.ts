// A use under a consent as a product on its way to whoever gave it: pure.
import type { ItemUseV1 } from '@gatehouse/contracts';
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import type { ItemUsed } from './consent.events.ts';
import { toOriginator } from '../to-originator.ts';

/**
 * What a use becomes outside; null for every other event, and for a use that needed no consent.
 * @param product the product by which this service tells it, such as `police-liaison.item-use.v1`
 */
export const itemUseProduct = (event: RecordedEvent, product: string): Outgoing | null => {
  if (event.type !== 'ItemUsed') return null;
  const used = event.data as ItemUsed['data'];
  const { requestId, originator } = used;
  if (requestId === null || originator === null) return null;
  const payload = payloadOf(used, requestId);
  return toOriginator({ ...used, product, happened: 'd', id: used.useId, priority: 'ROUTINE', payload });
};

const payloadOf = (
  { useId, itemId, use, recipient, fields, by, at }: ItemUsed['data'],
  requestId: string,
): ItemUseV1 => ({
  useId,
  itemId,
  requestId,
  use,
  ...(recipient !== null && { recipient }),
  fields,
  usedBy: by,
  usedAt: at,
});
