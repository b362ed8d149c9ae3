// Files the caller names: JSON or YAML documents, and anything else by path.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { Ended } from './exit-codes.ts';

/** A path as the caller wrote it: npm runs its scripts in the folder of the project, not in his. */
export const callersPath = (path: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), path);

/** @throws Ended usage when it is no JSON or YAML object; the message never repeats what stands there */
export const readDocument = async (path: string): Promise<Record<string, unknown>> => {
  const text = await readFile(callersPath(path), 'utf8').catch(() => {
    throw new Ended('usage', `${path} cannot be read.`);
  });
  const document = parsed(path, text);
  if (typeof document === 'object' && document !== null && !Array.isArray(document))
    return document as Record<string, unknown>;
  throw new Ended('usage', `${path} holds no object.`);
};

const parsed = (path: string, text: string): unknown => {
  try {
    // YAML 1.2 holds all JSON; dates and the like stay the text they are.
    return parse(text, { schema: 'core', maxAliasCount: 0 });
  } catch {
    throw new Ended('usage', `${path} is neither JSON nor YAML.`);
  }
};
