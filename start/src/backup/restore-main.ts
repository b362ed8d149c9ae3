// npm run restore -- FOLDER: the operator's command. Nothing is overwritten.
import { stackFolder } from '@gatehouse/local-stack';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { holdFolder } from '../lock.ts';
import { restoreKeys } from './keys-backup.ts';
import { keysPlace } from './places.ts';
import { restoreCluster } from './restore-cluster.ts';

const USAGE = `npm run restore -- --keys FOLDER
npm run restore -- FOLDER

Puts back what npm run backup wrote, the keys first. Refuses a folder that is not empty, a backup of another major version of PostgreSQL, and
one that is damaged or not whole. Leave .gatehouse/data/log where it is: it holds the highest checkpoint that the log was published at.
docs/backup-and-restore.md says what else to do.`;

const main = async (): Promise<void> => {
  const { folder, keys } = read();
  const { data, postgres } = stackFolder(process.cwd());
  await mkdir(data, { recursive: true, mode: 0o700 });
  const release = await holdFolder(data);
  try {
    if (keys) return say(`keys restored from ${await restoreKeys(folder, keysPlace(process.cwd()))}`);
    const began = performance.now();
    const tell = (line: string): void => void process.stderr.write(`${line}\n`);
    const { recoveredTo, description } = await restoreCluster({ backup: folder, dataDir: postgres, say: tell });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    say(`restored the backup of ${description.takenAt}, its log replayed up to ${recoveredTo}, in ${seconds} s`);
  } finally {
    await release();
  }
};

const read = (): { folder: string; keys: boolean } => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { keys: { type: 'boolean' } } });
  const [folder, ...more] = positionals;
  if (!folder || more.length > 0) throw new Error(USAGE);
  return { folder: resolve(folder), keys: values.keys ?? false };
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

await main().then(
  () => process.exit(0),
  (fault: Error) => {
    process.stderr.write(`${fault.message}\n`);
    process.exit(1);
  },
);
