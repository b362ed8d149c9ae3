// Which keys of a party are good, and when. A further key needs the word of a key that is good, so that nobody but the party puts another in
// its place. Where there is none that could say so, the first time or after all were lost, the secretary proposes and a member of the party
// confirms; but for a first one that an administrator had from the party itself. Pure.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type { Hand } from '../registry.ts';
import { goodAt, type RegisteredKey } from './good-key.ts';
import type { PartyEvent, PartyKeyProposed, PartyKeyRegistered, PartyKeyRevoked } from './party.events.ts';

export interface Party {
  keys: RegisteredKey[];
  /** the last one proposed, while nobody has confirmed it */
  proposed: PartyKeyProposed['data'] | null;
}

export type PartyCommand =
  | { type: 'RegisterPartyKey'; data: Registering }
  | { type: 'ConfirmPartyKey'; data: Confirming }
  | { type: 'RevokePartyKey'; data: PartyKeyRevoked['data'] };

/** endorsedBy: id of the key whose signature over the new one was verified, or null; isGiven: this service was given it beside the register */
type Registering = Omit<PartyKeyRegistered['data'], 'confirmedBy'> & { endorsedBy: string | null; isGiven: boolean };

/** speaksIn: the working groups in which whoever confirms is a member for the party */
interface Confirming {
  party: string;
  by: Hand;
  at: string;
  kid: string;
  speaksIn: string[];
}

export type PartyRefusal =
  | 'key-known'
  | 'key-revoked'
  | 'key-unknown'
  | 'not-endorsed-by-the-present-key'
  | 'overlap-in-the-past'
  | 'revoked-in-the-future'
  | 'not-a-member'
  | 'confirmed-by-another-person';

type Decided = Decision<PartyEvent, PartyRefusal>;

const decide = (command: PartyCommand, party: Party): Decided => {
  switch (command.type) {
    case 'RegisterPartyKey':
      return register(command.data, party);
    case 'ConfirmPartyKey':
      return confirm(command.data, party);
    case 'RevokePartyKey':
      return revoke(command.data, party);
    default:
      return unreachable(command);
  }
};

const goodOf = ({ keys }: Party, at: string): RegisteredKey[] => keys.filter((key) => goodAt(key, at) === 'good');

const register = ({ endorsedBy, isGiven, ...data }: Registering, party: Party): Decided => {
  const known = party.keys.find(({ key }) => key.kid === data.key.kid);
  if (known) return known.revokedSince === null ? refuse('key-known') : refuse('key-revoked');
  const good = goodOf(party, data.at);
  if (good.length === 0) return first(data, isGiven && party.keys.length === 0, party);
  if (!good.some(({ key }) => key.kid === endorsedBy)) return refuse('not-endorsed-by-the-present-key');
  if (data.overlapUntil !== null && data.overlapUntil < data.at) return refuse('overlap-in-the-past');
  return accept<PartyEvent>({ type: 'PartyKeyRegistered', data: { ...data, confirmedBy: null } });
};

const first = (
  { party, by, at, key }: Omit<PartyKeyRegistered['data'], 'confirmedBy'>,
  isGiven: boolean,
  { proposed }: Party,
): Decided => {
  const said = { party, by, at, key };
  if (!isGiven)
    return proposed?.key.kid === key.kid
      ? accept<PartyEvent>()
      : accept<PartyEvent>({ type: 'PartyKeyProposed', data: said });
  const alone = { overlapUntil: null, endorsement: null, confirmedBy: null };
  return accept<PartyEvent>({ type: 'PartyKeyRegistered', data: { ...said, ...alone } });
};

// To whoever is not of the party there is nothing to confirm.
const confirm = ({ party: of, by: confirmedBy, at, kid, speaksIn }: Confirming, party: Party): Decided => {
  const { proposed, keys } = party;
  if (confirmedBy.agency !== of) return refuse('key-unknown');
  if (speaksIn.length === 0) return refuse('not-a-member');
  if (keys.some(({ key }) => key.kid === kid)) return accept<PartyEvent>();
  if (proposed?.key.kid !== kid) return refuse('key-unknown');
  if (proposed.by.person === confirmedBy.person) return refuse('confirmed-by-another-person');
  if (goodOf(party, at).length > 0) return refuse('not-endorsed-by-the-present-key');
  const { by, key } = proposed;
  const data = { party: of, by, at, key, overlapUntil: null, endorsement: null, confirmedBy };
  return accept<PartyEvent>({ type: 'PartyKeyRegistered', data });
};

const revoke = (data: PartyKeyRevoked['data'], party: Party): Decided => {
  const known = party.keys.find(({ key }) => key.kid === data.kid);
  if (!known) return refuse('key-unknown');
  if (data.since > data.at) return refuse('revoked-in-the-future');
  // Found out later that it was lost earlier: an earlier instant counts, a later one changes nothing.
  if (known.revokedSince !== null && known.revokedSince <= data.since) return accept<PartyEvent>();
  return accept<PartyEvent>({ type: 'PartyKeyRevoked', data });
};

const evolve = (party: Party, event: PartyEvent): Party => {
  switch (event.type) {
    case 'PartyKeyRegistered': {
      const { key, at, overlapUntil, endorsement } = event.data;
      const before = party.keys.map((one) => ({ ...one, validUntil: one.validUntil ?? overlapUntil ?? at }));
      const now = { key, validFrom: at, validUntil: null, revokedSince: null, endorsement };
      return { keys: [...before, now], proposed: null };
    }
    case 'PartyKeyProposed':
      return { ...party, proposed: event.data };
    case 'PartyKeyRevoked': {
      const { kid, since } = event.data;
      const keys = party.keys.map((one) => (one.key.kid === kid ? { ...one, revokedSince: since } : one));
      return { ...party, keys };
    }
    default:
      return unreachable(event);
  }
};

export const partyDecider: Decider<PartyCommand, Party, PartyEvent, PartyRefusal> = {
  initial: () => ({ keys: [], proposed: null }),
  decide,
  evolve,
};
