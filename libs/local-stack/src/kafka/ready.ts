import { connect } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import type { Progress } from '../progress.ts';
import { waitUntil } from '../running.ts';
import { tail, type Supervised } from '../supervised.ts';

const READY_WITHIN_MS = 120_000;

/** Costs next to nothing, unlike a log-in, while the broker is still busy starting. */
const isListening = (broker: string): Promise<boolean> =>
  new Promise((resolve) => {
    const [host, port] = broker.split(':');
    const socket = connect(Number(port), host);
    const settle = (isOpen: boolean) => () => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', settle(true)).once('error', settle(false));
  });

/** True when the broker carries out a request that only an authenticated administrator may make. */
const answers = async (broker: string, adminPassword: string): Promise<boolean> => {
  const admin = new Kafka({
    clientId: 'local-stack',
    brokers: [broker],
    sasl: { mechanism: 'scram-sha-512', username: 'admin', password: adminPassword },
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2000,
    requestTimeout: 5000,
    retry: { retries: 0 },
  }).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => {});
  }
};

/** Waits until the broker answers an administrator. Throws, with the end of its log, when it ends or stays silent. */
export const untilBrokerAnswers = async (
  broker: string,
  adminPassword: string,
  server: Supervised,
  logFile: string,
  onProgress: Progress,
): Promise<void> => {
  const failed = () => new Error(`Kafka did not start; the end of ${logFile}:\n${tail(logFile)}`);
  const isReady = async (): Promise<boolean> => {
    if (server.hasExited()) throw failed();
    return (await isListening(broker)) && answers(broker, adminPassword);
  };
  const waiting = () => onProgress('Kafka is starting (2-4 seconds; up to 10 when it was killed outright)');
  if (!(await waitUntil(isReady, READY_WITHIN_MS, waiting))) throw failed();
};
