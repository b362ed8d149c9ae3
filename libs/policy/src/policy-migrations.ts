import type { MigrationSet } from '@gatehouse/event-store';

/** Schema `policy` of a service's own database. */
export const policyMigrations: MigrationSet = {
  name: 'policy',
  folder: new URL('../migrations/', import.meta.url),
  rights: {
    'policy.bundles': ['select', 'insert'],
    'policy.rules': ['select', 'insert'],
    'policy.forms': ['select', 'insert'],
  },
};
