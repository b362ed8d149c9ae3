// npm run reconcile: an administrator's command. Shows what would bring the bus in line with the agreements in force; does it when told to.
import { inWords, planFor, reconcile, type MayLose } from '@gatehouse/event-bus';
import { openPool } from '@gatehouse/event-store';
import { processLogger } from '@gatehouse/service-kit';
import { systemClock } from '@gatehouse/service-kit/clock';
import { parseArgs } from 'node:util';
import { stopSignal } from '../stop-signal.ts';
import { administered, type Administered } from './administered.ts';
import { laneEvidence } from './lane-evidence.ts';
import { LaneKeeper } from './lane-keeper.ts';
import { registeredBundle } from './registered-bundle.ts';
import { planTimers, reconcileTimers } from './timers/keep-timers.ts';
import { timersInWords } from './timers/timer-steps.ts';
import { wantedUnder } from './wanted.ts';

const USAGE = `npm run reconcile [-- --apply] [--follow] [--delete] [--delete-undelivered] [--folder=FOLDER]

Says what would bring topics, their settings and rights at the broker, and the timers, in line with the last bundle, and changes
nothing.
  --apply                what was said is done; run again it finds nothing to do
  --follow               goes on doing so after each new bundle, and puts right what is changed by hand; deletes nothing
  --delete               with --apply: topics that no instrument needs are deleted once everything on them was delivered
  --delete-undelivered   what nobody has taken may be lost: on those topics, with --delete, and on lanes that are to hold less than before
  --folder=...           of the deployment (.gatehouse/data/deployment)

Ends with 0 when the broker is in line, with 3 when something is left to do. Environment: as npm run provision.`;

const IN_LINE = 0;
const LEFT_TO_DO = 3;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const options = () => {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: {
      apply: flag,
      follow: flag,
      delete: flag,
      'delete-undelivered': flag,
      help: flag,
      folder: { type: 'string' },
    },
  });
  return values;
};

const main = async (): Promise<number> => {
  const asked = options();
  if (asked.help) {
    say(USAGE);
    return IN_LINE;
  }
  const at = await administered(asked.folder, process.env);
  const registry = openPool(at.registryUrl, { applicationName: 'gatehouse-administration', max: 1 });
  try {
    if (asked.follow) return await follow(at, registry);
    const mayLose = { topics: asked.delete, undelivered: asked['delete-undelivered'] };
    return await once(at, registry, asked.apply ? mayLose : null);
  } finally {
    await registry.end();
    await at.administration.close();
  }
};

const once = async (
  at: Administered,
  registry: ReturnType<typeof openPool>,
  mayLose: MayLose | null,
): Promise<number> => {
  const bundle = await registeredBundle(registry, at.bundleKey);
  if (!bundle) throw new Error('no bundle was issued yet: nobody signed for anything');
  const wanted = wantedUnder(at.namespace, bundle);
  const steps = (await planFor(at.administration, wanted)).map(inWords);
  const timers = timersInWords(await planTimers(registry, bundle));
  const all = [...steps, ...timers];
  say(`bundle ${bundle.version} of ${bundle.issuedAt}: ${all.length === 0 ? 'the broker is in line' : 'to be done'}`);
  for (const line of all) say(`  ${line}`);
  if (all.length === 0) return IN_LINE;
  if (!mayLose) {
    say('nothing was changed; --apply does it');
    return LEFT_TO_DO;
  }
  const { taken, left } = await reconcile(at.administration, wanted, {
    mayLose,
    evidence: laneEvidence(registry, systemClock),
  });
  const moved = await reconcileTimers(registry, bundle, systemClock);
  say(`${taken.length + moved.length} done${left.length === 0 ? '' : `, ${left.length} left for you to decide`}`);
  return left.length === 0 ? IN_LINE : LEFT_TO_DO;
};

const follow = async (at: Administered, registry: ReturnType<typeof openPool>): Promise<number> => {
  const logger = processLogger();
  const keeper = new LaneKeeper({ ...at, registry, logger, clock: systemClock });
  keeper.start();
  logger.info(await stopSignal());
  await keeper.stop();
  return IN_LINE;
};

await main().then(
  // A plan may be longer than what a pipe takes at once.
  (code) => void process.stdout.write('', () => process.exit(code)),
  (fault: Error) => {
    process.stderr.write(`${fault.message}\n`);
    process.exit(1);
  },
);
