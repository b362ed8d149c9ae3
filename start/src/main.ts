// npm start: real PostgreSQL, a real broker, every service in one process, and the main job once before your eyes.
import { stackFolder } from '@gatehouse/local-stack';
import { engineSettingsFrom, useEngine } from '@gatehouse/policy';
import { processLogger } from '@gatehouse/service-kit';
import { startTracing } from '@gatehouse/telemetry';
import { systemClock } from '@gatehouse/service-kit/clock';
import { pino } from 'pino';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { edgeOf } from './edge.ts';
import { startGatehouse, type Gatehouse } from './gatehouse.ts';
import { openInfrastructure } from './infrastructure.ts';
import { allInstruments } from './instruments.ts';
import { lookAgain, runJourney, type Journey, type JourneyMark } from './journey/journey.ts';
import { renderJourney } from './journey/table.ts';
import { holdFolder } from './lock.ts';
import { openNotices } from './notices.ts';
import { readOptions, type StartOptions } from './options.ts';
import { loadSample, loadSampleRotas } from './journey/load-sample.ts';
import { stopSignal } from './stop-signal.ts';
import { leaveMark, runningFile } from './token.ts';
import { welcome } from './welcome.ts';

const began = performance.now();
const say = (line: string): void =>
  void process.stdout.write(`  ${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${line}\n`);

const main = async (args: string[]): Promise<void> => {
  const root = process.cwd();
  const options = readOptions(args, process.env);
  useEngine(engineSettingsFrom(process.env));
  const folder = stackFolder(root);
  await mkdir(folder.data, { recursive: true, mode: 0o700 });
  const release = await holdFolder(folder.data);
  const tracing = await startTracing(process.env);
  const stopped = stopSignal();
  try {
    const infrastructure = await openInfrastructure(root, options, say);
    try {
      await run(root, options, infrastructure, stopped);
    } finally {
      say('stopping PostgreSQL and the broker');
      await infrastructure.stop();
    }
  } finally {
    await rm(runningFile(root), { force: true });
    await tracing?.stop();
    await release();
  }
};

const run = async (
  root: string,
  options: StartOptions,
  infrastructure: Awaited<ReturnType<typeof openInfrastructure>>,
  stopped: Promise<string>,
): Promise<void> => {
  const folder = stackFolder(root);
  const notices = await openNotices(process.env, folder.data, `http://127.0.0.1:${options.port}`);
  if (notices.folder) say(`no SMTP_URL or PAGER_URL: notices are written to ${notices.folder}`);
  const gatehouse = await startGatehouse({
    namespace: options.namespace,
    adminUrl: infrastructure.adminUrl,
    bus: infrastructure.bus,
    keysFolder: join(folder.data, 'keys'),
    highestCheckpointFile: join(folder.data, 'log', 'highest-checkpoint'),
    itemKeysFolder: join(folder.data, 'item-keys'),
    port: options.port,
    clock: systemClock,
    logger: processLogger({ destination: pino.destination({ dest: join(folder.data, 'gatehouse.log'), sync: false }) }),
    instruments: allInstruments(),
    edge: edgeOf(process.env),
    ...(options.identity ? { identity: options.identity } : {}),
    notices: notices.settings,
    say,
  });
  try {
    await leaveMarks(root, gatehouse);
    if (!options.empty) await show(root, gatehouse);
    if (options.once) return;
    process.stdout.write(welcome(gatehouse.url, { bus: infrastructure.bus.kind, pids: infrastructure.pids }));
    say(await Promise.race([stopped, infrastructure.lost.then((part) => `a part ended by itself, stopping: ${part}`)]));
  } finally {
    say('stopping the services');
    await gatehouse.stop();
    await notices.stop();
  }
};

/** What the commands beside a running start need: its address, the personas' secrets, the log's pinned key. */
const leaveMarks = async (root: string, { url, issuer, keys, logKey }: Gatehouse): Promise<void> => {
  await writeFile(join(stackFolder(root).data, 'log.vkey'), `${logKey}\n`);
  await leaveMark(root, { url, issuer, secrets: keys.personaSecrets });
};

const show = async (root: string, gatehouse: Gatehouse): Promise<void> => {
  const file = join(stackFolder(root).data, 'journey.json');
  const kept = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as JourneyMark,
    () => null,
  );
  // A journey that another version ran is another story.
  const same = kept !== null && 'correctionId' in kept && Date.parse(kept.validUntil) > systemClock.now().getTime();
  const mark = same ? kept : null;
  say(
    mark
      ? 'looking at the journey of an earlier start'
      : 'loading the sample (invented people) and running the journey',
  );
  const journey = mark ? await lookAgain(access(gatehouse), gatehouse.logKey, mark) : await first(file, gatehouse);
  process.stdout.write(`\n${renderJourney(journey)}\n`);
  say(`first verified proof ${((performance.now() - began) / 1000).toFixed(1)} s after the start`);
};

const first = async (file: string, gatehouse: Gatehouse): Promise<Journey> => {
  await loadSample(...Object.values(gatehouse.agencies));
  await loadSampleRotas(Object.values(gatehouse.agencies));
  const { journey, mark } = await runJourney(access(gatehouse), gatehouse.logKey);
  await writeFile(file, JSON.stringify(mark));
  return journey;
};

const access = ({ url, issuer, keys }: Gatehouse) => ({
  url,
  issuer,
  secretOf: (persona: string) => keys.personaSecrets[persona] ?? '',
});

/** Starts by what the command line says, and ends the process with it: also what the launcher of the built program calls. */
export const start = (args: string[]): Promise<never> =>
  main(args).then(
    () => process.exit(0),
    (fault: Error) => {
      process.stderr.write(`\n${fault.message}\n`);
      if (process.env['GATEHOUSE_DEBUG']) process.stderr.write(`${fault.stack}\n`);
      process.exit(1);
    },
  );

if (import.meta.main) await start(process.argv.slice(2));
