// Which program decides: the digest of the sources that make an answer of a question. A decision names it, so that whoever makes one again
// years later knows whether the same code did.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** What decides, and what it decides with of a compiled instrument. Sources run as they are written (decision 2). */
const FOLDERS = [new URL('./', import.meta.url), new URL('../../agreements/src/', import.meta.url)];

const NOT_RUN = /\.(spec|fixture)\.ts$/;

let known: string | undefined;

/** SHA-256 over the names and texts of the sources, base64url. Read once a process. */
export const programDigest = (): string => (known ??= digestOfSources());

const digestOfSources = (): string => {
  const hash = createHash('sha256');
  for (const [place, folder] of FOLDERS.entries())
    for (const name of sourcesIn(folder)) hash.update(`${place} ${name}\n`).update(readFileSync(new URL(name, folder)));
  return hash.digest('base64url');
};

const sourcesIn = (folder: URL): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !NOT_RUN.test(name))
    .toSorted();
