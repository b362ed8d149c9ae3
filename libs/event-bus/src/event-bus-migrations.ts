import type { MigrationSet, Rebased } from '@gatehouse/event-store';

export const eventBusMigrations: MigrationSet = {
  name: 'event-bus',
  folder: new URL('../migrations/', import.meta.url),
};

/** What follows the store's positions when it is re-based. */
export const eventBusRebased: Rebased = { orders: ['bus.outbox'] };
