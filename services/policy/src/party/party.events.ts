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
    /** the member of the party who said that it is the party's; null where the key before it says so, or an administrator had it from the party */
    confirmedBy: Hand | null;
  };
}

/** A first key, or one after all others were lost: it counts for nothing until somebody of the party has confirmed it. */
export interface PartyKeyProposed {
  type: 'PartyKeyProposed';
  data: Done & { key: JWK & { kid: string } };
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

export type PartyEvent = PartyKeyRegistered | PartyKeyProposed | PartyKeyRevoked;

/** Until version 2 the endorsement was verified and not kept. */
const withoutEndorsement: Step = (data) => ({ ...data, endorsement: null });

/** Until version 3 a first key was taken on the secretary's word. */
const withoutConfirmation: Step = (data) => ({ ...data, confirmedBy: null });

/** Each with the steps from its older versions. */
export const partyEventTypes = {
  PartyKeyRegistered: [withoutEndorsement, withoutConfirmation],
  PartyKeyProposed: [],
  PartyKeyRevoked: [],
} satisfies EventTypes<PartyEvent>;

export const partyStream = (party: string): string => `party-${party}`;
