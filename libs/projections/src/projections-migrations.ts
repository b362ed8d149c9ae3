import type { MigrationSet } from '@gatehouse/event-store';

export const projectionsMigrations: MigrationSet = {
  name: 'projections',
  folder: new URL('../migrations/', import.meta.url),
  rights: { 'read.checkpoints': ['select', 'insert', 'update'] },
};
