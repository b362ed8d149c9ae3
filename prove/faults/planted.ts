// The checker proves that it can fail: two bugs are planted into the running deployment, and it has to name what each loses.
// A relay that marks its outbox before the broker acknowledged, while the broker is out of reach, loses an alert; a recipient
// that leaves the audit record out takes one in that nobody can prove.
import { setTimeout as pause } from 'node:timers/promises';
import { violationsOf, type Facts } from './check.ts';
import type { Deployment } from './deployment.ts';
import { askOf, factsOf } from './facts.ts';
import type { Load } from './load.ts';

const SEEN_WITHIN_MS = 40_000;
const LOOK_EVERY_MS = 500;
/** What the checker has to say of each bug. */
const NAMED = ['lost: ', 'not recorded: '];

/** @returns how many violations of each kind were named, by kind */
export const withPlantedBugs = async (
  deployment: Deployment,
  load: Load,
  recipients: Facts['recipients'],
): Promise<{ noticed: boolean; counts: string }> => {
  await restarted(deployment, 'police-liaison', 'receives-without-record');
  await restarted(deployment, 'prison-intelligence', 'relay-marks-before-acknowledgement');
  await load.alert();
  await eventuallyNamed(deployment, load, recipients, ['not recorded: ']);
  deployment.brokerLink.cut();
  await load.alert();
  await markedAsSent(deployment);
  deployment.brokerLink.heal();
  await load.alert();
  const violations = await eventuallyNamed(deployment, load, recipients, NAMED);
  const counts = NAMED.map((kind) => ({ kind, n: violations.filter((one) => one.startsWith(kind)).length }));
  return {
    noticed: counts.every(({ n }) => n > 0),
    counts: counts.map(({ kind, n }) => `${n} ${kind.slice(0, -2)}`).join(' and '),
  };
};

const restarted = async (
  { processes }: Deployment,
  whom: 'prison-intelligence' | 'police-liaison',
  bug: string,
): Promise<void> => {
  const one = processes[whom];
  await one.end('SIGKILL');
  one.start({ GATEHOUSE_PLANTED_BUG: bug });
  await one.untilReady(SEEN_WITHIN_MS);
};

/** Waits until the bug has marked what never left, and keeps it from being sent again, which would hide what was lost. */
const markedAsSent = async (deployment: Deployment): Promise<void> => {
  const ask = askOf(deployment);
  const end = performance.now() + SEEN_WITHIN_MS;
  for (;;) {
    const marked = await ask(
      'prison-intelligence',
      `update bus.outbox set send_again_at = 'infinity' where sent_at is not null and awaits_receipt returning message_id`,
    );
    if (marked.length > 0 || performance.now() > end) return;
    await pause(LOOK_EVERY_MS);
  }
};

/** What the checker says once it has named each of these kinds, or when it had its time. */
const eventuallyNamed = async (
  deployment: Deployment,
  load: Load,
  recipients: Facts['recipients'],
  kinds: string[],
): Promise<string[]> => {
  const end = performance.now() + SEEN_WITHIN_MS;
  for (;;) {
    const violations = violationsOf(await factsOf(deployment, load.done.asked, recipients));
    const named = kinds.every((kind) => violations.some((one) => one.startsWith(kind)));
    if (named || performance.now() > end) return violations;
    await pause(LOOK_EVERY_MS);
  }
};
