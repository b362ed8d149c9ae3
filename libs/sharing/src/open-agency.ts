// How a service comes to its own database: pool, schemas, last verified bundle. The same for every service that shares.
import type { ProductCatalogue } from '@gatehouse/agreements';
import { auditTrailMigrations } from '@gatehouse/audit-trail';
import type { PartyKeys } from '@gatehouse/crypto';
import { eventBusMigrations } from '@gatehouse/event-bus';
import {
  EventCatalogue,
  eventStoreMigrations,
  openItemKeys,
  openPool,
  patiently,
  sealWith,
  type EventTypes,
  type KeyStoreAt,
  type MigrationSet,
} from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import { idempotencyMigrations } from '@gatehouse/idempotency';
import { BundleKeeper, policyMigrations } from '@gatehouse/policy';
import { checkDatabase, projectionsMigrations, type ServiceDatabase } from '@gatehouse/projections';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { Clock } from '@gatehouse/service-kit/clock';
import type { JWK } from 'jose';
import type pg from 'pg';
import type { Agency } from './agency.ts';
import { AuditedWrites } from './audited-writes.ts';
import { sharingMigrations } from './migrations.ts';

export interface AgencyConfig {
  service: string;
  party: string;
  namespace: string;
  databaseUrl: string;
  /** every type of event the service's store holds, those of libraries included */
  eventTypes: readonly EventTypes[];
  /** where the keys of the service's items are kept; needed where any of its events are sealed */
  itemKeys?: KeyStoreAt;
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

/** What every service that shares has in its database; what is its own comes after. */
export const agencyMigrations: readonly MigrationSet[] = [
  eventStoreMigrations,
  eventBusMigrations,
  auditTrailMigrations,
  policyMigrations,
  projectionsMigrations,
  sharingMigrations,
  idempotencyMigrations,
];

/** Connections of each kind, at the most: together what one service takes of its server. */
const CONNECTIONS = { asked: 8, moving: 8 };

/**
 * Opens the service's own database as its application, which makes no table.
 * @param database as its owner has made it
 * @throws TerminalFault 'not-migrated' and what else `checkDatabase` throws; what `openItemKeys` throws where the keys of the database's
 *   items are not where they should be
 */
export const openAgency = async (
  config: AgencyConfig,
  database: ServiceDatabase = { migrations: agencyMigrations },
): Promise<Agency> => {
  const { databaseUrl: _url, bundleKey, eventTypes, itemKeys: at, ...known } = config;
  if (!at && new EventCatalogue(eventTypes).hasSealedTypes)
    throw new TerminalFault(`${config.service} seals events and was given no key store`, {
      code: 'item-keys-not-given',
    });
  const pool = poolOf(config, CONNECTIONS.asked);
  const itemKeys = await patiently(async () => {
    await checkDatabase(pool, database);
    return at && (await openItemKeys(pool, at, config.clock.now()));
  }).catch(async (fault: unknown) => {
    await pool.end();
    throw fault;
  });
  const keeper = new BundleKeeper({
    pool,
    verifyKey: bundleKey,
    clock: config.clock,
    products: config.products,
    secret: config.keys.cursor,
  });
  await patiently(() => keeper.open(config.alarm));
  const writes = new AuditedWrites(pool, () => failpoint('command.before-commit'));
  return { ...known, pool, ...(itemKeys ? { itemKeys } : {}), writes, keeper };
};

/**
 * The same service for what moves in it: with connections of its own, so that nothing that is to leave, to arrive or to be shown waits behind
 * those who ask. Whoever calls this ends the pool.
 */
export const apart = (agency: Agency, config: AgencyConfig): Agency => {
  const pool = poolOf(config, CONNECTIONS.moving);
  if (agency.itemKeys) sealWith(pool, agency.itemKeys);
  return { ...agency, pool };
};

const poolOf = ({ databaseUrl, service, eventTypes, alarm }: AgencyConfig, max: number): pg.Pool =>
  openPool(databaseUrl, {
    applicationName: service,
    max,
    events: eventTypes,
    onFault: () => alarm('DATABASE_CONNECTION_LOST', { service }),
  });
