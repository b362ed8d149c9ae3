// npm run lost-keys -- SERVICE: the operator's command for items whose key is in no backup any more (docs/backup-and-restore.md).
import { giveUpLostItems, openPool } from '@gatehouse/event-store';
import { systemClock } from '@gatehouse/service-kit/clock';
import { SERVICES } from '../parties.ts';
import { itemKeysIn } from '../process/item-keys-in.ts';
import { processFolder, readSettings } from '../process/settings.ts';

const USAGE = `npm run lost-keys -- SERVICE

Gives up the items of a service whose key is not in its key store and never was destroyed: they were made after the newest backup of the keys
that is left. From then on they read as erased, for good, and the service starts again. Restore the newest set of keys first; stop the
service. Reads the service's own settings, like npm run service.

SERVICE: ${SERVICES.filter((name) => name !== 'oversight').join(', ')} (oversight seals no events)`;

const main = async (): Promise<void> => {
  const service = SERVICES.find((name) => name === process.argv[2]);
  if (!service || service === 'oversight' || process.argv.length > 3) throw new Error(USAGE);
  const settings = await readSettings(service, processFolder(process.cwd(), service, process.env), process.env);
  const at = await itemKeysIn(settings);
  if (!at) throw new Error(`${service} keeps no keys of items`);
  const pool = openPool(settings.text('DATABASE_URL'), { applicationName: 'gatehouse-lost-keys', max: 1 });
  try {
    process.stdout.write(`given up: ${await giveUpLostItems(pool, at, systemClock.now())} items\n`);
  } finally {
    await pool.end();
  }
};

await main().then(
  () => process.exit(0),
  (fault: Error) => {
    process.stderr.write(`${fault.message}\n`);
    process.exit(1);
  },
);
