// All that stands in this service's database. Its owner makes it; the service finds it there.
import type { MigrationSet } from '@gatehouse/event-store';
import type { ReadModel } from '@gatehouse/projections';
import { agencyMigrations } from '@gatehouse/sharing';
import { RegisterRow } from './register/register.entity.ts';
import { Register1763769600000 } from './register/register.migration.ts';

const vaultMigrations: MigrationSet = {
  name: 'source-registry',
  folder: new URL('../migrations/', import.meta.url),
  rights: { 'vault.source_key': ['select', 'delete'] },
};

const readModel: ReadModel = { entities: [RegisterRow], migrations: [Register1763769600000] };

export const database = { migrations: [...agencyMigrations, vaultMigrations], readModel };
