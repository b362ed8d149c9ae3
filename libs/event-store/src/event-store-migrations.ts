import type { MigrationSet } from './migrations.ts';

export const eventStoreMigrations: MigrationSet = {
  name: 'event-store',
  folder: new URL('../migrations/', import.meta.url),
};
