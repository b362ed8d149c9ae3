// What an administrator makes before services start: a database and a login role each, topics, rights. The services
// themselves never see his logins.
import type { CompiledInstrument } from '@gatehouse/agreements';
import { lanesOf, provisionBus } from './buses.ts';
import { databaseName, ensureDatabase } from './databases.ts';
import type { BusAccess } from './infrastructure.ts';
import type { Keys } from './keys.ts';
import { SERVICES, type ServiceName } from './parties.ts';

export interface ToProvision {
  namespace: string;
  /** of a role that may create roles and databases */
  adminUrl: string;
  bus: BusAccess;
  keys: Keys;
  instruments: CompiledInstrument[];
}

export interface Provisioned {
  /** each service's address of its own database, as its own role */
  databaseUrls: Record<ServiceName, string>;
  /** where clients of the Postgres transport connect; null on Kafka */
  postgresBus: string | null;
}

/** Makes what is missing and takes away rights that no instrument gives. Running it again changes nothing. */
export const provision = async ({ namespace, adminUrl, bus, keys, instruments }: ToProvision): Promise<Provisioned> => {
  const password = (name: string): string => keys.databasePasswords[databaseName(namespace, name)] ?? '';
  const database = async (service: ServiceName): Promise<[ServiceName, string]> => [
    service,
    await ensureDatabase(adminUrl, databaseName(namespace, service), password(service)),
  ];
  const [postgresBus, urls] = await Promise.all([
    provisionBus(bus, lanesOf(namespace, instruments), { namespace, adminUrl, busPassword: password('bus') }),
    Promise.all(SERVICES.map(database)),
  ]);
  return { databaseUrls: Object.fromEntries(urls) as Record<ServiceName, string>, postgresBus };
};
