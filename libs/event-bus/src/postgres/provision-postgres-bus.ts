/**
 * Topics and rights on the Postgres transport, as the plan says.
 *
 * Promise: afterwards every planned topic exists, its writer's role alone writes it and its readers' roles alone read it, each in its own
 * groups; running it again changes nothing. Invariant: a right on a planned topic that the plan does not give is taken away.
 */
import { grantRights, inTransaction, migrate, MIGRATION_RIGHTS, type MigrationSet } from '@gatehouse/event-store';
import type pg from 'pg';
import { groupsOf, type TopicPlan } from '../topic-plan.ts';

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
 * Makes the bus's tables, the plan's topics and the rights of its principals in the database all its clients share.
 * @param owner of that database
 * @param roles of the plan's principals, by principal: without one a principal can do nothing
 */
export const provisionPostgresBus = async (
  owner: pg.Pool,
  plan: TopicPlan,
  roles: Readonly<Record<string, string>> = {},
): Promise<void> => {
  await migrate(owner, [postgresBusMigrations]);
  await inTransaction(owner, (client) => settle(client, rightsIn(plan, roles)));
  for (const role of new Set(Object.values(roles)))
    await grantRights(owner, role, { ...MIGRATION_RIGHTS, ...postgresBusMigrations.rights });
};

interface PlannedRights {
  topics: string[];
  writers: { topic: string; role: string }[];
  readers: { topic: string; role: string }[];
  groups: { name: string; begins: boolean; role: string }[];
}

const rightsIn = ({ topics }: TopicPlan, roles: Readonly<Record<string, string>>): PlannedRights => {
  const roleOf = (principal: string): string[] => (roles[principal] === undefined ? [] : [roles[principal]]);
  return {
    topics: topics.map(({ name }) => name),
    writers: topics.flatMap((topic) => roleOf(topic.writer).map((role) => ({ topic: topic.name, role }))),
    readers: topics.flatMap((topic) => topic.reader.flatMap(roleOf).map((role) => ({ topic: topic.name, role }))),
    groups: topics.flatMap((topic) =>
      topic.reader.flatMap((reader) =>
        roleOf(reader).flatMap((role) => groupsOf(topic, reader).map((group) => ({ ...named(group), role }))),
      ),
    ),
  };
};

const named = (group: string): { name: string; begins: boolean } =>
  group.endsWith('.*') ? { name: group.slice(0, -1), begins: true } : { name: group, begins: false };

const settle = async (client: pg.ClientBase, { topics, writers, readers, groups }: PlannedRights): Promise<void> => {
  await client.query('insert into bus_transport.topics (name) select unnest($1::text[]) on conflict do nothing', [
    topics,
  ]);
  await client.query('delete from bus_transport.writers where topic = any($1)', [topics]);
  await client.query('delete from bus_transport.readers where topic = any($1)', [topics]);
  await client.query(
    'insert into bus_transport.writers select topic, role from jsonb_to_recordset($1) as t (topic text, role name)',
    [JSON.stringify(writers)],
  );
  await client.query(
    `insert into bus_transport.readers select topic, role from jsonb_to_recordset($1) as t (topic text, role name)
     on conflict do nothing`,
    [JSON.stringify(readers)],
  );
  await client.query(
    `insert into bus_transport.groups select name, begins, role
     from jsonb_to_recordset($1) as t (name text, begins boolean, role name) on conflict do nothing`,
    [JSON.stringify(groups)],
  );
};
