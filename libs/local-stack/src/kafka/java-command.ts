import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface Java {
  java: string;
  classPath: string;
}

const COMPACT = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];

const HEAP = ['-Xmx256m', '-Xms32m', '-XX:+ExitOnOutOfMemoryError'];
const LOG = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-Dorg.slf4j.simpleLogger.showDateTime=true'];

/** The broker's own command line: 256 MB of heap carry a machine's worth of agencies, about 160 MB resident when idle. */
export const brokerCommand = ({ java, classPath }: Java, properties: string): string[] => {
  const virtualMachine = [...COMPACT, ...HEAP, ...LOG, '-Djava.awt.headless=true'];
  return [java, ...virtualMachine, '-cp', classPath, 'kafka.Kafka', properties];
};

const quoted = (argument: string): string => `"${argument.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/**
 * Runs one of Kafka's tools to its end. Its arguments hold passwords, so they go in a 0600 file that java reads (`java @file`), not on
 * the command line that every process may read; what it prints holds keys and is dropped. Throws with its last words of error.
 */
export const runTool = async (
  { java, classPath }: Java,
  argumentsFile: string,
  tool: string,
  args: string[],
): Promise<void> => {
  const all = [...COMPACT, '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', classPath, tool, ...args];
  await writeFile(argumentsFile, all.map(quoted).join('\n'), { mode: 0o600 });
  try {
    await promisify(execFile)(java, [`@${argumentsFile}`], { timeout: 120_000 });
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? '').trimEnd();
    throw new Error(`${tool} failed: ${said.split('\n').slice(-3).join(' ')}`);
  } finally {
    await rm(argumentsFile, { force: true });
  }
};
