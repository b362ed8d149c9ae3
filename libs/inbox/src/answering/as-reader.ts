// Whoever answers an item is decided like somebody who opens it; a refusal leaves its audit row and changes nothing.
import { readerFacts } from '@gatehouse/personnel';
import {
  considerOpening,
  evidence,
  permits,
  recordOpening,
  type Agency,
  type Asked,
  type Considered,
  type HeldItem,
} from '@gatehouse/sharing';
import { loadReceivedItem } from '../received-item/load-received-item.ts';

export type AsReader = { decision: Considered['decision'] } & (
  { held: HeldItem } | { held: null; /** of the refusal's audit row */ promise: string }
);

/** @param action what the audit row of a refusal says was tried */
export const asReader = async (agency: Agency, asked: Asked, itemId: string, action: string): Promise<AsReader> => {
  const { held } = await loadReceivedItem(agency.pool, itemId, asked.caller.person);
  const facts = await readerFacts(agency.pool, asked.caller.person);
  const considered = considerOpening(agency, asked, facts, held);
  const { decision } = considered;
  if (held && permits(decision)) return { decision, held };
  const promise = await evidence(agency, (client) => recordOpening(agency, client, asked, itemId, considered, action));
  return { decision, held: null, promise };
};
