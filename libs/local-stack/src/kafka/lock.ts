import { readFileSync } from 'node:fs';

/** One file of the broker: Maven coordinates `group:artifact:version`, length in bytes, SHA-256 in hex. */
export interface LockedJar {
  artifact: string;
  size: number;
  sha256: string;
}

export const VERSION = '4.3.1';

/** The runtime scope of org.apache.kafka:kafka_2.13 with slf4j-simple, pinned: what is not in this list is never on the class path. */
export const lockedJars = (): LockedJar[] =>
  (JSON.parse(readFileSync(new URL('../../kafka.lock.json', import.meta.url), 'utf8')) as { jars: LockedJar[] }).jars;

export const fileName = ({ artifact }: LockedJar): string => `${artifact.split(':').slice(1).join('-')}.jar`;
