import type { MigrationSet } from '@gatehouse/event-store';

/** Schema `audit`: in the database of every source. */
export const auditTrailMigrations: MigrationSet = {
  name: 'audit-trail',
  folder: new URL('../migrations/', import.meta.url),
  rights: {
    'audit.record': ['select', 'insert', 'update (number, shipped_at)'],
    'audit.source': ['select', 'insert', 'update (last_number)'],
  },
};
