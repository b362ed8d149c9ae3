import type { MigrationSet, Rebased } from '@gatehouse/event-store';

export const projectionsMigrations: MigrationSet = {
  name: 'projections',
  folder: new URL('../migrations/', import.meta.url),
  rights: { 'read.checkpoints': ['select', 'insert', 'update'] },
};

/** What follows the store's positions when it is re-based. */
export const projectionsRebased: Rebased = { positions: ['read.checkpoints'] };
