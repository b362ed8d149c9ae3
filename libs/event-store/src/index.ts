export { append, EVENT_BYTES_LIMIT, type AppendContext } from './append.ts';
export { appendToStreams, readyEvents, type ReadyEvent } from './append-to-streams.ts';
export { checkEpoch } from './epoch.ts';
export type { Cursor, DomainEvent, EventMetadata, RecordedEvent } from './event.ts';
export { asFault } from './database-faults.ts';
export { HorizonWatch, type Stall } from './horizon-watch.ts';
export { eventStoreMigrations } from './event-store-migrations.ts';
export { migrate, type MigrationSet } from './migrations.ts';
export { CONNECTED_WITHIN_MS, FaultPool, openPool } from './pool.ts';
export { InGroups, type GroupOptions } from './in-groups.ts';
export { isPartOfTransaction } from './one-transaction.ts';
export { patiently } from './patiently.ts';
export { readAll } from './read-all.ts';
export { holdStream, readStream } from './read-stream.ts';
export { readStreams } from './read-streams.ts';
export { evolved, runDecider, type Ran } from './run-decider.ts';
export { startStreams, type StreamStart } from './start-streams.ts';
export {
  asOneTransaction,
  inTransaction,
  inTransactionOn,
  type Queryable,
  type TransactionLimits,
} from './transaction.ts';
export { accept, refuse, unreachable, type Decider, type Decision } from './decider.ts';
