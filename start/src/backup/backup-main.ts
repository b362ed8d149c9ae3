// npm run backup -- FOLDER: the operator's command. Progress goes to standard error, what came of it to standard output.
import { stackFolder } from '@gatehouse/local-stack';
import { systemClock } from '@gatehouse/service-kit/clock';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { stopSignal } from '../stop-signal.ts';
import { backUpCluster } from './back-up-cluster.ts';
import { backUpKeys, listKeySets, type KeySet } from './keys-backup.ts';
import { keysPlace } from './places.ts';

const USAGE = `npm run backup -- FOLDER [--once] [--synchronous]
npm run backup -- --keys FOLDER [--keep-days=14] [--list]

Backs up every database of the running start: a base backup into an empty FOLDER, then its log as it is written, until Ctrl-C. Called
again with the same FOLDER it follows on. What is in FOLDER survives the machine when FOLDER is on another one.
  --once          the base backup and the log it needs, and no more
  --synchronous   the server acknowledges nothing that is not in FOLDER yet; it waits when nobody follows
  --keys          the keys instead, those of the services' items with them: a set of their own, never in a folder of the database's;
                  older sets are removed
  --keep-days     days after which a set of keys is removed, and a key that was destroyed is gone from every copy
  --list          the sets that are there, and nothing else

DATABASE_URL names another server than this start's: a role with REPLICATION. docs/backup-and-restore.md says how to restore.`;

const main = async (): Promise<void> => {
  const { folder, keys, once, synchronous, keepDays, list } = read();
  const at = systemClock.now();
  if (list) return say((await listKeySets(folder, keepDays)).map(toldSet).join('\n') || `no set of keys in ${folder}`);
  if (keys) {
    const { set, removed } = await backUpKeys(keysPlace(process.cwd()), folder, { at, keepDays });
    return say(`keys backed up into ${set}; ${removed} older sets removed`);
  }
  const stopped = stopSignal();
  const url = process.env['DATABASE_URL'] || (await localUrl());
  const backup = await backUpCluster({ url, folder, at, synchronous: synchronous && !once, say: tell });
  if (!once) await Promise.race([stopped.then(tell), backup.follower.ended]);
  await backup.stop();
  say(`backed up into ${folder}, the log up to ${backup.follower.confirmed()}`);
};

const read = () => {
  const flag = { type: 'boolean' } as const;
  const options = { keys: flag, once: flag, synchronous: flag, list: flag, 'keep-days': { type: 'string' } } as const;
  const { values, positionals } = parse(options);
  const [folder, ...more] = positionals;
  const keepDays = Number(values['keep-days'] ?? 14);
  if (!folder || more.length > 0 || !Number.isInteger(keepDays) || keepDays < 1 || (values.list && !values.keys))
    throw new Error(USAGE);
  const { keys = false, once = false, synchronous = false, list = false } = values;
  return { folder: resolve(folder), keys, once, synchronous, keepDays, list };
};

const toldSet = ({ name, takenAt, keptUntil }: KeySet): string =>
  `${name}  taken ${takenAt.toISOString()}  removed after ${keptUntil.toISOString()}`;

const parse = <O extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(options: O) => {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n\n${USAGE}`, { cause });
  }
};

/** The server that a start or a stack runs here. */
const localUrl = async (): Promise<string> => {
  const { postgres } = stackFolder(process.cwd());
  const kept = (file: string) =>
    readFile(join(postgres, file), 'utf8').catch(() => {
      throw new Error('nothing is running here: start it first with npm start, or name a server in DATABASE_URL');
    });
  return `postgres://gatehouse_admin:${await kept('admin-password')}@127.0.0.1:${await kept('port')}/postgres`;
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

await main().then(
  () => process.exit(0),
  (fault: Error) => {
    process.stderr.write(`${fault.message}\n`);
    process.exit(1);
  },
);
