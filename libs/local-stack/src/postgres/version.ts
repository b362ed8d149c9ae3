import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { postgresBinaries } from './binaries.ts';

/** The major version of the PostgreSQL that comes with the install, such as 18. */
export const postgresMajor = (): number => {
  const said = execFileSync(join(postgresBinaries(), 'bin/postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/\(PostgreSQL\) (\d+)/.exec(said)?.[1]);
};
