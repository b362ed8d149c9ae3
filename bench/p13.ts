// P13: what the whole deployment weighs while it works, PostgreSQL and Kafka included.
import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from './frame.ts';
import { approvedReport, arrivalsOf, raiseAlerts } from './load.ts';
import { openPeople } from './people.ts';
import { memoryOfTrees } from './processes.ts';
import { startGatehouseProcess, startServers } from './stack.ts';
import { median, rounded, spreadOf } from './statistics.ts';

const RATE = 100;
const GOAL_MB = 2048;

export const benchP13 = async (quick: boolean): Promise<Row[]> => {
  const servers = await startServers();
  const people = await openPeople();
  const gatehouse = await startGatehouseProcess(servers, people);
  try {
    const reportUrn = await approvedReport(people, gatehouse);
    const pids = [...servers.pids, gatehouse.pid];
    const idle = await memoryOfTrees(pids);
    const working = { still: true };
    const sampling = samples(pids, working);
    const alertIds = await raiseAlerts(people, gatehouse, reportUrn, RATE, quick ? 4 : 10);
    const { perSecond } = await arrivalsOf(gatehouse, alertIds, quick ? 120_000 : 600_000);
    working.still = false;
    const seen = await sampling;
    const carried = perSecond >= RATE * 0.95;
    const peak = Math.max(...seen);
    const conditions = carried
      ? null
      : `${RATE} a second were offered and ${rounded(perSecond)} carried: the goal's load was not reached`;
    const common = { unit: 'MB', peers: [], control: null, conditions };
    return [
      {
        ...common,
        id: 'P13',
        what: 'memory of services, PostgreSQL and Kafka at 100 disclosures a second: the highest',
        figure: peak,
        goal: GOAL_MB,
        met: peak > GOAL_MB ? false : carried ? true : null,
        spread: [median(seen), peak],
      },
      {
        ...common,
        id: 'P13.idle',
        what: 'the same before the first disclosure',
        figure: idle,
        goal: null,
        met: null,
        spread: spreadOf([idle]),
        conditions: null,
      },
    ];
  } finally {
    await gatehouse.stop();
    await people.close();
    await servers.stop();
  }
};

const samples = async (pids: number[], working: { still: boolean }): Promise<number[]> => {
  const seen: number[] = [];
  while (working.still) {
    seen.push(await memoryOfTrees(pids));
    await pause(1_000);
  }
  return seen;
};
