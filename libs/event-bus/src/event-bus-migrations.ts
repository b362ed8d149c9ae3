import type { MigrationSet, Rebased } from '@gatehouse/event-store';

export const eventBusMigrations: MigrationSet = {
  name: 'event-bus',
  folder: new URL('../migrations/', import.meta.url),
  rights: {
    'bus.outbox': ['select', 'insert', 'update', 'delete'],
    'bus.inbox': ['select', 'insert'],
  },
};

/** What follows the store's positions when it is re-based. */
export const eventBusRebased: Rebased = { orders: ['bus.outbox'] };
