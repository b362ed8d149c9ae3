// npm run service -- NAME: one service or the identity provider for development, as a process of its own.
import { engineSettingsFrom, useEngine } from '@gatehouse/policy';
import { processLogger } from '@gatehouse/service-kit';
import { startTracing } from '@gatehouse/telemetry';
import { PROCESSES, type ProcessName } from '../parties.ts';
import { serve } from '../serve.ts';
import { edgeOf } from '../edge.ts';
import { stopSignal } from '../stop-signal.ts';
import { openProcess } from './open-process.ts';
import { processFolder, readSettings } from './settings.ts';

const USAGE = `npm run service -- NAME     (${PROCESSES.join(', ')})

Each reads its own settings: from the environment, and from service.env and the key files in its own folder, which is
DEPLOYMENT_FOLDER or .gatehouse/data/deployment/NAME, as npm run provision writes it. PORT (8080), HOST (127.0.0.1).`;

const processNamed = (name: string | undefined): ProcessName => {
  const found = PROCESSES.find((known) => known === name);
  if (!found) throw new Error(`${name === undefined ? 'which one?' : `nothing is called '${name}'`}\n\n${USAGE}`);
  return found;
};

const main = async (named: string | undefined): Promise<void> => {
  const name = processNamed(named);
  const stopped = stopSignal();
  useEngine(engineSettingsFrom(process.env));
  const settings = await readSettings(name, processFolder(process.cwd(), name, process.env), process.env);
  const tracing = await startTracing(process.env, name);
  const logger = processLogger();
  const { port, host } = settings;
  const serving = await serve({
    ...(await openProcess(name, settings, logger)),
    port,
    host,
    edge: edgeOf(process.env),
  });
  logger.info({ process: name, pid: process.pid }, `${name} is running on ${serving.origin}`);
  logger.info({ process: name }, await stopped);
  await serving.stop();
  await tracing?.stop();
  logger.flush();
};

/** Runs what the command line names, and ends the process with it: also what the launcher of the built program calls. */
export const run = (name: string | undefined): Promise<never> =>
  main(name).then(
    () => process.exit(0),
    (fault: Error) => {
      process.stderr.write(`${fault.message}\n`);
      if (process.env['GATEHOUSE_DEBUG']) process.stderr.write(`${fault.stack}\n`);
      process.exit(1);
    },
  );

if (import.meta.main) await run(process.argv[2]);
