// Registers and revokes the keys of a party, audited; and loads them for whoever verifies.
import { canonicalJson, CryptoFault, detachedHeader, verifyDetached, SIGNED_BESIDE } from '@gatehouse/crypto';
import { evolved, readStream, readStreams } from '@gatehouse/event-store';
import { goodAt, type RegisteredKeys } from '@gatehouse/policy';
import { runAudited, type Asked } from '@gatehouse/sharing';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type pg from 'pg';
import { notePartyKey } from '../instrument/note-party-key.ts';
import { handOf, PARTY_RECORD, type Hand, type Registry } from '../registry.ts';
import { foldedGroup, loadGroupEvents } from '../working-group/run-on-working-group.ts';
import type { WorkingGroup } from '../working-group/working-group.state.ts';
import { partyDecider, type Party, type PartyCommand, type PartyRefusal } from './party.decider.ts';
import { partyStream, type PartyEvent } from './party.events.ts';

export interface RanOnParty {
  refusal: PartyRefusal | null;
  promise: string;
  party: Party;
}

export interface NewKey {
  /** base64url of the public Ed25519 key */
  x: string;
  /** detached JWS of a key that is good now over `{party, key}` */
  endorsement: string | null;
  overlapUntil: string | null;
}

export const registerPartyKey = async (
  registry: Registry,
  asked: Asked,
  party: string,
  { x, endorsement, overlapUntil }: NewKey,
): Promise<RanOnParty> => {
  const key = await publicKey(x);
  const at = registry.agency.clock.now().toISOString();
  const known = await loadParty(registry.agency.pool, party);
  const endorsedBy = endorsement === null ? null : await endorser(known, endorsement, { party, key }, at);
  const { given } = registry;
  const isGiven = given === null || (given[party] ?? []).some((one) => one.kid === key.kid && one.x === key.x);
  const data = { party, by: handOf(asked), at, key, overlapUntil, endorsement, endorsedBy, isGiven };
  return run(registry, asked, { type: 'RegisterPartyKey', data });
};

/** By a member of the party in a liaison working group: what the secretary proposed is the party's key. */
export const confirmPartyKey = async (
  registry: Registry,
  asked: Asked,
  party: string,
  kid: string,
): Promise<RanOnParty> => {
  const by = handOf(asked);
  const groups = await loadGroupEvents(registry.agency.pool);
  const speaksIn = [...groups].flatMap(([id, events]) => (speaksFor(foldedGroup(events), party, by) ? [id] : []));
  const at = registry.agency.clock.now().toISOString();
  return run(registry, asked, { type: 'ConfirmPartyKey', data: { party, by, at, kid, speaksIn } });
};

const speaksFor = (group: WorkingGroup, party: string, { person }: Hand): boolean =>
  group.status === 'constituted' && group.members.some((one) => one.party === party && one.person === person);

export const revokePartyKey = (
  registry: Registry,
  asked: Asked,
  party: string,
  revoked: { kid: string; since: string | null; reason: string },
): Promise<RanOnParty> => {
  const at = registry.agency.clock.now().toISOString();
  const data = { ...revoked, party, by: handOf(asked), at, since: revoked.since ?? at };
  return run(registry, asked, { type: 'RevokePartyKey', data });
};

export const loadParty = async (queryable: pg.Pool | pg.ClientBase, party: string): Promise<Party> =>
  evolved(partyDecider, partyDecider.initial(), await readStream<PartyEvent>(queryable, partyStream(party)));

/** A public signing key by its one number; its id is its thumbprint (RFC 7638). */
export const publicKey = async (x: string): Promise<JWK & { kid: string }> => {
  const key = { kty: 'OKP', crv: 'Ed25519', x };
  return { ...key, kid: await calculateJwkThumbprint(key) };
};

const endorser = async (known: Party, jws: string, document: object, at: string): Promise<string | null> => {
  try {
    const { kid } = detachedHeader(jws, SIGNED_BESIDE.partyKey);
    const key = known.keys.find((one) => one.key.kid === kid && goodAt(one, at) === 'good');
    if (!key) return null;
    await verifyDetached(jws, document, key.key, SIGNED_BESIDE.partyKey);
    return kid;
  } catch (fault) {
    if (fault instanceof CryptoFault) return null;
    throw fault;
  }
};

const run = async (registry: Registry, asked: Asked, command: PartyCommand): Promise<RanOnParty> => {
  const { party } = command.data;
  const outcome = await runAudited(
    registry.agency,
    partyDecider,
    {
      command,
      streamId: partyStream(party),
      asked,
      audit: () => ({
        operation: 'alteration',
        action: command.type,
        subjects: [],
        item: { id: party, product: PARTY_RECORD },
        fields: ['keys[]'],
      }),
    },
    async (client) => {
      await markKeysChanged(client);
      await tellOfKey(registry, client, command);
    },
  );
  if (outcome.outcome === 'accepted' && outcome.events.length > 0) registry.changed();
  return {
    refusal: outcome.outcome === 'refused' ? outcome.refusal : null,
    promise: outcome.promise,
    party: outcome.state,
  };
};

/** Every party of an instrument of this party is told: nobody's key changes unseen. */
const tellOfKey = async (registry: Registry, client: pg.PoolClient, { data }: PartyCommand): Promise<void> => {
  const { party, by, at } = data;
  const after = await loadParty(client, party);
  const kid = 'kid' in data ? data.kid : data.key.kid;
  const known = after.keys.find(({ key }) => key.kid === kid);
  const change = known?.revokedSince ? 'REVOKED' : known ? 'REGISTERED' : 'PROPOSED';
  await notePartyKey(registry, client, { by, at, party, kid, change });
};

/** The bundle carries the keys: it has to follow. */
const markKeysChanged = async (client: pg.ClientBase): Promise<void> => {
  await client.query(
    `insert into registry.signing_key_change as k default values on conflict (one_row) do update set changes = k.changes + 1`,
  );
};

/** The keys of these parties, as a bundle carries them. */
export const registeredKeys = async (
  queryable: pg.Pool | pg.ClientBase,
  parties: readonly string[],
): Promise<RegisteredKeys[]> => {
  const streams = await readStreams<PartyEvent>(queryable, parties.map(partyStream));
  return parties.flatMap((party) => {
    const { keys } = evolved(partyDecider, partyDecider.initial(), streams.get(partyStream(party)) ?? []);
    return keys.length > 0 ? [{ party, keys }] : [];
  });
};

/** What a signature was examined against, to be compared with what stands when it is recorded. */
export const fingerprint = (party: Party): string => canonicalJson(party.keys);
