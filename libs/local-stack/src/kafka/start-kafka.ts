// A real Apache Kafka on this machine: one KRaft node for one folder. Promise: after `startKafka` resolves, each principal can log in with
// its password and do what ACLs allow it; nobody else can, not even a process on this machine; a start after any kind of crash recovers.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { choosePort } from '../free-port.ts';
import { silent, type Progress } from '../progress.ts';
import { rememberServer } from '../started-by.ts';
import { startSupervised } from '../supervised.ts';
import { serverProperties } from './configuration.ts';
import { findJava } from './java.ts';
import { brokerCommand, type Java } from './java-command.ts';
import { kafkaClassPath } from './jars.ts';
import { format, introduce, type BrokerFolder } from './made.ts';
import { awaitPredecessor } from './predecessor.ts';
import { unknownToBroker, type Principals } from './principals.ts';
import { untilBrokerAnswers } from './ready.ts';

export interface KafkaOptions {
  /** Made if missing; holds the broker's log, its configuration and ports. */
  dataDir: string;
  /** Where fetched files are kept between runs and folders. */
  downloads: string;
  port?: number;
  /** where clients are told to find the broker, when something stands between it and them; default its own port */
  advertisedPort?: number;
  /** Password by name; includes `admin`, the super user. */
  principals: Principals;
  onProgress?: Progress;
}

export interface LocalKafka {
  brokers: string[];
  pid: number;
  /** Resolves when the broker is gone, by `stop` or by itself. */
  exited: Promise<string>;
  stop(): Promise<void>;
}

const STOP_WITHIN_MS = 20_000;

/** A Java and Kafka's class path, fetched where they are missing. Throws KafkaUnavailable when they cannot be had here. */
export const kafkaTools = async (downloads: string, onProgress: Progress = silent): Promise<Java> => ({
  java: await findJava(downloads, onProgress),
  classPath: await kafkaClassPath(downloads, onProgress),
});

/** Starts the broker of `dataDir`, making it first if need be. Throws KafkaUnavailable when Java or Kafka cannot be had here. */
export const startKafka = async (o: KafkaOptions): Promise<LocalKafka> => {
  const onProgress = o.onProgress ?? silent;
  const java = await kafkaTools(o.downloads, onProgress);
  await mkdir(o.dataDir, { recursive: true, mode: 0o700 });
  await awaitPredecessor(o.dataDir, onProgress);
  const port = await choosePort(join(o.dataDir, 'port'), o.port);
  const folder = await brokerFolder(o, port);
  if (!existsSync(folder.logDir)) await format(folder, java, o.principals, onProgress);
  if ((await unknownToBroker(o.dataDir, o.principals)).includes('admin')) {
    throw new Error(`the password given for admin is not the one that the broker in ${o.dataDir} was made with`);
  }
  await folder.configure(folder.logDir);

  const logFile = join(o.dataDir, 'broker.log');
  const server = await startSupervised({
    command: brokerCommand(java, folder.properties),
    deathSignal: 'TERM',
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8' },
    logFile,
    onProgress,
  });
  const broker = `127.0.0.1:${port}`;
  try {
    await rememberServer(o.dataDir, server.pid);
    await untilBrokerAnswers(broker, o.principals.admin!, server, logFile, onProgress);
    await introduce(folder, broker, java, o.principals, onProgress);
  } catch (error) {
    await server.stop('SIGTERM', STOP_WITHIN_MS);
    throw error;
  }
  return {
    brokers: [broker],
    pid: server.pid,
    exited: server.exited,
    stop: () => server.stop('SIGTERM', STOP_WITHIN_MS),
  };
};

const brokerFolder = async (
  { dataDir, principals, advertisedPort }: KafkaOptions,
  port: number,
): Promise<BrokerFolder> => {
  const adminPassword = principals.admin;
  if (adminPassword === undefined) throw new Error('the principals lack `admin`');
  const controllerPort = await choosePort(join(dataDir, 'controller-port'), undefined);
  const properties = join(dataDir, 'server.properties');
  return {
    dataDir,
    properties,
    logDir: join(dataDir, 'log'),
    configure: (logDir) =>
      writeFile(properties, serverProperties({ logDir, port, advertisedPort, controllerPort, adminPassword }), {
        mode: 0o600,
      }),
  };
};
