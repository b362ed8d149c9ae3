import type { MigrationSet } from './migrations.ts';

export const eventStoreMigrations: MigrationSet = {
  name: 'event-store',
  folder: new URL('../migrations/', import.meta.url),
  rights: {
    'store.epoch': ['select'],
    'store.streams': ['select', 'insert', 'update (version, last_transaction_id)'],
    'store.events': ['select', 'insert'],
    'store.key_store': ['select', 'insert'],
    'store.destroyed_key': ['select', 'insert'],
  },
};
