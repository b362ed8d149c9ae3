// P1: from the accepted command to the recipient that has it, against three bare commits and one bare message.
import { openBare } from './bare.ts';
import type { Row } from './frame.ts';
import { approvedReport, arrivalsOf, raiseAlerts, untilQuiet } from './load.ts';
import { versionOf } from './machine.ts';
import { openPeople, type People } from './people.ts';
import { workOfTrees } from './processes.ts';
import { startGatehouseProcess, startServers, type Started } from './stack.ts';
import { median, quantile, rounded, spreadOf } from './statistics.ts';

/** The goal's rate, and one that leaves the machine room: where the first cannot be carried, the second shows the path. */
const RATES = [100, 10];
/** How long what was offered too fast is waited for, as a multiple of the time it was offered in. */
const PATIENCE = 30;
const TIMES_THE_SUM = 2;

interface Round {
  p50: number;
  p99: number;
  perSecond: number;
  /** milliseconds of processor time an alert, its preview included, of everything, to the last record in the log */
  work: number;
  bare: number;
}

export const benchP1 = async (quick: boolean): Promise<Row[]> => {
  const servers = await startServers();
  const people = await openPeople();
  const gatehouse = await startGatehouseProcess(servers, people);
  const bare = await openBare(servers);
  try {
    const reportUrn = await approvedReport(people, gatehouse);
    const pids = [...servers.pids, gatehouse.pid];
    await roundOf(people, gatehouse, pids, reportUrn, 5, 2);
    const peer = `bare kafkajs and three commits`;
    const version = `kafkajs ${await versionOf('kafkajs')}, pg ${await versionOf('pg')}`;
    const rows: Row[] = [];
    for (const rate of RATES) {
      const seconds = quick ? 3 : 5;
      const rounds: Round[] = [];
      for (let n = 0; n < (quick ? 1 : 5); n += 1) {
        const ours = await roundOf(people, gatehouse, pids, reportUrn, rate, seconds);
        rounds.push({ ...ours, bare: quantile(await bare.run(rate, seconds), 0.99) });
      }
      rows.push(...rowsOf(rate, rounds, peer, version));
    }
    return rows;
  } finally {
    await bare.close();
    await gatehouse.stop();
    await people.close();
    await servers.stop();
  }
};

const roundOf = async (
  people: People,
  gatehouse: Started,
  pids: number[],
  reportUrn: string,
  rate: number,
  seconds: number,
): Promise<Omit<Round, 'bare'>> => {
  const before = await workOfTrees(pids);
  const alertIds = await raiseAlerts(people, gatehouse, reportUrn, rate, seconds);
  const { latencies, missing, perSecond } = await arrivalsOf(gatehouse, alertIds, seconds * PATIENCE * 1000);
  if (missing > 0)
    throw new Error(`${missing} of ${alertIds.length} alerts had not come after ${PATIENCE} times as long`);
  // The bare loop is next: it has the machine for itself, as the alerts had.
  await untilQuiet(gatehouse, seconds * PATIENCE * 1000);
  const work = ((await workOfTrees(pids)) - before) / alertIds.length;
  return { work, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), perSecond };
};

const rowsOf = (rate: number, rounds: Round[], peer: string, version: string): Row[] => {
  const of = (member: keyof Round): number[] => rounds.map((round) => round[member]);
  const [p99, bare, perSecond] = [median(of('p99')), median(of('bare')), median(of('perSecond'))];
  const carried = perSecond >= rate * 0.95;
  const goal = rate === 100 ? rounded(TIMES_THE_SUM * bare) : null;
  const at = rate === 100 ? 'P1' : `P1.at-${rate}`;
  const behind = `${rate} a second were offered and ${rounded(perSecond)} carried, so what waited grew for as long as it ran`;
  const common = { control: null, conditions: carried ? null : behind };
  const beside = (id: string, what: string, member: keyof Round, unit: string): Row => ({
    ...common,
    id: `${at}.${id}`,
    what,
    figure: rounded(median(of(member))),
    unit,
    goal: null,
    met: null,
    peers: [],
    spread: spreadOf(of(member).map((value) => rounded(value))),
  });
  return [
    {
      ...common,
      id: at,
      what: `command accepted to recipient has it, p99 at ${rate} alerts a second`,
      figure: rounded(p99),
      unit: 'ms',
      goal,
      met: goal === null ? null : p99 <= goal,
      peers: [{ name: peer, version, figure: rounded(bare), ratio: rounded(p99 / bare) }],
      spread: spreadOf(of('p99').map((value) => rounded(value))),
    },
    beside('median', 'the same, median', 'p50', 'ms'),
    beside('carried', `alerts a second that arrived while ${rate} were offered`, 'perSecond', '1/s'),
    beside(
      'work',
      'processor time an alert, its preview, PostgreSQL and Kafka included, to its last record in the log',
      'work',
      'ms',
    ),
  ];
};
