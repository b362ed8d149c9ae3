// Two parties on databases of their own, with real keys and the repository's own instruments in a signed bundle.
import { compileInstrument, type CompiledInstrument } from '@gatehouse/agreements';
import { loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import { generatePartyKeys, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { eventTypes as ofPolice } from '@gatehouse/police-liaison';
import { signBundle } from '@gatehouse/policy';
import { eventTypes as ofPrison } from '@gatehouse/prison-intelligence';
import type { HeldClock } from '@gatehouse/service-kit/clock';
import { migrate, openPool } from '@gatehouse/event-store';
import { agencyMigrations, openAgency, type Agency } from '@gatehouse/sharing';
import type { FreshDatabase } from '@gatehouse/testing';
import { randomUUID } from 'node:crypto';

export const PRISON = 'kz-prison-service';
export const POLICE = 'kz-police';
export const NAMESPACE = 't';
const INSTRUMENTS = ['kz-prisons-police', 'kz-corrections', 'kz-threat-to-life'];
const WEEKS_SECONDS = 14 * 86_400;

export interface Keys {
  prison: PartyKeys;
  police: PartyKeys;
  policy: PartyKeys;
}

export const newKeys = async (): Promise<Keys> => {
  const [prison, police, policy] = await Promise.all([PRISON, POLICE, 'policy'].map(generatePartyKeys));
  return { prison: prison!, police: police!, policy: policy! };
};

/** What both know of the agreements; it outlives the week, so that nothing waits for a newer one. */
export const bundleOf = (keys: Keys, issuedAt: Date): Promise<string> =>
  signBundle(
    {
      version: 1,
      issuedAt: issuedAt.toISOString(),
      maxAgeSeconds: WEEKS_SECONDS,
      instruments: INSTRUMENTS.map((id) => ({ state: 'IN_FORCE' as const, compiled: instrument(id) })),
      parties: [keys.prison, keys.police].map((party) => ({ ...publicKeys(party) })),
    },
    keys.policy,
  );

const instrument = (id: string): CompiledInstrument => {
  const { text, file } = loadInstrumentSource(id);
  const result = compileInstrument(text, file, loadProducts());
  if ('errors' in result) throw new Error("the repository's own instrument does not compile");
  return result.instrument;
};

export interface PartyOptions {
  service: string;
  own: PartyKeys;
  keys: Keys;
  database: Pick<FreshDatabase, 'url' | 'itemKeys'>;
  clock: HeldClock;
}

export const partyOn = async ({ service, own, keys, database, clock }: PartyOptions): Promise<Agency> => {
  const owner = openPool(database.url, { max: 1 });
  await migrate(owner, agencyMigrations).finally(() => owner.end());
  return openAgency({
    service,
    eventTypes: service === 'police-liaison' ? ofPolice : ofPrison,
    party: own.party,
    namespace: NAMESPACE,
    databaseUrl: database.url,
    itemKeys: database.itemKeys,
    clock,
    newId: randomUUID,
    keys: own,
    bundleKey: publicKeys(keys.policy).signing,
    signers: 'as-the-registry-says',
    products: loadProducts(),
    auditSubjectKey: Buffer.alloc(32, 7).toString('base64url'),
    auditKeeper: 'keeper',
    alarm: () => undefined,
  });
};
