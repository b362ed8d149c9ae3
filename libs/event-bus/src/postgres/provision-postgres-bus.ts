// The tables of the Postgres transport, and what a plan gives its clients there.
import { grantRights, migrate, MIGRATION_RIGHTS, type MigrationSet } from '@gatehouse/event-store';
import type pg from 'pg';
import { reconcile } from '../reconcile/reconcile.ts';
import type { TopicPlan } from '../topic-plan.ts';
import { postgresAdministration, type BusRoles } from './postgres-administration.ts';

const postgresBusMigrations: MigrationSet = {
  name: 'postgres-bus',
  folder: new URL('../../postgres-bus-migrations/', import.meta.url),
  rights: {
    'bus_transport.topics': ['select'],
    'bus_transport.writers': ['select'],
    'bus_transport.readers': ['select'],
    'bus_transport.groups': ['select'],
    // Where a message stands is not for its writer to say.
    'bus_transport.messages': ['select', 'insert (topic, key, value, headers)'],
    'bus_transport.positions': ['select', 'insert', 'update (transaction_id, sequence)'],
  },
};

/**
 * Makes the bus's tables and what every client may do in them at all; topics and rights on them are a plan's.
 * @param owner of the database that all clients share
 */
export const openPostgresBus = async (owner: pg.Pool, roles: BusRoles): Promise<void> => {
  await migrate(owner, [postgresBusMigrations]);
  for (const role of new Set(Object.values(roles)))
    await grantRights(owner, role, { ...MIGRATION_RIGHTS, ...postgresBusMigrations.rights });
};

/**
 * The same, with the plan's topics and the rights of its principals on them; other topics are not looked at.
 * @param roles of the plan's principals, by principal: without one a principal can do nothing
 */
export const provisionPostgresBus = async (owner: pg.Pool, plan: TopicPlan, roles: BusRoles = {}): Promise<void> => {
  await openPostgresBus(owner, roles);
  await reconcile(postgresAdministration(owner, roles), { plan, namespace: null });
};
