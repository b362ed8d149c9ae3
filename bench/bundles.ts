// How long a change of an agreement takes: from its commit at the policy service until every service decides with the bundle that says
// so, and until the broker has taken the recipient's right or given it back. In one start with its broker, nothing else going on.
import { testIssuer } from '@gatehouse/identity/test-issuer';
import kafkajs from 'kafkajs';
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Row } from './frame.ts';
import { startGatehouseProcess, startServers, type Servers, type Started } from './stack.ts';
import { quantile, rounded, spreadOf } from './statistics.ts';

const MOU = 'kz-prisons-police';
const LANE = `bench.${MOU}.prison-intelligence.intelligence-alert.v1.kz-prison-service.kz-police`;
const SERVICES = ['prison-intelligence', 'police-liaison', 'oversight', 'source-registry', 'policy'];
const GOAL_MS = 1_000;
const WITHIN_MS = 60_000;

interface Change {
  /** milliseconds after the commit, by service; from the one server's commit times */
  services: number[];
  /** milliseconds after the commit until the broker says so */
  broker: number;
}

export const benchBundles = async (quick: boolean): Promise<Row[]> => {
  const servers = await startServers();
  const issuer = await testIssuer();
  const gatehouse = await startGatehouseProcess(servers, issuer);
  const broker = adminOf(servers);
  const clients = Object.fromEntries(
    SERVICES.map((service) => [service, new pg.Client({ connectionString: gatehouse.database(service) })]),
  );
  try {
    await Promise.all([broker.connect(), ...Object.values(clients).map((client) => client.connect())]);
    // Under its own name: what a party orders it signs, which takes its time before the act and none after it.
    const roles = ['agreement-secretary'];
    const caller = { sub: 'se-gulmira', agency: 'gatehouse-policy', unit: 'liaison-working-group', roles };
    const ask = async (path: string, body: object) =>
      post(gatehouse, await issuer.mint(caller, { at: new Date() }), path, body);
    await until(async () => (await rightsOnLane(broker)) > 1, 'the lane to be open');
    const changes: Change[] = [];
    for (let round = 0; round < (quick ? 5 : 30); round += 1)
      for (const path of ['suspend', 'reinstate'])
        changes.push(await measured(broker, clients, path === 'suspend', () => change(ask, path)));
    return [
      ...rows(
        'bundle.services',
        'until the last service decides with a changed bundle',
        changes.map(({ services }) => Math.max(...services)),
      ),
      ...rows(
        'bundle.broker',
        'until the broker takes or gives back the right to read',
        changes.map((one) => one.broker),
      ),
    ];
  } finally {
    await broker.disconnect();
    await Promise.all(Object.values(clients).map((client) => client.end()));
    await gatehouse.stop();
    await issuer.close();
    await servers.stop();
  }
};

const rows = (id: string, what: string, values: number[]): Row[] => {
  const common = {
    unit: 'ms',
    peers: [],
    control: null,
    conditions: crowded(),
    spread: spreadOf(values.map((value) => rounded(value))),
  };
  const p99 = rounded(quantile(values, 0.99));
  return [
    {
      ...common,
      id: `${id}.p50`,
      what: `from the commit ${what}: half of them`,
      figure: rounded(quantile(values, 0.5)),
      goal: null,
      met: null,
    },
    {
      ...common,
      id: `${id}.p99`,
      what: `from the commit ${what}: 99 of 100`,
      figure: p99,
      goal: GOAL_MS,
      met: p99 <= GOAL_MS || (crowded() === null ? false : null),
    },
  ];
};

/** Above two for each core the wait for the machine is what is measured. */
const crowded = (): string | null => {
  const [load, cores] = [loadavg()[1] ?? 0, availableParallelism()];
  return load > 2 * cores ? `the machine did other work: load ${rounded(load)} on ${cores} cores` : null;
};

type Asking = (path: string, body: object) => Promise<Record<string, unknown>>;
let suspension = '';
const change = async (ask: Asking, what: string): Promise<void> => {
  const reason = 'A review (invented).';
  const path = `/policy/v1/instruments/${MOU}/suspensions`;
  if (what === 'reinstate') return void (await ask(`${path}/${suspension}/reinstatement`, { reason }));
  const { suspensions } = await ask(path, { scope: { kind: 'all' }, reason });
  suspension = (suspensions as { suspensionId: string }[])[0]?.suspensionId ?? '';
};

const CHANGED = `select extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000 as at from store.events
  where type in ('MouSuspended', 'MouReinstated') order by at desc limit 1`;
const ISSUED = `select version from registry.bundle where follows_change
  and extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000 >= $1 order by version limit 1`;
const IN_USE =
  'select extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000 as at from policy.bundles where version = $1';

const measured = async (
  broker: kafkajs.Admin,
  clients: Record<string, pg.Client>,
  closes: boolean,
  act: () => Promise<void>,
): Promise<Change> => {
  const answered = act();
  await until(async () => (await rightsOnLane(broker)) > 1 !== closes, 'the broker to follow');
  const brokerAt = Date.now();
  await answered;
  const committed = Number((await clients['policy']!.query<{ at: string }>(CHANGED)).rows[0]?.at);
  const version = await found(clients['policy']!, ISSUED, committed, 'version');
  const services = await Promise.all(SERVICES.map((service) => found(clients[service]!, IN_USE, version, 'at')));
  return { services: services.map((at) => at - committed), broker: brokerAt - committed };
};

const found = async (client: pg.Client, text: string, asked: number, column: string): Promise<number> => {
  let value: string | undefined;
  await until(async () => {
    value = (await client.query<Record<string, string>>(text, [asked])).rows[0]?.[column];
    return value !== undefined;
  }, 'a bundle');
  return Number(value);
};

const until = async (isSo: () => Promise<boolean>, what: string): Promise<void> => {
  const end = performance.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(2);
  }
};

/** Two while it is open: the writer's, and the reader's. */
const rightsOnLane = async (broker: kafkajs.Admin): Promise<number> => {
  const { resources } = await broker.describeAcls({
    resourceType: kafkajs.AclResourceTypes.TOPIC,
    resourceName: LANE,
    resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
    operation: kafkajs.AclOperationTypes.ANY,
    permissionType: kafkajs.AclPermissionTypes.ANY,
  });
  return resources.flatMap(({ acls }) => acls).length;
};

const adminOf = ({ brokers, passwords }: Servers): kafkajs.Admin => {
  const sasl = { mechanism: 'scram-sha-512', username: 'admin', password: passwords['admin'] ?? '' } as const;
  return new kafkajs.Kafka({ brokers, sasl, logLevel: kafkajs.logLevel.NOTHING }).admin();
};

const post = async ({ url }: Started, token: string, path: string, body: object): Promise<Record<string, unknown>> => {
  const headers = {
    authorization: `Bearer ${token}`,
    'gatehouse-purpose': 'OVERSIGHT',
    'content-type': 'application/json',
  };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const said = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(said)}`);
  return said;
};
