// All that stands in this service's database. Its owner makes it; the service finds it there.
import { auditTrailMigrations } from '@gatehouse/audit-trail';
import type { MigrationSet } from '@gatehouse/event-store';
import { policyMigrations } from '@gatehouse/policy';

/** Schema `oversight`: what is kept, and the log. */
const oversightMigrations: MigrationSet = {
  name: 'oversight',
  folder: new URL('../migrations/', import.meta.url),
  rights: {
    'oversight.kept': ['select', 'insert', 'update (log_index)'],
    'oversight.about': ['select', 'insert'],
    'oversight.source': ['select', 'insert', 'update (integrated_to)'],
    'oversight.log_entry': ['select', 'insert'],
    'oversight.tile': ['select', 'insert', 'update (hashes)'],
    'oversight.checkpoint': ['select', 'insert'],
    'oversight.parked': ['select', 'insert'],
  },
};

export const database = { migrations: [auditTrailMigrations, policyMigrations, oversightMigrations] };
