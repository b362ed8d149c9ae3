import { grantRights, inTransaction, migrate, MIGRATION_RIGHTS, type MigrationSet } from '@gatehouse/event-store';
import type pg from 'pg';
import type { TopicPlan } from '../topic-plan.ts';

const postgresBusMigrations: MigrationSet = {
  name: 'postgres-bus',
  folder: new URL('../../postgres-bus-migrations/', import.meta.url),
  rights: {
    'bus_transport.topics': ['select'],
    'bus_transport.messages': ['select', 'insert'],
    'bus_transport.positions': ['select', 'insert', 'update'],
  },
};

/**
 * Makes the bus's tables and the plan's topics in the database all its clients share. Running it again changes nothing.
 * Readers and writers are not told apart here: this bus is for one machine that runs every service itself.
 */
export const provisionPostgresBus = async (
  adminPool: pg.Pool,
  plan: TopicPlan,
  application?: string,
): Promise<void> => {
  await migrate(adminPool, [postgresBusMigrations]);
  await inTransaction(adminPool, async (client) => {
    await client.query('insert into bus_transport.topics (name) select unnest($1::text[]) on conflict do nothing', [
      plan.topics.map((topic) => topic.name),
    ]);
  });
  if (application) await grantRights(adminPool, application, { ...MIGRATION_RIGHTS, ...postgresBusMigrations.rights });
};
