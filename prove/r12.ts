// R12, for messages: ten thousand that nobody could accept, among alerts that somebody has to get. All of the first are kept aside,
// each once, and every alert arrives. The control is a recipient that tries what it cannot accept for ever: it has to be seen stuck.
import type { Row } from '@gatehouse/bench/frame';
import { approvedReport, arrivalsOf, raiseAlerts } from '@gatehouse/bench/load';
import { openPeople, type People } from '@gatehouse/bench/people';
import { startGatehouseProcess, startServers, type Servers, type Started } from '@gatehouse/bench/stack';
import { kafkaBus } from '@gatehouse/event-bus';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { promiseRow } from './promise.ts';

const LANE = 'bench.kz-prisons-police.prison-intelligence.intelligence-alert.v1.kz-prison-service.kz-police';
const POISON = 10_000;
const QUICK_POISON = 500;
const CONTROL_POISON = 60;
const PATIENCE_MS = 300_000;
const CONTROL_PATIENCE_MS = 20_000;
const QUICK_CONTROL_PATIENCE_MS = 10_000;

export const proveR12 = async (quick: boolean): Promise<Row[]> => {
  const controlPatience = quick ? QUICK_CONTROL_PATIENCE_MS : CONTROL_PATIENCE_MS;
  const [servers, people] = await Promise.all([startServers(), openPeople()]);
  try {
    const count = quick ? QUICK_POISON : POISON;
    const ours = await withGatehouse(servers, people, {}, async (gatehouse) => {
      const alerts = await alertsAmong(servers, people, gatehouse, count, { patience: PATIENCE_MS, rate: 2 });
      return { ...alerts, aside: await keptAside(gatehouse, count) };
    });
    const bug = { GATEHOUSE_PLANTED_BUG: 'poison-is-tried-for-ever' };
    const stuck = await withGatehouse(servers, people, bug, (gatehouse) =>
      alertsAmong(servers, people, gatehouse, CONTROL_POISON, { patience: controlPatience, rate: 1 }),
    );
    return [
      promiseRow({
        id: 'R12.poison',
        what: `messages that could not be accepted and were not kept aside once, and alerts that did not arrive, of ${count} and ${ours.raised}`,
        violations: Math.abs(count - ours.aside) + ours.missing,
        whole: quick ? null : true,
        conditions: quick ? `${count} messages; the promise is about ${POISON}` : null,
        control: {
          what: `a recipient that tries them for ever had ${stuck.missing} of ${stuck.raised} alerts missing after ${controlPatience / 1000} s`,
          noticed: stuck.missing > 0,
        },
      }),
    ];
  } finally {
    await people.close();
    await servers.stop();
  }
};

const withGatehouse = async <T>(
  servers: Servers,
  people: People,
  env: Record<string, string>,
  work: (gatehouse: Started) => Promise<T>,
): Promise<T> => {
  const gatehouse = await startGatehouseProcess(servers, people, env);
  try {
    return await work(gatehouse);
  } finally {
    await gatehouse.stop();
  }
};

/** Raises alerts for ten seconds while poison is published among them; gives how many of them did not arrive in time. */
const alertsAmong = async (
  servers: Servers,
  people: People,
  gatehouse: Started,
  count: number,
  { patience, rate }: { patience: number; rate: number },
): Promise<{ raised: number; missing: number }> => {
  const reportUrn = await approvedReport(people, gatehouse);
  const poisoning = poison(servers, count);
  await pause(1_000);
  const alertIds = await raiseAlerts(people, gatehouse, reportUrn, rate, 10);
  await poisoning;
  const { missing } = await arrivalsOf(gatehouse, alertIds, patience);
  return { raised: alertIds.length, missing };
};

/** Nothing of it can be accepted: no message at all, no seal, a seal for nobody, too much of it, what no text may hold. */
const UNFIT = [
  (n: number) => `rubbish ${n}`,
  (n: number) => JSON.stringify({ itemId: n, payload: 'CANARY' }),
  (n: number) => [`h${n}`, '', 'iv', 'text', 'tag'].map((part) => Buffer.from(part).toString('base64url')).join('.'),
  (n: number) => `${n}${'x'.repeat(20_000)}`,
  (n: number) => `a\0b${n}`,
];

const poison = async ({ brokers, passwords }: Servers, count: number): Promise<void> => {
  const bus = kafkaBus({ brokers, username: 'admin', password: passwords['admin'] ?? '', clientId: 'poison' });
  const run = randomBytes(4).readUInt32BE();
  for (let sent = 0; sent < count; sent += 100) {
    const batch = Array.from({ length: Math.min(100, count - sent) }, (_, n) => ({
      topic: LANE,
      key: `key-${(sent + n) % 97}`,
      value: UNFIT[(sent + n) % UNFIT.length]!(run + sent + n),
      headers: {},
    }));
    await bus.publish(batch);
  }
  await bus.close();
};

/** How many are kept aside, once as many as were sent are, or no more come. */
const keptAside = async (gatehouse: Started, wanted: number): Promise<number> => {
  const client = new pg.Client({ connectionString: gatehouse.database('police-liaison') });
  await client.connect();
  try {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const { rows } = await client.query<{ n: number }>('select count(*)::int as n from sharing.parked');
      if ((rows[0]?.n ?? 0) >= wanted || performance.now() > end) return rows[0]?.n ?? 0;
      await pause(500);
    }
  } finally {
    await client.end();
  }
};
