// The Postgres transport as its owner sees it: rows that say who may do what, which row security holds every client to.
import { unreachable } from '@gatehouse/event-store/decider';
import { asFault, inTransaction } from '@gatehouse/event-store';
import type pg from 'pg';
import type { BusAdministration, BusState } from '../reconcile/bus-state.ts';
import { rightsOf, type Right } from '../reconcile/right.ts';
import type { Step } from '../reconcile/step.ts';
import type { TopicPlan } from '../topic-plan.ts';

/** Roles in the database, by principal. */
export type BusRoles = Readonly<Record<string, string>>;

/** @param owner of the database that all clients share, its tables made; `close` ends it */
export const postgresAdministration = (owner: pg.Pool, roles: BusRoles): BusAdministration => ({
  shape: {},
  close: () => owner.end(),
  answers: async () => {
    await owner.query('select 1').catch((error: unknown) => Promise.reject(asFault(error)));
  },
  knows: (principal) => roles[principal] !== undefined,
  state: (plan, namespace) =>
    stateOf(owner, roles, plan, namespace).catch((error: unknown) => Promise.reject(asFault(error))),
  take: (steps) =>
    inTransaction(owner, async (client) => {
      for (const step of steps) await takeOne(client, roles, step);
    }),
});

const STATE = `
  select 'topic' as kind, name, null as role, false as begins,
    (select count(*)::int from bus_transport.messages m where m.topic = t.name and not name = any($1::text[])
      and (m.transaction_id, m.sequence) > (
        select coalesce(max(p.transaction_id), '0'), coalesce(max(p.sequence), 0) from bus_transport.positions p
        where p.topic = t.name)) as undelivered
  from bus_transport.topics t
  union all select 'write', topic, role, false, 0 from bus_transport.writers
  union all select 'read', topic, role, false, 0 from bus_transport.readers
  union all select 'group', name, role, begins, 0 from bus_transport.groups`;

interface Row {
  kind: 'topic' | 'write' | 'read' | 'group';
  name: string;
  role: string;
  begins: boolean;
  undelivered: number;
}

const stateOf = async (
  owner: pg.Pool,
  roles: BusRoles,
  plan: TopicPlan,
  namespace: string | null,
): Promise<BusState> => {
  const planned = plan.topics.map(({ name }) => name);
  const groups = new Set(rightsOf(plan).flatMap(({ on, name }) => (on === 'group' ? [name] : [])));
  const { rows } = await owner.query<Row>(STATE, [planned]);
  const isAsked = ({ kind, name }: Row): boolean => {
    if (namespace !== null) return name.startsWith(`${namespace}.`);
    return kind === 'group' ? groups.has(name) : planned.includes(name);
  };
  const asked = rows.filter(isAsked);
  const isWider = ({ kind, name, begins }: Row): boolean =>
    kind === 'group' && namespace !== null && begins && `${namespace}.`.startsWith(name);
  return {
    topics: asked
      .filter(({ kind }) => kind === 'topic')
      .map(({ name, undelivered }) => ({ name, partitions: null, settings: null, undelivered })),
    rights: asked.filter(({ kind }) => kind !== 'topic').map((row) => asRight(row, roles)),
    wider: rows.filter((row) => !isAsked(row) && isWider(row)).map((row) => asRight(row, roles)),
  };
};

const asRight = ({ kind, name, role, begins }: Row, roles: BusRoles): Right => ({
  principal: Object.entries(roles).find(([, known]) => known === role)?.[0] ?? `${STRANGER}${role}`,
  may: kind === 'write' ? 'write' : 'read',
  on: kind === 'group' ? 'group' : 'topic',
  name,
  begins,
  denied: false,
  host: '*',
});

/** A role that stands in the tables and is no principal's. */
const STRANGER = 'role:';
const roleOf = (principal: string, roles: BusRoles): string =>
  roles[principal] ?? (principal.startsWith(STRANGER) ? principal.slice(STRANGER.length) : principal);

const takeOne = async (client: pg.ClientBase, roles: BusRoles, step: Step): Promise<void> => {
  switch (step.step) {
    case 'create-topic':
      await client.query('insert into bus_transport.topics (name) values ($1) on conflict do nothing', [step.topic]);
      return;
    case 'take-right':
      return changeRight(client, step.right, roleOf(step.right.principal, roles), TAKE);
    case 'give-right':
      return changeRight(client, step.right, roleOf(step.right.principal, roles), GIVE);
    case 'delete-topic':
      for (const table of ['writers', 'readers', 'positions', 'messages'])
        await client.query(`delete from bus_transport.${table} where topic = $1`, [step.topic]);
      await client.query('delete from bus_transport.topics where name = $1', [step.topic]);
      return;
    case 'add-partitions':
    case 'set-setting':
    case 'wider-right':
      return;
    default:
      return unreachable(step);
  }
};

type Statements = Readonly<Record<'write' | 'read' | 'group', string>>;

const GIVE: Statements = {
  write: 'insert into bus_transport.writers (topic, role) values ($1, $2) on conflict do nothing',
  read: 'insert into bus_transport.readers (topic, role) values ($1, $2) on conflict do nothing',
  group: 'insert into bus_transport.groups (name, role, begins) values ($1, $2, $3) on conflict do nothing',
};

const TAKE: Statements = {
  write: 'delete from bus_transport.writers where topic = $1 and role = $2',
  read: 'delete from bus_transport.readers where topic = $1 and role = $2',
  group: 'delete from bus_transport.groups where name = $1 and role = $2 and begins = $3',
};

const changeRight = async (
  client: pg.ClientBase,
  { on, may, name, begins }: Right,
  role: string,
  statements: Statements,
): Promise<void> => {
  if (on === 'group') await client.query(statements.group, [name, role, begins]);
  else await client.query(may === 'write' ? statements.write : statements.read, [name, role]);
};
