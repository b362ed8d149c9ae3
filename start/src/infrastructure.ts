// PostgreSQL and the bus: what the environment names, else real ones on this machine, else (for the bus alone, and said
// loudly) the bare Postgres transport.
import { keptPrincipals, KafkaUnavailable, startKafka, startPostgres, stackFolder } from '@gatehouse/local-stack';
import { mkdir } from 'node:fs/promises';
import type { StartOptions } from './options.ts';
import { PRINCIPALS } from './parties.ts';

export type BusAccess = { kind: 'kafka'; brokers: string[]; passwords: Record<string, string> } | { kind: 'postgres' };

export interface Infrastructure {
  adminUrl: string;
  bus: BusAccess;
  /** process ids of what was started here, by name */
  pids: Record<string, number>;
  /** resolves with what ended, should a part end by itself */
  lost: Promise<string>;
  stop(): Promise<void>;
}

type Part = { name: string; pid: number; exited: Promise<string>; stop(): Promise<void> };

/** Starts or takes up PostgreSQL and the bus. `root`: the folder of the project. */
export const openInfrastructure = async (
  root: string,
  options: StartOptions,
  say: (line: string) => void,
): Promise<Infrastructure> => {
  const folder = stackFolder(root);
  await mkdir(folder.data, { recursive: true, mode: 0o700 });
  const parts: Part[] = [];
  const stop = async () => void (await Promise.all(parts.map((part) => part.stop())));
  const starting = await Promise.allSettled([
    postgres(folder.postgres, options, parts, say),
    bus(folder, options, parts, say),
  ]);
  const failed = starting.find((one) => one.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const [adminUrl, access] = starting.map((one) => (one as PromiseFulfilledResult<unknown>).value) as [
    string,
    BusAccess,
  ];
  const lost = Promise.race([
    new Promise<string>(() => {}),
    ...parts.map(async (part) => `${part.name}: ${await part.exited}`),
  ]);
  return { adminUrl, bus: access, pids: Object.fromEntries(parts.map(({ name, pid }) => [name, pid])), lost, stop };
};

const postgres = async (
  dataDir: string,
  { databaseUrl }: StartOptions,
  parts: Part[],
  say: (line: string) => void,
): Promise<string> => {
  if (databaseUrl) return databaseUrl;
  const started = await startPostgres({ dataDir, onProgress: say });
  parts.push({ name: 'postgres', ...started });
  return started.adminUrl;
};

const bus = async (
  folder: ReturnType<typeof stackFolder>,
  { bus: wanted, kafkaBrokers }: StartOptions,
  parts: Part[],
  say: (line: string) => void,
): Promise<BusAccess> => {
  if (wanted === 'postgres') return { kind: 'postgres' };
  if (kafkaBrokers) return { kind: 'kafka', brokers: kafkaBrokers, passwords: passwordsFromEnvironment() };
  try {
    const passwords = await keptPrincipals(folder.kafka, PRINCIPALS);
    const started = await startKafka({
      dataDir: folder.kafka,
      downloads: folder.downloads,
      principals: passwords,
      onProgress: say,
    });
    parts.push({ name: 'kafka', ...started });
    return { kind: 'kafka', brokers: started.brokers, passwords };
  } catch (fault) {
    if (!(fault instanceof KafkaUnavailable) || wanted === 'kafka') throw fault;
    say(
      `\n!!! NO KAFKA: ${fault.message}\n!!! Going on with the bare Postgres transport: one machine, no broker, not the way agencies run it.\n`,
    );
    return { kind: 'postgres' };
  }
};

/** Each principal's password at the broker. @throws Error naming the variables that are missing */
export const passwordsFromEnvironment = (): Record<string, string> => {
  const variable = (principal: string) => `KAFKA_PASSWORD_${principal.replaceAll('-', '_').toUpperCase()}`;
  const missing = PRINCIPALS.filter((principal) => !process.env[variable(principal)]);
  if (missing.length > 0) throw new Error(`KAFKA_BROKERS is set; set also ${missing.map(variable).join(', ')}`);
  return Object.fromEntries(PRINCIPALS.map((principal) => [principal, process.env[variable(principal)] ?? '']));
};
