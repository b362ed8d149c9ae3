// What an administrator makes before services start: a database a service with an owner and an application role, its tables, topics,
// rights. The services themselves never see his logins, nor the owners'.
import type { CompiledInstrument } from '@gatehouse/agreements';
import { migrateDatabase } from '@gatehouse/projections';
import { lanesOf, provisionBus, type PostgresBusAddresses } from './buses.ts';
import { addressOf, databaseName, ensureDatabase, ownerRole, type ServiceAddresses } from './databases.ts';
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
  postgresBus: PostgresBusAddresses | null;
}

/** Makes what is missing and takes away rights that nobody gives any more. Running it again changes nothing. */
export const provision = async ({ namespace, adminUrl, bus, keys, instruments }: ToProvision): Promise<Provisioned> => {
  const passwords = keys.databasePasswords;
  const login = (role: string) => ({ role, password: passwords[role] ?? '' });
  const database = async (service: ServiceName): Promise<[ServiceName, ServiceAddresses]> => {
    const name = databaseName(namespace, service);
    const ownerUrl = await ensureDatabase(adminUrl, name, login(ownerRole(namespace, service)), [login(name)]);
    await migrateDatabase(ownerUrl, name, DATABASES[service]);
    return [service, { ownerUrl, applicationUrl: addressOf(adminUrl, name, login(name)) }];
  };
  const [postgresBus, made] = await Promise.all([
    provisionBus(bus, lanesOf(namespace, instruments), { namespace, adminUrl, passwords }),
    Promise.all(SERVICES.map(database)),
  ]);
  return { databases: Object.fromEntries(made) as Record<ServiceName, ServiceAddresses>, postgresBus };
};
