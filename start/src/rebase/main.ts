// npm run rebase -- SERVICE: the operator's command for a database that was copied into another cluster (docs/backup-and-restore.md).
import { escalationRebased } from '@gatehouse/escalation';
import { eventBusRebased } from '@gatehouse/event-bus';
import { rebase } from '@gatehouse/event-store';
import { projectionsRebased } from '@gatehouse/projections';
import { sharingRebased } from '@gatehouse/sharing';
import pg from 'pg';
import { SERVICES } from '../parties.ts';
import { ownerFolder, readOwnerUrl } from '../process/owner-settings.ts';

const USAGE = `npm run rebase -- SERVICE

Gives the events of a service new positions after its database was copied into another cluster (pg_dump and pg_restore, say): the order stays,
every reader stands where it stood, and positions handed out before are refused. Stop the service first. The owner of the service's
database runs it: reads DATABASE_OWNER_URL from the environment or from owner.env in DEPLOYMENT_FOLDER or
.gatehouse/data/deployment/owners/SERVICE.

SERVICE: ${SERVICES.filter((name) => name !== 'oversight').join(', ')} (oversight keeps no event store)`;

/** Everything in a service's database that follows the store's positions. */
export const REBASED = [projectionsRebased, sharingRebased, escalationRebased, eventBusRebased];

const main = async (): Promise<void> => {
  const service = SERVICES.find((name) => name === process.argv[2]);
  if (!service || process.argv.length > 3) throw new Error(USAGE);
  const url = await readOwnerUrl(ownerFolder(process.cwd(), service, process.env), process.env);
  const client = new pg.Client({ connectionString: url, application_name: 'gatehouse-rebase' });
  await client.connect();
  try {
    const { events, positions } = await rebase(client, REBASED);
    process.stdout.write(`re-based: ${events} events, ${positions} positions of readers carried over\n`);
  } finally {
    await client.end();
  }
};

if (import.meta.main)
  await main().then(
    () => process.exit(0),
    (fault: Error) => {
      process.stderr.write(`${fault.message}\n`);
      process.exit(1);
    },
  );
