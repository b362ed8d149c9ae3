// All that stands in the database of a service: what its owner makes of it, and what its application finds there.
import {
  checkMigrated,
  grantRights,
  migrate,
  MIGRATION_RIGHTS,
  openPool,
  patiently,
  type MigrationSet,
  type Queryable,
  type Rights,
} from '@gatehouse/event-store';
import { checkReadModel, migrateReadModel, READ_MODEL_RIGHTS, type ReadModel } from './read-model.ts';

export interface ServiceDatabase {
  migrations: readonly MigrationSet[];
  readModel?: ReadModel;
}

/**
 * Brings a service's database up to date and gives its application the rights on it. Running it again changes nothing.
 * @param ownerUrl of the role that owns the database
 * @param application name of the role the service logs in as
 * @throws what `migrate` and `grantRights` throw
 */
export const migrateDatabase = async (
  ownerUrl: string,
  application: string,
  database: ServiceDatabase,
): Promise<void> => {
  const owner = openPool(ownerUrl, { applicationName: 'gatehouse-migrate', max: 2 });
  try {
    await patiently(() =>
      alone(owner, async () => {
        await migrate(owner, database.migrations);
        if (database.readModel) await migrateReadModel(ownerUrl, database.readModel);
        await grantRights(owner, application, rightsIn(database));
      }),
    );
  } finally {
    await owner.end();
  }
};

/** What a service looks at before it starts. @throws TerminalFault 'not-migrated' and what else `checkMigrated` throws */
export const checkDatabase = async (queryable: Queryable, database: ServiceDatabase): Promise<void> => {
  await checkMigrated(queryable, database.migrations);
  if (database.readModel) await checkReadModel(queryable, database.readModel);
};

const rightsIn = ({ migrations, readModel }: ServiceDatabase): Rights =>
  Object.assign({}, MIGRATION_RIGHTS, readModel && READ_MODEL_RIGHTS, ...migrations.map(({ rights }) => rights));

/** Two who migrate at the same time take turns: the migrations of read models have no lock of their own. */
const alone = async (owner: ReturnType<typeof openPool>, work: () => Promise<void>): Promise<void> => {
  const client = await owner.connect();
  // Whoever works meanwhile has connections of his own, and is told there.
  client.on('error', () => undefined);
  try {
    await client.query(`select pg_advisory_lock(hashtextextended('gatehouse.migrate', 0))`);
    await work();
  } finally {
    // The lock goes with its connection.
    client.release(true);
  }
};
