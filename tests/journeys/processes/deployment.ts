// A deployment of processes: one PostgreSQL with a database and role a service, one Kafka, and each process on its own.
import { freePort } from '@gatehouse/local-stack';
import { openKeys, PROCESSES, provisionDeployment, type Keys, type ProcessName } from '@gatehouse/start';
import { freshNamespace, testKafka, testPostgres } from '@gatehouse/testing';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropAll } from '../running.ts';
import { LoneProcess } from './lone-process.ts';

export interface ManyProcesses {
  folder: string;
  namespace: string;
  keys: Keys;
  logKey: string;
  processes: Record<ProcessName, LoneProcess>;
  access: { url: string; origins: Record<string, string>; issuer: string; secretOf: (persona: string) => string };
  start(): Promise<void>;
  /** ends every process, then drops the databases */
  end(): Promise<void>;
}

/** Provisions a namespace and hands each process its folder in a place of its own, as agencies would carry it away. */
export const deployment = async (): Promise<ManyProcesses> => {
  const namespace = freshNamespace();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-processes-'));
  const keys = await openKeys(join(folder, 'administrator'), namespace);
  const ports = Object.fromEntries(
    await Promise.all(PROCESSES.map(async (name) => [name, await freePort()] as const)),
  ) as Record<ProcessName, number>;
  const { brokers, principals: passwords } = testKafka();
  const { issuer, logKey } = await provisionDeployment({
    folder: join(folder, 'provisioned'),
    namespace,
    adminUrl: testPostgres(),
    kafka: { kind: 'kafka', brokers, passwords },
    keys,
    identity: { issuer: `http://127.0.0.1:${ports.identity}/identity` },
    basePort: 0,
  });
  const lone = async (name: ProcessName): Promise<LoneProcess> => {
    const own = join(folder, 'machines', name);
    await cp(join(folder, 'provisioned', name), join(own, 'given'), { recursive: true, preserveTimestamps: true });
    await mkdir(join(own, 'work'));
    return new LoneProcess({ name, folder: join(own, 'given'), workingFolder: join(own, 'work'), port: ports[name] });
  };
  const processes = Object.fromEntries(
    await Promise.all(PROCESSES.map(async (name) => [name, await lone(name)] as const)),
  ) as Record<ProcessName, LoneProcess>;
  const all = Object.values(processes);
  const origins = Object.fromEntries(PROCESSES.map((name) => [name, processes[name].origin]));
  return {
    folder,
    namespace,
    keys,
    logKey,
    processes,
    access: { url: '', origins, issuer, secretOf: (persona) => keys.personaSecrets[persona] ?? '' },
    start: async () => {
      all.forEach((one) => one.start());
      await Promise.all(all.map((one) => one.ready()));
    },
    end: async () => {
      await Promise.all(all.map((one) => one.end('SIGTERM')));
      await dropAll(namespace);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
