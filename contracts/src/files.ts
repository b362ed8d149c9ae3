import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the contracts: `contracts/`. */
export const contractsFolder = join(import.meta.dirname, '..');

/** The text of a file below `contracts/`, as it stands. */
export const readContract = (path: string): string => readFileSync(join(contractsFolder, path), 'utf8');

/** Files below a folder of `contracts/`, sorted, as paths relative to `contracts/`. */
export const listContracts = (folder: string, ending: string): string[] =>
  readdirSync(join(contractsFolder, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort();
