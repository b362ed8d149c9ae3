// All that stands in this service's database. Its owner makes it; the service finds it there.
import type { MigrationSet } from '@gatehouse/event-store';
import { agencyMigrations } from '@gatehouse/sharing';

const registryMigrations: MigrationSet = {
  name: 'policy-registry',
  folder: new URL('../migrations/', import.meta.url),
  rights: {
    'registry.instrument': ['select', 'insert', 'update (changes, bundled, acts, told, bundled_events)'],
    'registry.signing_key_change': ['select', 'insert', 'update (changes, bundled)'],
    'registry.cut_off': ['select', 'insert', 'update (is_complete, is_acknowledged)'],
    'registry.applied': ['select', 'insert', 'update (version, digest, applied_at, jws, heard_at)'],
    'registry.told': ['select', 'insert', 'update (place)'],
    'registry.timer': ['select', 'insert', 'update (due, version, set_at)', 'delete'],
    'registry.bundle': ['select', 'insert', 'update (published_at)', 'delete'],
  },
};

export const database = { migrations: [...agencyMigrations, registryMigrations] };
