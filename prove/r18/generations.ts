// Modules evaluated afresh as often as wanted, in one process. Promise: what a spec file is loaded with, all modules of the library
// under test included, has been evaluated since it was asked for, so that a mutant meets no state that another one left behind.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const QUERY = '?generation=';
let last = 0;

const generationOf = (url: string | undefined): string | undefined => url?.split(QUERY)[1];

const withoutGeneration = (url = ''): string => url.split(QUERY)[0] ?? url;

/**
 * Sets up loading by generations.
 * @param fresh folders whose modules belong to a generation; every other module is evaluated once
 * @param instead which file their modules are given in place of a package
 */
export const loadByGenerations = (fresh: string[], instead: Record<string, string>): void => {
  const folders = fresh.map((folder) => `${pathToFileURL(folder).href}/`);
  const replacing = new Set(Object.values(instead).map((file) => pathToFileURL(file).href));
  registerHooks({
    resolve: (specifier, context, next) => {
      const generation = generationOf(context.parentURL);
      if (generation === undefined) return next(specifier, context);
      // What stands in place of a package takes the package itself.
      const file = replacing.has(withoutGeneration(context.parentURL)) ? undefined : instead[specifier];
      if (file !== undefined) return { url: `${pathToFileURL(file).href}${QUERY}${generation}`, shortCircuit: true };
      const found = next(specifier, context);
      const isFresh = folders.some((folder) => found.url.startsWith(folder));
      return isFresh ? { ...found, url: `${found.url}${QUERY}${generation}` } : found;
    },
    load: (url, context, next) => next(withoutGeneration(url), context),
  });
};

/** Loads a file and everything fresh that it needs, as if for the first time. */
export const loadAfresh = (file: string): Promise<unknown> => {
  last += 1;
  return import(`${pathToFileURL(file).href}${QUERY}${last}`);
};
