// npm run migrate -- SERVICE: brings a service's database up to date, as its owner, before the service starts.
import { migrateDatabase } from '@gatehouse/projections';
import { SERVICES } from '../parties.ts';
import { ownerFolder, readOwner } from '../process/owner-settings.ts';
import { DATABASES } from '../service-databases.ts';

const USAGE = `npm run migrate -- SERVICE     (${SERVICES.join(', ')})

Makes or changes the tables of a service's database and gives its application the rights that the service uses. Run again it changes
nothing. A service whose database is not up to date does not start, and says so.

Reads DATABASE_OWNER_URL (of the role that owns the database) and DATABASE_APPLICATION_ROLE (name of the role the service logs in as)
from the environment or from owner.env in DEPLOYMENT_FOLDER or .gatehouse/data/deployment/owners/SERVICE.`;

const main = async (): Promise<void> => {
  const name = process.argv[2];
  const service = SERVICES.find((known) => known === name);
  if (!service)
    throw new Error(`${name === undefined ? 'which service?' : `no service is called '${name}'`}\n\n${USAGE}`);
  const { url, application } = await readOwner(ownerFolder(process.cwd(), service, process.env), process.env);
  await migrateDatabase(url, application, DATABASES[service]);
  process.stdout.write(`the database of ${service} is up to date\n`);
};

await main().then(
  () => process.exit(0),
  (fault: Error) => {
    process.stderr.write(`${fault.message}\n`);
    process.exit(1);
  },
);
