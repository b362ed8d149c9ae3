// How a service comes to its own database: pool, schemas, last verified bundle. The same for every service that shares.
import type { ProductCatalogue } from '@gatehouse/agreements';
import { auditTrailMigrations } from '@gatehouse/audit-trail';
import type { PartyKeys } from '@gatehouse/crypto';
import { eventBusMigrations } from '@gatehouse/event-bus';
import { eventStoreMigrations, migrate, openPool, patiently, type MigrationSet } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import { idempotencyMigrations } from '@gatehouse/idempotency';
import { BundleKeeper, policyMigrations } from '@gatehouse/policy';
import { projectionsMigrations } from '@gatehouse/projections';
import type { Clock } from '@gatehouse/service-kit/clock';
import type { JWK } from 'jose';
import type { Agency } from './agency.ts';
import { AuditedWrites } from './audited-writes.ts';
import { sharingMigrations } from './migrations.ts';

export interface AgencyConfig {
  service: string;
  party: string;
  namespace: string;
  databaseUrl: string;
  clock: Clock;
  newId: () => string;
  keys: PartyKeys;
  /** public key of whoever signs bundles: the root of trust of every decision */
  bundleKey: JWK;
  products: ProductCatalogue;
  auditSubjectKey: string | null;
  /** the party that keeps the audit records: they are sealed to its key on the bus */
  auditKeeper: string;
  alarm: Agency['alarm'];
}

/**
 * Opens the service's own database and brings its schemas up to date.
 * `own` are the service's own migrations, run after those of the libraries.
 */
export const openAgency = async (config: AgencyConfig, own: MigrationSet[] = []): Promise<Agency> => {
  const { databaseUrl, bundleKey, ...known } = config;
  const onFault = (): void => config.alarm('DATABASE_CONNECTION_LOST', { service: config.service });
  const pool = openPool(databaseUrl, { applicationName: config.service, max: 12, onFault });
  const libraries = [
    eventStoreMigrations,
    eventBusMigrations,
    auditTrailMigrations,
    policyMigrations,
    projectionsMigrations,
    sharingMigrations,
    idempotencyMigrations,
  ];
  await patiently(() => migrate(pool, [...libraries, ...own]));
  const keeper = new BundleKeeper({ pool, verifyKey: bundleKey, clock: config.clock, products: config.products });
  await patiently(() => keeper.load());
  const writes = new AuditedWrites(pool, () => failpoint('command.before-commit'));
  return { ...known, pool, writes, keeper };
};
