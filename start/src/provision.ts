// What an administrator makes before services start: a database a service with an owner and an application role, its tables, topics,
// rights. The services themselves never see his logins, nor the owners'.
import type { CompiledInstrument } from '@gatehouse/agreements';
import { reconcile, type Wanted } from '@gatehouse/event-bus';
import { openPool } from '@gatehouse/event-store';
import { BundleFault, lanesOfBundle } from '@gatehouse/policy';
import { migrateDatabase } from '@gatehouse/projections';
import { administerBus, lanesOf, type AdministeredBus } from './buses.ts';
import { addressOf, databaseName, ensureDatabase, ownerRole, type ServiceAddresses } from './databases.ts';
import type { BusAccess } from './infrastructure.ts';
import type { Keys } from './keys.ts';
import { LANE_KEEPER, SERVICES, WORKPLACES, type ServiceName } from './parties.ts';
import { bundleKey, publishedKeys } from './published-keys.ts';
import { letKeepLanes } from './reconciling/let-keep-lanes.ts';
import { registeredBundle } from './reconciling/registered-bundle.ts';
import { wantedUnder } from './reconciling/wanted.ts';
import { DATABASES } from './service-databases.ts';

export interface ToProvision {
  namespace: string;
  /** of a role that may create roles and databases */
  adminUrl: string;
  bus: BusAccess;
  keys: Keys;
  instruments: CompiledInstrument[];
}

export interface Provisioned {
  /** each service's own database, as its owner and as its application */
  databases: Record<ServiceName, ServiceAddresses>;
  /** for whoever keeps its lanes; its administration is to be closed */
  bus: AdministeredBus;
  /** the registry's database as whoever keeps the lanes logs in to it */
  laneKeeperUrl: string;
}

/** Makes what is missing and takes away rights that nobody gives any more. Running it again changes nothing. */
export const provision = async (given: ToProvision): Promise<Provisioned> => {
  const { namespace, adminUrl, keys } = given;
  const passwords = keys.databasePasswords;
  const keeper = databaseName(namespace, LANE_KEEPER);
  const login = (role: string) => ({ role, password: passwords[role] ?? '' });
  const database = async (service: ServiceName): Promise<[ServiceName, ServiceAddresses]> => {
    const name = databaseName(namespace, service);
    const keeps = service === 'policy';
    const clients = [name, ...(keeps ? [keeper] : [])].map(login);
    const ownerUrl = await ensureDatabase(adminUrl, name, login(ownerRole(namespace, service)), clients);
    await migrateDatabase(ownerUrl, name, DATABASES[service]);
    if (keeps) await letKeepLanes(ownerUrl, keeper);
    return [service, { ownerUrl, applicationUrl: addressOf(adminUrl, name, login(name)) }];
  };
  const making = SERVICES.map(database);
  const [bus, made] = await Promise.all([
    administerBus(given.bus, { namespace, adminUrl, passwords }),
    Promise.all(making),
  ]);
  const databases = Object.fromEntries(made) as Record<ServiceName, ServiceAddresses>;
  await reconcile(bus.administration, await wantedNow(given, databases.policy.ownerUrl));
  return { databases, bus, laneKeeperUrl: addressOf(adminUrl, databaseName(namespace, 'policy'), login(keeper)) };
};

/**
 * What the last bundle says: a suspension holds through a start. Before the first one lanes are made for every instrument at hand, so that
 * nobody waits for them; nothing travels on them while no bundle says so.
 */
const wantedNow = async ({ namespace, instruments, keys }: ToProvision, registryUrl: string): Promise<Wanted> => {
  const registry = openPool(registryUrl, { applicationName: 'gatehouse-provisioning', max: 1 });
  try {
    const bundle = await registeredBundle(registry, bundleKey(publishedKeys(keys)));
    return bundle ? wantedUnder(namespace, bundle) : { plan: lanesOf(namespace, instruments), namespace: null };
  } catch (fault) {
    if (!(fault instanceof BundleFault)) throw fault;
    // Nobody signed for anything that we could read: what was given stays, and a bundle can come.
    return { plan: lanesOfBundle(namespace, [], WORKPLACES), namespace: null };
  } finally {
    await registry.end();
  }
};
