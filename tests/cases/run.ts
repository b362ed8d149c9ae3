// npm run cases -- DIR: any folder of cases in the form of need-to-know/case.schema.json. One line a case with what
// differs, then the count; the exit code is 1 when any fails.
import { resolve } from 'node:path';
import { decideCase } from './decide-case.ts';
import { differences } from './differences.ts';
import { loadCases, ownCases, type Loaded } from './need-to-know-case.ts';

const judge = (loaded: Loaded): string[] => {
  if ('faults' in loaded) return loaded.faults.map((fault) => `form: ${fault}`);
  try {
    return differences(decideCase(loaded.case), loaded.case);
  } catch (error) {
    return [`not decided: ${(error as Error).message}`];
  }
};

const title = (loaded: Loaded): string => ('case' in loaded ? `${loaded.case.id} ${loaded.case.title}` : loaded.file);

/** Runs folders of cases, prints a line for each, and gives the number that failed. */
export const runCases = (folders: string[], print: (line: string) => void): number => {
  const results = folders.flatMap((folder) => loadCases(folder)).map((loaded) => ({ loaded, wrong: judge(loaded) }));
  for (const { loaded, wrong } of results)
    print(wrong.length === 0 ? `pass ${title(loaded)}` : `FAIL ${title(loaded)}: ${wrong.join('; ')}`);
  const failed = results.filter(({ wrong }) => wrong.length > 0).length;
  print(`${results.length - failed} passed, ${failed} failed`);
  return failed + (results.length === 0 ? 1 : 0);
};

if (import.meta.main) {
  const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const base = process.env['INIT_CWD'] ?? process.cwd();
  const failed = runCases(folders.length > 0 ? folders.map((folder) => resolve(base, folder)) : [ownCases], (line) =>
    process.stdout.write(`${line}\n`),
  );
  process.exitCode = failed === 0 ? 0 : 1;
}
