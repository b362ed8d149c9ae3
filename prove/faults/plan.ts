// Which faults strike, in which order: chosen by a seed, so that what went wrong once can be done again.
import type { ProcessName } from '@gatehouse/start';
import { oneOf, shuffled } from './seeded.ts';

/** Who works in this deployment; people log in with an issuer of the run's own. */
export const STRUCK = [
  'prison-intelligence',
  'police-liaison',
  'oversight',
  'source-registry',
  'policy',
] as const satisfies ProcessName[];
export type Struck = (typeof STRUCK)[number];
export type StruckServer = 'postgres' | 'kafka';

/** kill -9, then a start as a supervisor makes it, at once. */
export interface Kill {
  what: 'kill';
  whom: Struck | StruckServer;
}

/** SIGSTOP, and SIGCONT after so long. */
export interface Stop {
  what: 'stop';
  whom: Struck | 'kafka';
  forMs: number;
}

/** The link of a service to its database is broken, without a sound, or slow; with `kafka`, everybody's to the broker. */
export interface Disturbance {
  what: 'cut' | 'silence' | 'delay';
  whom: Struck | 'kafka';
  forMs: number;
}

/** A second process of the service joins its group, and is killed while it works. */
export interface Rebalance {
  what: 'rebalance';
  whom: 'prison-intelligence' | 'police-liaison' | 'oversight';
  forMs: number;
}

export type Fault = Kill | Stop | Disturbance | Rebalance;

const ON_THE_PATH = ['prison-intelligence', 'police-liaison', 'oversight'] as const;
const STOPPED_MS = [5_000, 15_000] as const;

type Random = () => number;

const between = (random: Random, [least, most]: readonly [number, number]): number =>
  Math.round(least + random() * (most - least));

const OF_PROCESSES: ((random: Random) => Fault)[] = [
  (random) => ({ what: 'kill', whom: oneOf(random, ON_THE_PATH) }),
  (random) => ({ what: 'stop', whom: oneOf(random, ON_THE_PATH), forMs: between(random, STOPPED_MS) }),
  (random) => ({ what: 'cut', whom: oneOf(random, ON_THE_PATH), forMs: between(random, [1_000, 5_000]) }),
  (random) => ({ what: 'silence', whom: oneOf(random, ON_THE_PATH), forMs: between(random, [2_000, 8_000]) }),
  (random) => ({ what: 'delay', whom: oneOf(random, ON_THE_PATH), forMs: between(random, [2_000, 8_000]) }),
  (random) => ({ what: 'rebalance', whom: oneOf(random, ON_THE_PATH), forMs: between(random, [1_000, 3_000]) }),
  (random) => ({ what: oneOf(random, ['cut', 'silence', 'delay']), whom: 'kafka', forMs: 3_000 }),
];

const OF_SERVERS: ((random: Random) => Fault)[] = [
  () => ({ what: 'kill', whom: 'postgres' }),
  () => ({ what: 'kill', whom: 'kafka' }),
  (random) => ({ what: 'stop', whom: 'kafka', forMs: between(random, STOPPED_MS) }),
];

/** So many faults of processes, every process killed once when there are enough of them, and of servers spread among them. */
export const plannedFaults = (random: Random, processes: number, servers: number): Fault[] => {
  const kills: Fault[] = STRUCK.map((whom) => ({ what: 'kill', whom }));
  const others = Array.from({ length: Math.max(0, processes - kills.length) }, (_, n) =>
    OF_PROCESSES[n % OF_PROCESSES.length]!(random),
  );
  const faults = shuffled(random, [...kills, ...others].slice(0, processes));
  for (let n = 0; n < servers; n += 1) {
    const place = Math.round(((n + 1) * faults.length) / (servers + 1));
    faults.splice(place, 0, OF_SERVERS[n % OF_SERVERS.length]!(random));
  }
  return faults;
};

/** A sample: a service killed, one stopped, the database killed and the broker. */
export const sampledFaults = (random: Random): Fault[] => {
  const [killed, stopped] = shuffled(random, ['prison-intelligence', 'police-liaison'] as const);
  return shuffled(random, [
    { what: 'kill', whom: killed! },
    { what: 'stop', whom: stopped!, forMs: 5_000 },
    { what: 'kill', whom: 'postgres' },
    { what: 'kill', whom: 'kafka' },
  ]);
};

export const isOfServer = ({ what, whom }: Fault): boolean =>
  whom === 'postgres' || (whom === 'kafka' && (what === 'kill' || what === 'stop'));

export const told = (fault: Fault): string =>
  `${fault.what} ${fault.whom}${'forMs' in fault ? ` for ${(fault.forMs / 1000).toFixed(1)} s` : ''}`;
