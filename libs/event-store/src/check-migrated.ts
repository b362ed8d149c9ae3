// A service that may not migrate looks whether its owner has: its code and its tables go together, or it does not start.
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { checkEpoch } from './epoch.ts';
import { migrationFiles } from './migration-files.ts';
import { missingFiles, type MigrationSet } from './migrations.ts';
import type { Queryable } from './transaction.ts';

// No such table, no such schema, no right to either.
const NOTHING_THERE = new Set(['42P01', '3F000', '42501']);

/**
 * Changes nothing.
 * @throws TerminalFault 'not-migrated' | 'migration-changed' | 'migration-unknown' (the database is newer than this code) |
 *   'store-moved' (restored into another cluster)
 */
export const checkMigrated = async (queryable: Queryable, sets: readonly MigrationSet[]): Promise<void> => {
  try {
    for (const set of sets) {
      const [missing] = await missingFiles(queryable, set.name, await migrationFiles(set));
      if (missing) throw notMigrated(`migration ${set.name}/${missing.name} is missing`);
    }
  } catch (fault) {
    if (NOTHING_THERE.has((fault as { code?: string }).code ?? '')) throw notMigrated('nothing of it is there');
    throw fault;
  }
  if (sets.some(({ name }) => name === 'event-store')) await checkEpoch(queryable);
};

export const notMigrated = (what: string): TerminalFault =>
  new TerminalFault(`the database is not up to date: ${what}; its owner brings it up to date (npm run migrate)`, {
    code: 'not-migrated',
  });
