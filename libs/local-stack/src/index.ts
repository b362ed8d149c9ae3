export { discardPostgres } from './discard.ts';
export { startPostgres, type LocalPostgres, type PostgresOptions } from './postgres/start-postgres.ts';
export { kafkaTools, startKafka, type KafkaOptions, type LocalKafka } from './kafka/start-kafka.ts';
export { keptPrincipals, type Principals } from './kafka/principals.ts';
export { KafkaUnavailable } from './kafka/unavailable.ts';
export { isRunning } from './running.ts';
export { stackFolder } from './stack-folder.ts';
export type { Progress } from './progress.ts';
export { freePort } from './free-port.ts';
