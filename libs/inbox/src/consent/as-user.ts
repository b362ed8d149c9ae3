// Whoever asks for an originator's consent, or uses an item, is first decided like somebody who opens it.
import { readerFacts } from '@gatehouse/personnel';
import { evidence, recordOpening, type Agency, type Asked, type Considered, type HeldItem } from '@gatehouse/sharing';
import { asReader } from '../answering/as-reader.ts';
import { loadReceivedItem } from '../received-item/load-received-item.ts';
import { consentFor } from './consents.ts';
import type { UseAsked } from './consider-use.ts';
import type { CONSENT_USES } from './consent.events.ts';

/** What a person wants to do with an item. Purpose and case are those of his request. */
export interface WantedUse {
  use: (typeof CONSENT_USES)[number];
  recipient: string | null;
}

export type AsUser = { use: UseAsked; refused: null } | { use: null; refused: Refused };

export interface Refused {
  decision: Considered['decision'];
  promise: string;
}

/** @param action what the audit row of a refusal says was tried */
export const asUser = async (
  agency: Agency,
  asked: Asked,
  itemId: string,
  wanted: WantedUse,
  action: string,
): Promise<AsUser> => {
  const reader = await asReader(agency, asked, itemId, action);
  const { decision } = reader;
  if (reader.held === null) return { use: null, refused: { decision, promise: reader.promise } };
  const { item } = await loadReceivedItem(agency.pool, itemId, asked.caller.person);
  const scope = { ...wanted, purpose: asked.purpose, caseRef: asked.caseRef };
  const facts = await readerFacts(agency.pool, asked.caller.person);
  const consent = consentFor(item, scope, agency.clock.now());
  return { use: { asked, facts, held: reader.held, scope, consent }, refused: null };
};

/** Records that this use was looked at and not granted, or not needed to be asked for. */
export const recordConsidered = (
  agency: Agency,
  { asked, held }: { asked: Asked; held: HeldItem },
  considered: Considered,
  action: string,
): Promise<string> =>
  evidence(agency, (client) => recordOpening(agency, client, asked, held.envelope.itemId, considered, action));
