import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Progress } from '../progress.ts';
import { fetchedJre } from './jre.ts';

const OLDEST = 17;

/** The major version that `java` reports (`17.0.15` is 17, `1.8.0` is 1), or null when it cannot be run. */
const majorVersion = (java: string): number | null => {
  const answer = spawnSync(java, ['-version'], { encoding: 'utf8', timeout: 20_000 });
  const version = /version "(\d+)/.exec(answer.stderr ?? '');
  return version === null ? null : Number(version[1]);
};

/** A Java of 17 or newer: from JAVA_HOME, from the PATH, else a runtime fetched once. Throws KafkaUnavailable when there is none. */
export const findJava = async (downloads: string, onProgress: Progress): Promise<string> => {
  const home = process.env.JAVA_HOME;
  const candidates = [...(home ? [join(home, 'bin/java')] : []), 'java'];
  for (const java of candidates) {
    if ((majorVersion(java) ?? 0) >= OLDEST) return java;
  }
  return fetchedJre(downloads, onProgress);
};
