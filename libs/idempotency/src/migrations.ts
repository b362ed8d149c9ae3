import type { MigrationSet } from '@gatehouse/event-store';

export const idempotencyMigrations: MigrationSet = {
  name: 'idempotency',
  folder: new URL('../migrations/', import.meta.url),
  rights: { 'requests.answered': ['select', 'insert', 'update', 'delete'] },
};
