// gatehouse agreement: what the author of an instrument needs at his desk, without any service.
import { readFile } from 'node:fs/promises';
import {
  compareInstruments,
  compileInstrument,
  printErrors,
  type CompiledInstrument,
  type CompileError,
  type Difference,
} from '@gatehouse/agreements';
import { loadProducts } from '@gatehouse/contracts';
import { callersPath } from './documents.ts';
import { Ended, EXIT, type ExitCode } from './exit-codes.ts';
import { shown, type Output } from './output.ts';

export interface DiffOptions {
  allowWidening?: true;
}

const read = (path: string): Promise<string> =>
  readFile(callersPath(path), 'utf8').catch(() => {
    throw new Ended('usage', `${path} cannot be read.`);
  });

const linesOf = (file: string, errors: CompileError[]): string[] =>
  printErrors(file, { errors }).split('\n').map(shown);

/**
 * Checks instruments as the compiler does: form, clauses, closed lists, flows.
 * @returns faultyFile when one of them has a fault; each is said with file, line, column, clause and what to write instead
 */
export const lint = async (files: string[], output: Output): Promise<ExitCode> => {
  const products = loadProducts();
  const results = [];
  for (const file of files) {
    const result = compileInstrument(await read(file), file, products);
    results.push({ file, errors: 'errors' in result ? result.errors : [] });
  }
  const good = results.every(({ errors }) => errors.length === 0);
  const lines = results.flatMap(({ file, errors }) =>
    errors.length === 0 ? [`${file}: good`] : linesOf(file, errors),
  );
  output.result({ good, files: results }, lines.join('\n'));
  return good ? EXIT.ok : EXIT.faultyFile;
};

const compiled = async (file: string): Promise<CompiledInstrument> => {
  const result = compileInstrument(await read(file), file, loadProducts());
  if ('instrument' in result) return result.instrument;
  throw new Ended('faultyFile', `${file} does not compile.`, linesOf(file, result.errors));
};

const HEADINGS = { widens: 'Widens', narrows: 'Narrows', neutral: 'Neither' } as const;

const inWords = (differences: Difference[]): string =>
  (['widens', 'narrows', 'neutral'] as const)
    .flatMap((effect) => {
      const lines = differences.filter((difference) => difference.effect === effect);
      return lines.length === 0
        ? []
        : [HEADINGS[effect], ...lines.map(({ where, says }) => shown(`  ${where}: ${says}`))];
    })
    .join('\n') || 'nothing changes';

/**
 * Says what a new text changes, in plain words.
 * @returns `widens` (3) when something widens and that was not allowed
 * @throws Ended faultyFile when a text does not compile, usage when they are of two instruments
 */
export const diff = async (before: string, after: string, options: DiffOptions, output: Output): Promise<ExitCode> => {
  const [old, now] = [await compiled(before), await compiled(after)];
  if (old.id !== now.id) throw new Ended('usage', `${old.id} and ${now.id} are two instruments.`);
  const differences = compareInstruments(old, now);
  const widens = differences.some(({ effect }) => effect === 'widens');
  output.result({ instrument: now.id, from: old.version, to: now.version, widens, differences }, inWords(differences));
  return widens && !options.allowWidening ? EXIT.widens : EXIT.ok;
};
