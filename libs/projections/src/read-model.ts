// TypeORM over the read models of a service, and nothing else. Promise: null or undefined in a `where` throws; TypeORM
// alone would drop the condition and give the first row it finds. Who gets no connection in time is told by a fault.
import { CONNECTED_WITHIN_MS, FaultPool, notMigrated, type Queryable, type Rights } from '@gatehouse/event-store';
import pg from 'pg';
import { DataSource, type DataSourceOptions, type MigrationInterface } from 'typeorm';

export interface ReadModel {
  entities: (new () => object)[];
  migrations: (new () => MigrationInterface)[];
}

const MIGRATIONS = 'read_model_migration';

/** What the application may do with the tables of its read models, all alike: their rows follow from the events. */
export const READ_MODEL_RIGHTS: Rights = {
  'read.*': ['select', 'insert', 'update', 'delete'],
  [`public.${MIGRATIONS}`]: ['select'],
};

/** The options of a service's read models. `databaseUrl` is the service's own database. */
export const readModelOptions = (databaseUrl: string, { entities, migrations }: ReadModel): DataSourceOptions => ({
  type: 'postgres',
  url: databaseUrl,
  driver: { ...pg, Pool: FaultPool },
  extra: { connectionTimeoutMillis: CONNECTED_WITHIN_MS },
  entities,
  migrations,
  migrationsTableName: MIGRATIONS,
  synchronize: false,
  migrationsRun: false,
  migrationsTransactionMode: 'each',
  invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
  logging: false,
});

/** Makes the tables of read models, or brings them up to date. `ownerUrl`: of the role that owns them. */
export const migrateReadModel = async (ownerUrl: string, readModel: ReadModel): Promise<void> => {
  const source = await new DataSource(readModelOptions(ownerUrl, readModel)).initialize();
  await source.runMigrations().finally(() => source.destroy());
};

/** @throws TerminalFault 'not-migrated' */
export const checkReadModel = async (queryable: Queryable, { migrations }: ReadModel): Promise<void> => {
  const { rows } = await queryable
    .query<{ name: string }>(`select name from public.${MIGRATIONS}`)
    .catch(() => ({ rows: [] }));
  const applied = new Set(rows.map(({ name }) => name));
  const missing = migrations
    .map((Migration) => new Migration().name ?? Migration.name)
    .find((name) => !applied.has(name));
  if (missing) throw notMigrated(`read model migration ${missing} is missing`);
};
