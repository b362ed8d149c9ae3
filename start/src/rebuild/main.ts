// npm run rebuild -- SERVICE READ-MODEL: the operator's command for read models. Progress goes to standard error, what came of it
// to standard output.
import { openItemKeys, openPool } from '@gatehouse/event-store';
import { rebuild, rebuildProgress, replayEvent, type RebuildProgress } from '@gatehouse/projections';
import { systemClock } from '@gatehouse/service-kit/clock';
import pg from 'pg';
import { itemKeysBeside } from '../process/item-keys-in.ts';
import { ownerFolder, readOwnerUrl } from '../process/owner-settings.ts';
import { stopSignal } from '../stop-signal.ts';
import { readRebuildCommand, WrongCall, type RebuildCommand } from './rebuild-options.ts';
import { toldEnd, toldProgress, toldReplayed } from './tell-rebuild.ts';

// Often enough to see that it moves, and no flood in a file.
const SAID_EVERY_MS = 1_000;

const sayProgress = (): ((progress: RebuildProgress) => void) => {
  let said = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - said < SAID_EVERY_MS && progress.share < 1) return;
    said = now;
    process.stderr.write(`${toldProgress(progress)}\n`);
  };
};

const run = async (pool: pg.Pool, command: RebuildCommand): Promise<[exit: number, lines: string[]]> => {
  const { projection, event, progress, check, acceptDifferences, anew } = command;
  if (progress) {
    const now = await rebuildProgress(pool, projection);
    return [0, [now ? toldProgress(now) : 'no rebuild is under way']];
  }
  if (event !== null) return toldReplayed(await replayEvent(pool, projection, event));
  const stop = new AbortController();
  void stopSignal().then(() => stop.abort());
  const options = { check, acceptDifferences, anew, signal: stop.signal, onProgress: sayProgress() };
  return toldEnd(await rebuild(pool, projection, options));
};

const main = async (): Promise<number> => {
  const command = readRebuildCommand(process.argv.slice(2));
  const url = await readOwnerUrl(ownerFolder(process.cwd(), command.service, process.env), process.env);
  const pool = openPool(url, { applicationName: 'gatehouse-rebuild', max: 2, events: command.eventTypes });
  try {
    const at = await itemKeysBeside(command.service, process.cwd(), process.env);
    if (at) await openItemKeys(pool, at, systemClock.now());
    else process.stderr.write('without ITEM_KEYS_FILE and STATE_FOLDER of the service no sealed event can be opened\n');
    const [exit, lines] = await run(pool, command);
    process.stdout.write(`${lines.join('\n')}\n`);
    return exit;
  } finally {
    await pool.end();
  }
};

/** What the database says of a statement may quote what stands in a row. */
const told = (fault: Error): string =>
  fault instanceof pg.DatabaseError
    ? `the database refused a statement (${[fault.code, fault.table, fault.constraint].filter(Boolean).join(', ')})`
    : fault.message;

process.exitCode = await main().catch((fault: Error) => {
  process.stderr.write(`${told(fault)}\n`);
  return fault instanceof WrongCall ? 2 : 1;
});
