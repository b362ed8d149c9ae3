// TypeORM over the read models of a service, and nothing else. Promise: null or undefined in a `where` throws; TypeORM
// alone would drop the condition and give the first row it finds.
import type { DataSourceOptions } from 'typeorm';

export type ReadModel = Pick<DataSourceOptions, 'entities' | 'migrations'>;

/** The options of a service's read models. `databaseUrl` is the service's own database. */
export const readModelOptions = (databaseUrl: string, { entities, migrations }: ReadModel): DataSourceOptions => ({
  type: 'postgres',
  url: databaseUrl,
  entities,
  migrations,
  migrationsTableName: 'read_model_migration',
  synchronize: false,
  migrationsRun: true,
  migrationsTransactionMode: 'each',
  invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
  logging: false,
});
