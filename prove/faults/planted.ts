// The checker proves that it can fail: bugs are planted into the running deployment, and what each of them does has to be named,
// item by item, when everything else has come to rest.
import { setTimeout as pause } from 'node:timers/promises';
import { violationsOf, type Facts } from './check.ts';
import type { Deployment } from './deployment.ts';
import { askOf, factsOf, stuckIn } from './facts.ts';
import type { Load } from './load.ts';
import { redeliver } from './redelivery.ts';

const WITHIN_MS = 40_000;
const LOOK_EVERY_MS = 500;
/** As long as nothing changes for so long, nothing is on its way. */
const AT_REST_MS = 3_000;

export interface Noticed {
  what: string;
  noticed: boolean;
}

interface Planted {
  deployment: Deployment;
  load: Load;
  recipients: Facts['recipients'];
}

/**
 * A relay that marks its outbox before the broker acknowledged, and is killed while the broker is out of reach, loses an alert; a recipient that
 * leaves the audit record out takes one in that nobody can prove.
 */
export const lossAndSilence = async (planted: Planted): Promise<Noticed[]> => {
  const { deployment } = planted;
  await restarted(deployment, 'police-liaison', 'receives-without-record');
  await restarted(deployment, 'prison-intelligence', 'relay-marks-before-acknowledgement');
  const unrecorded = await alertOf(planted);
  await arrived(deployment, unrecorded);
  deployment.brokerLink.cut();
  const lost = await alertOf(planted);
  await markedAsSent(deployment, lost);
  // Its client would go on trying, and so hide the bug, for as long as the process lives.
  await deployment.processes['prison-intelligence'].end('SIGKILL');
  deployment.brokerLink.heal();
  await restarted(deployment, 'prison-intelligence');
  await arrived(deployment, await alertOf(planted));
  const violations = await named(planted);
  return [
    {
      what: 'an alert that a relay marked as sent before the broker acknowledged',
      noticed: violations.includes(`lost: ${lost} did not arrive`),
    },
    {
      what: 'one that its recipient took in without a record',
      noticed: violations.includes(`not recorded: ${unrecorded}`),
    },
  ];
};

/** A recipient that forgets which messages it had takes what comes a second time for something new. */
export const forgetfulness = async (planted: Planted): Promise<Noticed[]> => {
  const { deployment } = planted;
  await restarted(deployment, 'police-liaison', 'inbox-forgets');
  await redeliver(deployment, askOf(deployment), WITHIN_MS);
  const violations = await named(planted);
  const noticed = violations.some((one) => /^stuck: .* what was put aside of police-liaison$|^twice: /.test(one));
  return [{ what: 'what came twice at a recipient that forgets what it had', noticed }];
};

/** @returns the id of an alert just raised and cleared */
const alertOf = async ({ load }: Planted): Promise<string> => {
  await load.alert();
  const raised = load.done.asked.findLast(({ kind }) => kind === 'alert');
  return raised?.id ?? '';
};

const restarted = async (
  { processes }: Deployment,
  whom: 'prison-intelligence' | 'police-liaison',
  bug = '',
): Promise<void> => {
  const one = processes[whom];
  await one.end('SIGKILL');
  one.start({ GATEHOUSE_PLANTED_BUG: bug });
  await one.untilReady(WITHIN_MS);
};

const arrived = (deployment: Deployment, itemId: string): Promise<boolean> =>
  seen(deployment, 'police-liaison', 'select from store.events where stream_id = $1', `received-item-${itemId}`);

/** The bug has marked what never left; it is kept from being sent again, which would hide for a while what was lost. */
const markedAsSent = (deployment: Deployment, itemId: string): Promise<boolean> =>
  seen(
    deployment,
    'prison-intelligence',
    `update bus.outbox set send_again_at = 'infinity' where sent_at is not null and about ->> 'itemId' = $1 returning 1`,
    itemId,
  );

const seen = async (deployment: Deployment, service: string, text: string, value: string): Promise<boolean> => {
  const end = performance.now() + WITHIN_MS;
  while ((await askOf(deployment)(service, text, [value])).length === 0) {
    if (performance.now() > end) return false;
    await pause(LOOK_EVERY_MS);
  }
  return true;
};

/** What the checker says once nothing moves any more. */
const named = async ({ deployment, load, recipients }: Planted): Promise<string[]> => {
  const end = performance.now() + WITHIN_MS;
  let before = '';
  let since = performance.now();
  while (performance.now() - since < AT_REST_MS && performance.now() < end) {
    const now = JSON.stringify(await stuckIn(askOf(deployment)));
    if (now !== before) since = performance.now();
    before = now;
    await pause(LOOK_EVERY_MS);
  }
  return violationsOf(await factsOf(deployment, load.done.asked, recipients));
};
