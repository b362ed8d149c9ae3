import type { MigrationSet } from '@gatehouse/event-store';

/** Schema `policy` of a service's own database. */
export const policyMigrations: MigrationSet = {
  name: 'policy',
  folder: new URL('../migrations/', import.meta.url),
  rights: {
    'policy.bundles': ['select', 'insert'],
    'policy.rules': ['select', 'insert'],
    'policy.agreed_text': ['select', 'insert'],
    'policy.revoked_key': ['select', 'insert'],
    'policy.signed_order': ['select', 'insert'],
    'policy.forms': ['select', 'insert'],
  },
};
