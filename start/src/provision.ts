// What an administrator makes before services start: a database a service with an owner and an application role, its tables, topics,
// rights. The services themselves never see his logins, nor the owners'.
import type { CompiledInstrument } from '@gatehouse/agreements';
import { migrateDatabase } from '@gatehouse/projections';
import { lanesOf, provisionBus } from './buses.ts';
import { databaseName, ensureDatabase, ownerRole, type ServiceAddresses, type ServiceLogins } from './databases.ts';
import type { BusAccess } from './infrastructure.ts';
import type { Keys } from './keys.ts';
import { SERVICES, type ServiceName } from './parties.ts';
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
  /** where clients of the Postgres transport connect; null on Kafka */
  postgresBus: string | null;
}

/** Makes what is missing and takes away rights that nobody gives any more. Running it again changes nothing. */
export const provision = async ({ namespace, adminUrl, bus, keys, instruments }: ToProvision): Promise<Provisioned> => {
  const loginsOf = (name: string) => serviceLogins(namespace, name, keys.databasePasswords);
  const database = async (service: ServiceName): Promise<[ServiceName, ServiceAddresses]> => {
    const logins = loginsOf(service);
    const addresses = await ensureDatabase(adminUrl, databaseName(namespace, service), logins);
    await migrateDatabase(addresses.ownerUrl, logins.application.role, DATABASES[service]);
    return [service, addresses];
  };
  const [postgresBus, made] = await Promise.all([
    provisionBus(bus, lanesOf(namespace, instruments), { namespace, adminUrl, logins: loginsOf('bus') }),
    Promise.all(SERVICES.map(database)),
  ]);
  return { databases: Object.fromEntries(made) as Record<ServiceName, ServiceAddresses>, postgresBus };
};

const serviceLogins = (namespace: string, name: string, passwords: Record<string, string>): ServiceLogins => {
  const login = (role: string) => ({ role, password: passwords[role] ?? '' });
  return { owner: login(ownerRole(namespace, name)), application: login(databaseName(namespace, name)) };
};
