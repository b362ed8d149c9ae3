// The store as services use it: events sealed under their item's key, which stands in a file beside.
import { auditTrailMigrations } from '@gatehouse/audit-trail';
import { eventStoreMigrations, migrate, openItemKeys, sealed } from '@gatehouse/event-store';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database, withPostgres } from './postgres.ts';
import { AT } from './samples.ts';

type Make = Parameters<Parameters<typeof withPostgres>[0]>[0];

export const openSealed = async (database: Make): Promise<Database & { close: () => Promise<void> }> => {
  const own = await database('sealed', { Noted: sealed({ clear: [] }) });
  await migrate(own.pool, [eventStoreMigrations, auditTrailMigrations]);
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-keys-'));
  const agencyKey = randomBytes(32).toString('base64url');
  const keys = await openItemKeys(own.pool, { file: join(folder, 'item-keys.sqlite'), agencyKey }, AT);
  const close = async (): Promise<void> => {
    keys.close();
    await rm(folder, { recursive: true });
  };
  return { ...own, close };
};
