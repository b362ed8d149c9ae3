// Which keys of a party are good, and when. A first key is taken on the secretary's word; every further one needs the word of
// a key that is good, so that nobody but the party puts another in its place. Pure.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import { goodAt, type RegisteredKey } from './good-key.ts';
import type { PartyEvent, PartyKeyRegistered, PartyKeyRevoked } from './party.events.ts';

export type Party = { keys: RegisteredKey[] };

export type PartyCommand =
  /** endorsedBy: id of the key whose signature over the new one was verified, or null */
  | { type: 'RegisterPartyKey'; data: PartyKeyRegistered['data'] & { endorsedBy: string | null } }
  | { type: 'RevokePartyKey'; data: PartyKeyRevoked['data'] };

export type PartyRefusal =
  | 'key-known'
  | 'key-revoked'
  | 'key-unknown'
  | 'not-endorsed-by-the-present-key'
  | 'overlap-in-the-past'
  | 'revoked-in-the-future';

type Decided = Decision<PartyEvent, PartyRefusal>;

const decide = (command: PartyCommand, party: Party): Decided => {
  switch (command.type) {
    case 'RegisterPartyKey':
      return register(command.data, party);
    case 'RevokePartyKey':
      return revoke(command.data, party);
    default:
      return unreachable(command);
  }
};

const register = (
  { endorsedBy, ...data }: PartyKeyRegistered['data'] & { endorsedBy: string | null },
  party: Party,
): Decided => {
  const known = party.keys.find(({ key }) => key.kid === data.key.kid);
  if (known) return known.revokedSince === null ? refuse('key-known') : refuse('key-revoked');
  const good = party.keys.filter((key) => goodAt(key, data.at) === 'good');
  if (good.length === 0)
    return accept<PartyEvent>({ type: 'PartyKeyRegistered', data: { ...data, overlapUntil: null, endorsement: null } });
  if (!good.some(({ key }) => key.kid === endorsedBy)) return refuse('not-endorsed-by-the-present-key');
  if (data.overlapUntil !== null && data.overlapUntil < data.at) return refuse('overlap-in-the-past');
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
      return { keys: [...before, { key, validFrom: at, validUntil: null, revokedSince: null, endorsement }] };
    }
    case 'PartyKeyRevoked': {
      const { kid, since } = event.data;
      return { keys: party.keys.map((one) => (one.key.kid === kid ? { ...one, revokedSince: since } : one)) };
    }
    default:
      return unreachable(event);
  }
};

export const partyDecider: Decider<PartyCommand, Party, PartyEvent, PartyRefusal> = {
  initial: () => ({ keys: [] }),
  decide,
  evolve,
};
