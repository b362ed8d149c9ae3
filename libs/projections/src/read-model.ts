// TypeORM over the read models of a service, and nothing else. Promise: null or undefined in a `where` throws; TypeORM
// alone would drop the condition and give the first row it finds. Who gets no connection in time is told by a fault.
import { CONNECTED_WITHIN_MS, FaultPool } from '@gatehouse/event-store';
import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';

export type ReadModel = Pick<DataSourceOptions, 'entities' | 'migrations'>;

/** The options of a service's read models. `databaseUrl` is the service's own database. */
export const readModelOptions = (databaseUrl: string, { entities, migrations }: ReadModel): DataSourceOptions => ({
  type: 'postgres',
  url: databaseUrl,
  driver: { ...pg, Pool: FaultPool },
  extra: { connectionTimeoutMillis: CONNECTED_WITHIN_MS },
  entities,
  migrations,
  migrationsTableName: 'read_model_migration',
  synchronize: false,
  migrationsRun: true,
  migrationsTransactionMode: 'each',
  invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
  logging: false,
});
