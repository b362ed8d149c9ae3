// A run: load, faults one after the other, then rest; and what there is to judge.
import { setTimeout as pause } from 'node:timers/promises';
import type { Deployment } from './deployment.ts';
import { askOf, factsOf, recipientsNow, stuckIn } from './facts.ts';
import type { Facts } from './check.ts';
import type { Load, Rates } from './load.ts';
import { told, type Fault } from './plan.ts';
import { recovered, signsOf, type Recovered, type Strike } from './recovery.ts';
import { redeliver } from './redelivery.ts';
import { strike } from './strike.ts';

const LOOK_EVERY_MS = 250;
/** A message whose receipt was lost is sent again after half a minute, then after a whole one. */
const REST_WITHIN_MS = 240_000;

export interface Ran {
  facts: Facts;
  recovered: Recovered[];
  /** from the first fault to the last one's end */
  seconds: number;
  redelivered: number | null;
}

export interface Plan {
  faults: Fault[];
  /** at the soonest, from the begin of one fault to that of the next */
  everyMs: number;
  rates: Rates;
  /** said as it goes on */
  say: (line: string) => void;
}

/** Raises one alert in calm, so that it is known whom they reach. */
export const calmRecipients = async (deployment: Deployment, load: Load): Promise<Facts['recipients']> => {
  await load.prepare();
  await load.alert();
  if (!(await rested(deployment))) throw new Error('the first alert did not come to rest, with nothing wrong');
  return recipientsNow(askOf(deployment));
};

export const underFaults = async (
  deployment: Deployment,
  load: Load,
  recipients: Facts['recipients'],
  { faults, everyMs, rates, say }: Plan,
): Promise<Ran> => {
  const going = { on: true };
  const asking = load.run(rates, () => going.on);
  const began = performance.now();
  const strikes: Strike[] = [];
  try {
    for (const [n, fault] of faults.entries()) {
      await until(began + n * everyMs);
      say(told(fault));
      const overAt = await strike(deployment, fault);
      strikes.push({ fault, overAt, readyAt: await readyAgain(deployment, say) });
    }
    await until(began + faults.length * everyMs);
  } finally {
    going.on = false;
  }
  const seconds = (performance.now() - began) / 1000;
  await asking;
  await rested(deployment);
  const ask = askOf(deployment);
  const redelivered = await redeliver(deployment, ask, REST_WITHIN_MS);
  await rested(deployment);
  const signs = await signsOf(ask, load.done.asked);
  const facts = await factsOf(deployment, load.done.asked, recipients);
  return { facts, recovered: strikes.map((one) => recovered(signs, one)), seconds, redelivered };
};

/** When every process is ready again; never, where one is not in time: the run goes on, and says so. */
const readyAgain = async (deployment: Deployment, say: Plan['say']): Promise<number> => {
  try {
    await deployment.untilReady();
    return Date.now();
  } catch (fault) {
    say((fault as Error).message.split('\n', 1)[0] ?? '');
    return Infinity;
  }
};

/** Waits until nothing is on its way. Gives false when it took too long; then the facts say what it was. */
const rested = async (deployment: Deployment): Promise<boolean> => {
  const end = performance.now() + REST_WITHIN_MS;
  const ask = askOf(deployment);
  for (;;) {
    const stuck = await stuckIn(ask).catch(() => null);
    if (stuck && Object.values(stuck).every((count) => count === 0)) return true;
    if (performance.now() > end) return false;
    await pause(LOOK_EVERY_MS);
  }
};

const until = async (at: number): Promise<void> => {
  const wait = at - performance.now();
  if (wait > 0) await pause(wait);
};
