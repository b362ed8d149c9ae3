// R2: each service a process of its own, on real PostgreSQL and Kafka, under load: kill -9, SIGSTOP, links that are cut, silent or
// slow, rebalances, the servers killed. What was acknowledged is there once, arrived once at whom it is for, in its order, with
// its records, and every record stands in the log. PROVE_SEED repeats a run's faults; PROVE_OBSERVATIONS and PROVE_ALERTS are
// commands a second; PROVE_MINUTES makes the run longer, with as many faults a minute.
import type { Row } from '@gatehouse/bench/frame';
import { openCallers } from './faults/callers.ts';
import { violationsOf } from './faults/check.ts';
import { openDeployment } from './faults/deployment.ts';
import { Load, type Rates } from './faults/load.ts';
import { isOfServer, plannedFaults, sampledFaults } from './faults/plan.ts';
import { forgetfulness, lossAndSilence, type Noticed } from './faults/planted.ts';
import { slowestOf } from './faults/recovery.ts';
import { calmRecipients, underFaults, type Ran } from './faults/run.ts';
import { seeded, seedFrom } from './faults/seeded.ts';
import { promiseRow } from './promise.ts';

const PROMISED = { minutes: 10, processes: 30, servers: 3, perSecond: 50 };
const BACK_WITHIN_S = { process: 5, server: 20 };
const QUICK_EVERY_MS = 10_000;
const QUICK: Rates = { observations: 8, alerts: 0.5 };
const NAMED_AT_MOST = 20;

export const proveR2 = async (quick: boolean): Promise<Row[]> => {
  const seed = seedFrom(process.env);
  const random = seeded(seed);
  const say = (line: string): void => void process.stderr.write(`R2: ${line}\n`);
  say(`PROVE_SEED=${seed}`);
  const minutes = setting('PROVE_MINUTES', PROMISED.minutes);
  const faults = quick
    ? sampledFaults(random)
    : plannedFaults(random, PROMISED.processes * (minutes / 10), Math.ceil(PROMISED.servers * (minutes / 10)));
  const rates = {
    observations: setting('PROVE_OBSERVATIONS', quick ? QUICK.observations : PROMISED.perSecond - 4),
    alerts: setting('PROVE_ALERTS', quick ? QUICK.alerts : 2),
  };
  const everyMs = quick ? QUICK_EVERY_MS : (minutes * 60_000) / faults.length;
  const callers = await openCallers(seeded(seed + 1));
  try {
    const deployment = await openDeployment(callers);
    try {
      const load = new Load(callers, deployment.processes['prison-intelligence'].origin);
      const recipients = await calmRecipients(deployment, load);
      const ran = await underFaults(deployment, load, recipients, { faults, everyMs, rates, say });
      const violations = [...violationsOf(ran.facts), ...load.done.refused.map((what) => `refused: ${what}`)];
      for (const one of violations.slice(0, NAMED_AT_MOST)) say(one);
      if (violations.length > NAMED_AT_MOST) say(`and ${violations.length - NAMED_AT_MOST} more`);
      const planted = { deployment, load, recipients };
      const control = [...(await lossAndSilence(planted)), ...(quick ? [] : await forgetfulness(planted))];
      return rowsOf({ quick, seed, minutes, rates, ran, violations, control });
    } finally {
      await deployment.end();
    }
  } finally {
    await callers.close();
  }
};

interface Outcome {
  quick: boolean;
  seed: number;
  minutes: number;
  rates: Rates;
  ran: Ran;
  violations: string[];
  control: Noticed[];
}

const rowsOf = ({ quick, seed, minutes, rates, ran, violations, control }: Outcome): Row[] => {
  const { facts, seconds, redelivered } = ran;
  const perSecond = rates.observations + 2 * rates.alerts;
  const servers = ran.recovered.filter(({ fault }) => isOfServer(fault)).length;
  const processes = ran.recovered.length - servers;
  const carried = facts.accepted.length / seconds;
  const whole =
    !quick &&
    minutes >= PROMISED.minutes &&
    processes >= PROMISED.processes &&
    servers >= PROMISED.servers &&
    seconds <= minutes * 60 * 1.02 &&
    carried >= PROMISED.perSecond * 0.98;
  const fanOut = facts.recipients.alert.length;
  const conditions = [
    `seed ${seed}`,
    `${processes} process and ${servers} server faults in ${Math.round(seconds)} s`,
    `${perSecond} commands a second offered, ${carried.toFixed(1)} accepted: ${rates.observations} observations that go to nobody, ${rates.alerts} alerts to ${fanOut} recipients each, and their clearances`,
    `${facts.arrivals.length} items crossed, ${redelivered ?? 'not all'} messages came a second time at the end`,
    `${facts.log.length} records in the log`,
    ...(whole
      ? []
      : [
          `the promise is ${PROMISED.processes} and ${PROMISED.servers} in ${PROMISED.minutes} minutes at ${PROMISED.perSecond} a second`,
        ]),
  ].join('; ');
  return [
    promiseRow({
      id: 'R2',
      what: `lost, doubled, out of order or unrecorded after kill -9, SIGSTOP, network faults and rebalances, of ${facts.accepted.length} commands`,
      violations: violations.length + (redelivered === null ? 1 : 0),
      whole: quick ? null : whole,
      conditions,
      control: {
        what: `planted, and ${control.map(({ what, noticed }) => `${noticed ? 'named' : 'NOT named'}: ${what}`).join('; ')}`,
        noticed: control.every(({ noticed }) => noticed),
      },
    }),
    backRow('R2.back', 'a process', BACK_WITHIN_S.process, slowestOf(ran.recovered, false), whole),
    backRow(
      'R2.back.servers',
      'the database or the broker',
      BACK_WITHIN_S.server,
      slowestOf(ran.recovered, true),
      whole,
    ),
  ];
};

const backRow = (
  id: string,
  what: string,
  goal: number,
  slowest: ReturnType<typeof slowestOf>,
  whole: boolean,
): Row => ({
  id,
  what: `from the end of a fault of ${what} to the first accepted command and the first arrival, the slowest`,
  figure: slowest.seconds,
  unit: 's',
  goal,
  met: whole ? slowest.seconds <= goal : null,
  peers: [],
  control: null,
  spread: [slowest.seconds, slowest.seconds],
  conditions: slowest.fault,
});

const setting = (name: string, usual: number): number => {
  const told = Number(process.env[name] || usual);
  if (!(told > 0)) throw new Error(`${name} is no number above 0`);
  return told;
};
