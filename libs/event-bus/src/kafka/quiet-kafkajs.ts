/**
 * kafkajs 2.2.4, made fit for the house.
 *
 * Its known faults and what is done about them here and beside this file:
 * - it logs at ERROR what it then retries, with stacks: only what ends a connection or a consumer is passed on, as text
 *   and names (see `logCreator`); payloads never are;
 * - it arms timers with negative delays on newer Nodes (TimeoutNegativeWarning on each request): that one warning of that
 *   one library is dropped, every other one stays;
 * - its consumers stop for good on errors it deems final, and a broker that forgot an idempotent producer is answered
 *   with the same error for ever: consumers and producers are replaced by new ones (kafka-subscription, kafka-publisher).
 */
import kafkajs, { type Kafka, type LogEntry } from 'kafkajs';
import type { BusLog } from '../bus.ts';

export interface KafkaConnection {
  brokers: string[];
  /** SCRAM-SHA-512 principal */
  username: string;
  password: string;
  clientId: string;
  /** what to hear of kafkajs itself; default 'nothing', since its failures come back as faults */
  logLevel?: 'nothing' | 'error' | 'warn';
  /** default: one line of JSON on standard error */
  log?: BusLog;
}

const LEVELS = {
  nothing: kafkajs.logLevel.NOTHING,
  error: kafkajs.logLevel.ERROR,
  warn: kafkajs.logLevel.WARN,
};

/** A client for one principal. Connects to nothing yet. */
export const quietKafka = (connection: Omit<KafkaConnection, 'log'>, log: BusLog): Kafka => {
  dropNegativeTimeoutWarnings();
  const { brokers, username, password, clientId, logLevel = 'nothing' } = connection;
  return new kafkajs.Kafka({
    brokers,
    clientId,
    sasl: { mechanism: 'scram-sha-512', username, password },
    ssl: false,
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 20_000,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 4 },
    logLevel: LEVELS[logLevel],
    logCreator: () => logEntry(log),
  });
};

const logEntry =
  (log: BusLog) =>
  ({ level, namespace, log: { message } }: LogEntry): void =>
    log(level === kafkajs.logLevel.ERROR ? 'error' : 'warn', message, { part: namespace });

let dropping = false;
const dropNegativeTimeoutWarnings = (): void => {
  if (dropping) return;
  dropping = true;
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    const ofKafkajs = rest[0] === 'TimeoutNegativeWarning' && new Error('where').stack?.includes('kafkajs');
    if (!ofKafkajs) Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
};
