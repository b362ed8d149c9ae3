// Two agencies as R7 plays with them: real databases, keys, bundles and runners of the share and receive hops.
import { databaseOf, statement } from '@gatehouse/bench/stack';
import { loadProducts } from '@gatehouse/contracts';
import { generatePartyKeys, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { append, inTransaction, migrate, openPool } from '@gatehouse/event-store';
import { personnelEventTypes } from '@gatehouse/personnel';
import { signBundle, type BundleInstrument } from '@gatehouse/policy';
import {
  agencyMigrations,
  IncomingRunner,
  openAgency,
  sharingEventTypes,
  type Agency,
  type HeldItem,
} from '@gatehouse/sharing';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { byHand, overBroker, type Broker, type Ends } from './carriers.ts';
import { others, POLICE, PRISON } from './memorandum.ts';

export interface Agencies {
  clock: HeldClock;
  prison: Agency;
  police: Agency;
  /** a newer bundle, signed, for each to take into use by itself */
  issued: (memorandum: BundleInstrument) => Promise<{ jws: string; version: number }>;
  /** makes one of them know it; resolves when that one decides with it */
  makeKnown: (party: string, bundle: { jws: string; version: number }) => Promise<void>;
  raise: (threat?: boolean) => Promise<string>;
  /** brings what waits in the prison's outbox to the police, and takes it as receipted */
  deliver: () => Promise<Map<string, HeldItem>>;
  close: () => Promise<void>;
}

export interface Place {
  adminUrl: string;
  folder: string;
  /** what carries between them; without one it is handed over */
  broker: Broker | null;
}

/** Opens both on databases of their own. */
export const openAgencies = async ({ adminUrl, folder, broker }: Place): Promise<Agencies> => {
  const clock = new HeldClock('2026-11-23T09:00:00Z');
  const [prisonKeys, policeKeys, registry] = (await Promise.all([PRISON, POLICE, 'policy'].map(generatePartyKeys))) as [
    PartyKeys,
    PartyKeys,
    PartyKeys,
  ];
  const run = randomBytes(4).toString('hex');
  const agency = async (service: string, keys: PartyKeys): Promise<Agency> => {
    const name = `${service.replace('-', '_')}_${run}`;
    await statement(adminUrl, `create database ${name}`);
    const databaseUrl = databaseOf(adminUrl, name);
    const owner = openPool(databaseUrl, { applicationName: 'prove', max: 1, events: [], onFault: () => undefined });
    await migrate(owner, agencyMigrations);
    await owner.end();
    return openAgency({
      service,
      party: keys.party,
      namespace: `r7${run}`,
      databaseUrl,
      eventTypes: [...sharingEventTypes, personnelEventTypes, { Raised: [], Received: [] }],
      itemKeys: { file: join(folder, `${name}.sqlite`), agencyKey: randomBytes(32).toString('base64url') },
      clock,
      newId: randomUUID,
      keys,
      bundleKey: publicKeys(registry).signing,
      signers: 'as-the-registry-says',
      products: loadProducts(),
      auditSubjectKey: Buffer.alloc(32, 7).toString('base64url'),
      auditKeeper: 'keeper',
      alarm: () => undefined,
    });
  };
  const [prison, police] = [
    await agency('prison-intelligence', prisonKeys),
    await agency('police-liaison', policeKeys),
  ];
  const incoming: Ends['incoming'] = (bus) =>
    new IncomingRunner(police, bus, ({ itemId, product }) =>
      product.includes('alert')
        ? [{ streamId: `received-${itemId}`, event: { type: 'Received', data: { itemId } }, comes: 'once' }]
        : [],
    );
  const ends: Ends = { prison, police, keys: { prison: prisonKeys, police: policeKeys }, incoming };
  const carrier = broker ? await overBroker(ends, broker) : byHand(ends);
  const parties = [prisonKeys, policeKeys].map((keys) => ({ ...publicKeys(keys) }));
  let version = 0;
  return {
    clock,
    prison,
    police,
    issued: async (given) => {
      version += 1;
      const instruments = [given, ...others.map((compiled) => ({ state: 'IN_FORCE', compiled }))];
      const issuedAt = clock.now().toISOString();
      return {
        version,
        jws: await signBundle({ version, issuedAt, maxAgeSeconds: 900, instruments, parties }, registry),
      };
    },
    makeKnown: (party, bundle) => carrier.makeKnown(party === PRISON ? prison : police, bundle),
    raise: async (threat = false) => {
      const itemId = randomUUID();
      const meta = { metadata: { correlationId: randomUUID() }, recordedAt: clock.now() };
      await inTransaction(prison.pool, (client) =>
        append(client, `raised-${itemId}`, 0, [{ type: 'Raised', data: { itemId, threat } }], meta),
      );
      return itemId;
    },
    deliver: () => carrier.carry(),
    close: async () => {
      await carrier.close();
      for (const { pool, itemKeys } of [prison, police]) {
        await pool.end();
        itemKeys?.close();
      }
    },
  };
};
