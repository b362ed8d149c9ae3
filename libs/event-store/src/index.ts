export { append, EVENT_BYTES_LIMIT, type AppendContext } from './append.ts';
export { appendReady } from './append-ready.ts';
export { checkEpoch } from './epoch.ts';
export { EventCatalogue, type EventTypes, type Sealing } from './event-catalogue.ts';
export type { Step, Stored } from './step.ts';
export type { Cursor, DomainEvent, EventMetadata, RecordedEvent } from './event.ts';
export { asFault } from './database-faults.ts';
export { HorizonWatch, type Stall } from './horizon-watch.ts';
export { eventStoreMigrations } from './event-store-migrations.ts';
export { checkMigrated, notMigrated } from './check-migrated.ts';
export type { ItemKeyStore, KeyStoreAt } from '@gatehouse/item-keys';
export { destroyMarked, giveUpLostItems, markForDestruction, openItemKeys } from './item-keys.ts';
export { currentData, knowEvents, sealedItemOf, sealWith } from './known-events.ts';
export type { StoredData } from './open-events.ts';
export { migrate, MIGRATION_RIGHTS, type MigrationSet } from './migrations.ts';
export { grantRights, type Right, type Rights } from './rights.ts';
export { CONNECTED_WITHIN_MS, FaultPool, openPool } from './pool.ts';
export { InGroups, type GroupOptions } from './in-groups.ts';
export { isPartOfTransaction } from './one-transaction.ts';
export { patiently } from './patiently.ts';
export { readAll } from './read-all.ts';
export { rebase, type Rebased, type RebaseEnd } from './rebase.ts';
export { holdStream, readHistory, readStream, takeStream } from './read-stream.ts';
export { schemaText } from './schema-text.ts';
export { readHistories, readStreams } from './read-streams.ts';
export { readyEvents, type ReadyEvent } from './ready-events.ts';
export { evolved, runDecider, type Ran } from './run-decider.ts';
export { sealedMember, type SealedMember } from './sealed-data.ts';
export { sealed, type SealedType } from './sealing.ts';
export { StreamConflict } from './stream-conflict.ts';
export { startStreams, type StreamStart } from './start-streams.ts';
export {
  asOneTransaction,
  inTransaction,
  inTransactionOn,
  type Queryable,
  type TransactionLimits,
} from './transaction.ts';
export { accept, refuse, unreachable, type Decider, type Decision } from './decider.ts';
