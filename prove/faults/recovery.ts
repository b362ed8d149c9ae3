// How long it took after each fault until what it struck worked again: until the first command asked after it was accepted, the
// first item arrived, the first record was kept, as far as the fault could have kept them from it.
import type { AskDatabase } from './facts.ts';
import type { Asked } from './load.ts';
import { isOfServer, told, type Fault } from './plan.ts';

export interface Strike {
  fault: Fault;
  /** when it was killed, went on or was healed: milliseconds since the epoch */
  overAt: number;
  /** when every process said that it was ready; Infinity: one did not in time */
  readyAt: number;
}

/** Instants at which something was seen to work. */
export interface Signs {
  accepted: Asked[];
  arrivals: number[];
  kept: number[];
}

export interface Recovered {
  fault: Fault;
  /** Infinity: it was never seen to work again */
  afterMs: number;
}

const instants = (rows: { at: Date }[]): number[] => rows.map(({ at }) => at.getTime());

export const signsOf = async (ask: AskDatabase, accepted: Asked[]): Promise<Signs> => ({
  accepted: accepted.filter(({ id }) => id !== null),
  arrivals: instants(
    await ask('police-liaison', `select recorded_at as at from store.events where type = 'ItemReceived' order by 1`),
  ),
  kept: instants(await ask('oversight', 'select kept_at as at from oversight.kept order by 1')),
});

export const recovered = (signs: Signs, { fault, overAt, readyAt }: Strike): Recovered => {
  const after = (at: number[]): number => at.find((one) => one >= overAt) ?? Infinity;
  const accepted = signs.accepted.filter(({ askedAt }) => askedAt >= overAt).map(({ answeredAt }) => answeredAt);
  const command = Math.min(...accepted);
  const [arrival, kept] = [after(signs.arrivals), after(signs.kept)];
  const needed = {
    'prison-intelligence': [command, arrival],
    'police-liaison': [arrival],
    oversight: [kept],
    'source-registry': [readyAt],
    policy: [readyAt],
    postgres: [command, arrival, kept],
    kafka: [arrival, kept],
  }[fault.whom];
  return { fault, afterMs: Math.max(...needed) - overAt };
};

/** Seconds of the slowest of some, and which fault it was. */
export const slowestOf = (all: Recovered[], ofServers: boolean): { seconds: number; fault: string } => {
  const these = all.filter(({ fault }) => isOfServer(fault) === ofServers);
  const slowest = these.reduce((worst, one) => (one.afterMs > worst.afterMs ? one : worst), these[0]!);
  return { seconds: Math.round(slowest.afterMs / 100) / 10, fault: told(slowest.fault) };
};
