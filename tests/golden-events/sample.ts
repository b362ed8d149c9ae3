// Samples of what was ever written: one file for each type and version, as it stood in a store. Written once, never edited: a
// changed file is a changed past, and its digest says so.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Sample {
  type: string;
  typeVersion: number;
  streamId: string;
  data: object;
  metadata: { correlationId: string };
  occurredAt: string;
  recordedAt: string;
}

const FOLDER = import.meta.dirname;
const DIGESTS = join(FOLDER, 'digests.json');

export const sampleFile = ({ type, typeVersion }: Pick<Sample, 'type' | 'typeVersion'>): string =>
  `${type}.v${typeVersion}.json`;

export const sampleFiles = (): string[] => readdirSync(FOLDER).filter((name) => /\.v\d+\.json$/.test(name));

export const readSample = (file: string): Sample => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Sample;

/** SHA-256 of each file, hexadecimal, as it was written. */
export const digestsAsWritten = (): Record<string, string> => JSON.parse(readFileSync(DIGESTS, 'utf8')) as Digests;

export const digestOf = (file: string): string =>
  createHash('sha256')
    .update(readFileSync(join(FOLDER, file)))
    .digest('hex');

type Digests = Record<string, string>;

/** Keeps a sample for ever, with its digest. @throws what writing throws where there is one already */
export const keepSample = (sample: Sample): void => {
  const file = sampleFile(sample);
  writeFileSync(join(FOLDER, file), `${JSON.stringify(sample, null, 2)}\n`, { flag: 'wx' });
  const all = { ...digestsAsWritten(), [file]: digestOf(file) };
  const sorted = Object.fromEntries(Object.entries(all).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(DIGESTS, `${JSON.stringify(sorted, null, 2)}\n`);
};
