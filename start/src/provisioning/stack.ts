// npm run stack: PostgreSQL and Kafka on this machine, provisioned, for services that are started one by one beside it.
import { stackFolder } from '@gatehouse/local-stack';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ProcessMetrics, processLogger } from '@gatehouse/service-kit';
import { systemClock } from '@gatehouse/service-kit/clock';
import { administerBus } from '../buses.ts';
import { openInfrastructure } from '../infrastructure.ts';
import { openKeys } from '../keys.ts';
import { holdFolder } from '../lock.ts';
import { readOptions } from '../options.ts';
import { LANE_KEEPER, PROCESSES } from '../parties.ts';
import { bundleKey, publishedKeys } from '../published-keys.ts';
import { registryOf } from '../reconciling/administered.ts';
import { keepLanes } from '../reconciling/keep-lanes.ts';
import { stopSignal } from '../stop-signal.ts';
import { leaveMark, runningFile } from '../token.ts';
import { provisionDeployment } from './provision-deployment.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const main = async (): Promise<void> => {
  const root = process.cwd();
  const folder = stackFolder(root);
  const options = readOptions(['--bus=kafka', ...process.argv.slice(2)], process.env);
  await mkdir(folder.data, { recursive: true, mode: 0o700 });
  const release = await holdFolder(folder.data);
  const stopped = stopSignal();
  try {
    const { adminUrl, bus, lost, stop } = await openInfrastructure(root, options, say);
    try {
      if (bus.kind !== 'kafka') throw new Error('services that run one by one need Kafka');
      const { namespace, identity, port: basePort } = options;
      const keys = await openKeys(join(folder.data, 'keys'), namespace);
      const to = { folder: join(folder.data, 'deployment'), namespace, adminUrl, kafka: bus, keys, identity, basePort };
      const { addresses, issuer } = await provisionDeployment(to);
      const lanes = keepLanes({
        namespace,
        clock: systemClock,
        metrics: new ProcessMetrics(),
        administration: (await administerBus(bus, { namespace, adminUrl, passwords: {} })).administration,
        registryUrl: registryOf(adminUrl, namespace),
        bundleKey: bundleKey(publishedKeys(keys)),
        logger: processLogger({ level: 'warn' }),
      });
      await leaveMark(root, { url: addresses['police-liaison'], issuer, secrets: keys.personaSecrets });
      say('PostgreSQL and Kafka are up. In a terminal each:\n');
      // The stack itself keeps the lanes.
      for (const name of PROCESSES.filter((one) => one !== LANE_KEEPER))
        say(`  npm run service -- ${name.padEnd(22)} ${addresses[name]}`);
      say('\nnpm run sample attests the facts about the invented officers. Ctrl-C stops both servers.');
      say(await Promise.race([stopped, lost.then((part) => `a part ended by itself, stopping: ${part}`)]));
      await lanes.stop();
    } finally {
      await stop();
    }
  } finally {
    await rm(runningFile(root), { force: true });
    await release();
  }
};

await main().then(
  () => process.exit(0),
  (fault: Error) => {
    process.stderr.write(`${fault.message}\n`);
    process.exit(1);
  },
);
