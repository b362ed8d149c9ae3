// The broker's files. Promise: the class path returned holds exactly the files of kafka.lock.json, each with the locked SHA-256 when it
// was fetched and the locked size now. Invariant: a file has its final name only once its hash was checked (fetched aside, renamed).
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Progress } from '../progress.ts';
import { fileName, lockedJars, VERSION, type LockedJar } from './lock.ts';
import { KafkaUnavailable } from './unavailable.ts';

const TRIES = 3;
const RETRY_AFTER_MS = 500;
const SILENT_FOR_MS = 60_000;
const TELL_EVERY_MS = 2_000;

const isThere = (folder: string, jar: LockedJar): boolean =>
  statSync(join(folder, fileName(jar)), { throwIfNoEntry: false })?.size === jar.size;

/** Fetches what is missing below `downloads` and returns the class path. Throws KafkaUnavailable, naming what could not be had. */
export const kafkaClassPath = async (downloads: string, onProgress: Progress): Promise<string> => {
  const folder = join(downloads, `kafka-${VERSION}`);
  mkdirSync(folder, { recursive: true });
  const jars = lockedJars();
  const problems = new Map<string, string>();
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const missing = jars.filter((jar) => !isThere(folder, jar));
    if (missing.length === 0) return jars.map((jar) => join(folder, fileName(jar))).join(delimiter);
    if (attempt > 1) await setTimeout(attempt * RETRY_AFTER_MS);
    await fetchInto(folder, missing, problems, onProgress);
  }
  const missing = jars.filter((jar) => !isThere(folder, jar));
  if (missing.length === 0) return jars.map((jar) => join(folder, fileName(jar))).join(delimiter);
  const named = missing.slice(0, 3).map((jar) => `${jar.artifact} (${problems.get(jar.artifact) ?? 'no answer'})`);
  throw new KafkaUnavailable(
    `Apache Kafka ${VERSION} could not be fetched: ${missing.length} of ${jars.length} files are missing: ${named.join(', ')}${missing.length > 3 ? ', ...' : ''}`,
  );
};

const fetchInto = async (
  folder: string,
  missing: LockedJar[],
  problems: Map<string, string>,
  onProgress: Progress,
): Promise<void> => {
  const aside = await mkdtemp(join(folder, 'part-'));
  const byFile = new Map(missing.map((jar) => [fileName(jar), jar]));
  const tell = teller(missing, onProgress);
  try {
    await fetchArtifacts(aside, missing, async ({ file, error }) => {
      const jar = byFile.get(file)!;
      const problem = error ?? (await differs(join(aside, file), jar));
      if (problem !== null) {
        problems.set(jar.artifact, problem);
        return;
      }
      renameSync(join(aside, file), join(folder, file));
      tell(jar);
    });
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
};

const differs = async (path: string, jar: LockedJar): Promise<string | null> => {
  const bytes = await readFile(path);
  if (bytes.length !== jar.size) return `came with ${bytes.length} bytes instead of ${jar.size}`;
  return createHash('sha256').update(bytes).digest('hex') === jar.sha256 ? null : 'SHA-256 differs from the lock file';
};

const teller = (missing: LockedJar[], onProgress: Progress): ((jar: LockedJar) => void) => {
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  const total = missing.reduce((sum, jar) => sum + jar.size, 0);
  onProgress(`fetching Apache Kafka ${VERSION}: ${missing.length} files, ${megabytes(total)} MB, once`);
  let [files, bytes, told] = [0, 0, performance.now()];
  return (jar) => {
    files += 1;
    bytes += jar.size;
    if (files < missing.length && performance.now() - told < TELL_EVERY_MS) return;
    told = performance.now();
    onProgress(
      `fetching Apache Kafka ${VERSION}: ${files} of ${missing.length} files, ${megabytes(bytes)} of ${megabytes(total)} MB`,
    );
  };
};

interface Fetched {
  file: string;
  error?: string;
}

/** Runs fetch-artifacts.mjs; ends it when nothing arrived for a minute. GATEHOUSE_MAVEN_REPOSITORY names a mirror for closed networks. */
const fetchArtifacts = async (
  folder: string,
  jars: LockedJar[],
  onFetched: (f: Fetched) => Promise<void>,
): Promise<void> => {
  const program = fileURLToPath(new URL('./fetch-artifacts.mjs', import.meta.url));
  const child = spawn(process.execPath, [program], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, NODE_OPTIONS: '', NODE_USE_ENV_PROXY: '1' },
  });
  let bell = globalThis.setTimeout(() => child.kill('SIGKILL'), SILENT_FOR_MS);
  child.stdin.on('error', () => {});
  child.stdin.end(
    JSON.stringify({
      folder,
      repository: process.env.GATEHOUSE_MAVEN_REPOSITORY,
      wanted: jars.map((jar) => ({ artifact: jar.artifact, file: fileName(jar) })),
    }),
  );
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(bell);
    bell = globalThis.setTimeout(() => child.kill('SIGKILL'), SILENT_FOR_MS);
    await onFetched(JSON.parse(line) as Fetched);
  }
  clearTimeout(bell);
};
