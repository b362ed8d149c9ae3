import type { MigrationSet } from '@gatehouse/event-store';

export const eventBusMigrations: MigrationSet = {
  name: 'event-bus',
  folder: new URL('../migrations/', import.meta.url),
  rights: {
    'bus.outbox': ['select', 'insert', 'update', 'delete'],
    'bus.inbox': ['select', 'insert'],
  },
};
