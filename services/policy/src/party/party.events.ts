// The keys a party signs instruments with: other keys than those its services sign messages with.
import type { EventTypes, Step } from '@gatehouse/event-store';
import type { JWK } from 'jose';
import type { Hand } from '../registry.ts';

interface Done {
  party: string;
  by: Hand;
  at: string;
}

export interface PartyKeyRegistered {
  type: 'PartyKeyRegistered';
  data: Done & {
    /** public Ed25519 with its RFC 7638 thumbprint as kid */
    key: JWK & { kid: string };
    /** until when the keys before it go on being good; null where there were none */
    overlapUntil: string | null;
    /** the word of the key before it: a detached JWS over `{party, key}`; null for a first one, and where it was not kept yet */
    endorsement: string | null;
  };
}

export interface PartyKeyRevoked {
  type: 'PartyKeyRevoked';
  data: Done & {
    kid: string;
    /** signatures from this instant on are void */
    since: string;
    reason: string;
  };
}

export type PartyEvent = PartyKeyRegistered | PartyKeyRevoked;

/** Until version 2 the endorsement was verified and not kept. */
const withoutEndorsement: Step = (data) => ({ ...data, endorsement: null });

/** Each with the steps from its older versions. */
export const partyEventTypes = {
  PartyKeyRegistered: [withoutEndorsement],
  PartyKeyRevoked: [],
} satisfies EventTypes<PartyEvent>;

export const partyStream = (party: string): string => `party-${party}`;
