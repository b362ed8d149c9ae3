import type { MigrationSet, Rebased } from '@gatehouse/event-store';

export const sharingMigrations: MigrationSet = { name: 'sharing', folder: new URL('../migrations/', import.meta.url) };

/** What follows the store's positions when it is re-based. */
export const sharingRebased: Rebased = { positions: ['sharing.outgoing_position'] };
