// What is mutated, and which pure specs have to notice.
import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Laws about where the sources of all services use something: they lie outside the copy that is mutated. */
const READ_THE_REPOSITORY = ['libs/policy/src/signatures/registry-alone.spec.ts'];

export interface Library {
  name: string;
  /** globs of the sources, as Stryker reads them */
  mutate: string[];
  specs: string[];
  /** folders evaluated afresh for each mutant: the library's, and those whose modules hold something of it */
  fresh: string[];
}

const pureSpecs = (folder: string): string[] =>
  globSync(`${folder}/**/*.spec.ts`, { cwd: ROOT })
    .filter((path) => !path.endsWith('.int.spec.ts') && !READ_THE_REPOSITORY.includes(path))
    .toSorted();

const library = (name: string, notPure: string[] = [], cases: string[] = []): Library => {
  const folder = `libs/${name}/src`;
  const left = ['**/*.spec.ts', '**/*.fixture.ts', '**/index.ts', ...notPure.map((file) => `${folder}/${file}.ts`)];
  return {
    name,
    mutate: [`${folder}/**/*.ts`, ...left.map((glob) => `!${glob}`)],
    specs: [...pureSpecs(folder), ...cases],
    fresh: [folder, ...cases.map((path) => dirname(path))],
  };
};

// Left out: what is nothing without a database, which its suites on a real one look after; so is what writes for one to read.
export const LIBRARIES: readonly Library[] = [
  library(
    'policy',
    [
      'bundle-keeper',
      'follow-bundles',
      'kept-forms',
      'signatures/kept-compilations',
      'signatures/memory',
      'vouched-rows',
      'past-policy',
      'policy-migrations',
      'stored-bundles',
      'narrowing/sql',
    ],
    ['tests/cases/cases.spec.ts', 'prove/closures/corners.spec.ts', 'prove/closures/agreement.spec.ts'],
  ),
  library('agreements'),
  library('merkle-log'),
];
