// gatehouse import FILE: sends a file, shows its dry run, and imports the good lines while somebody watches or not.
import { createHash } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { callersPath, readDocument } from './documents.ts';
import { Ended, EXIT, type ExitCode } from './exit-codes.ts';
import { Imports, type ImportState, type LineFault } from './imports.ts';
import { table, type Output } from './output.ts';
import type { Service } from './service.ts';

export interface ImportOptions {
  dryRun?: true;
  resume?: true;
  leaveOutFaulty?: true;
  mapping?: string;
  format?: string;
  encoding?: string;
  delimiter?: string;
  dateOrder?: string;
  faults?: string;
}

const SHOWN_FAULTS = 20;
const NAMED_FAULTS = 1_000;
const LOOK_EVERY_MS = 400;

export const importFile = async (
  file: string,
  options: ImportOptions,
  service: Service,
  output: Output,
): Promise<ExitCode> => {
  const imports = new Imports(service);
  const path = callersPath(file);
  if (!(await stat(path).catch(() => null))?.isFile()) throw new Ended('usage', `${file} is no file.`);
  const known = options.resume ? await found(imports, path, file) : null;
  const watching = new Watching(imports, output);
  const begun = known ?? (await sent(imports, path, options, output));
  const checked = await watching.until(begun, 'checked', 'running', 'stopped', 'finished');
  if (checked.status !== 'checked') return finish(watching, imports, checked, output);
  await keepFaults(imports, checked, options, output);
  if (options.dryRun) {
    await imports.change(checked.importId, 'abandon');
    return told(imports, checked, output, true);
  }
  if (!checked.check.readable || (checked.check.faultyLines > 0 && !options.leaveOutFaulty))
    return told(imports, checked, output, false);
  const started = await imports.start(checked.importId, checked.check.faultyLines);
  return finish(watching, imports, started, output);
};

/** The import of this very file that is not over, newest first. */
const found = async (imports: Imports, path: string, file: string): Promise<ImportState> => {
  const all = await imports.all(await digestOf(path));
  const [one] = all.filter(({ status }) => status !== 'abandoned');
  if (!one)
    throw new Ended('refused', `There is no import of ${file} to go on with.`, ['Leave --resume out to begin one.']);
  return one;
};

const digestOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
};

const sent = async (imports: Imports, path: string, options: ImportOptions, output: Output): Promise<ImportState> => {
  const { mapping, format, encoding, delimiter, dateOrder } = options;
  const said = { format, encoding, delimiter: delimiter === 'tab' ? '\t' : delimiter, dateOrder };
  const settings = { ...(mapping ? await readDocument(mapping) : {}), ...JSON.parse(JSON.stringify(said)) };
  const { size } = await stat(path);
  const { importId, limitBytes } = await imports.open(settings);
  if (size > limitBytes) {
    await imports.change(importId, 'abandon');
    throw new Ended('refused', `The file has ${size} bytes; ${limitBytes} are the most.`, ['Divide the file.']);
  }
  output.progress(`sending ${size} bytes`);
  const type = format === 'ndjson' || /\.(ndjson|jsonl)$/i.test(path) ? 'application/x-ndjson' : 'text/csv';
  return imports.send(importId, await openAsBlob(path), type);
};

class Watching {
  readonly #imports: Imports;
  readonly #output: Output;

  constructor(imports: Imports, output: Output) {
    this.#imports = imports;
    this.#output = output;
  }

  /** Looks until the import is in one of these states; a service that is away for a while is waited for. */
  async until(state: ImportState, ...wanted: ImportState['status'][]): Promise<ImportState> {
    let now = state;
    for (let away = 0; !wanted.includes(now.status);) {
      this.#output.progress(lineOf(now));
      await setTimeout(LOOK_EVERY_MS);
      try {
        now = await this.#imports.one(now.importId);
        away = 0;
      } catch (fault) {
        away += 1;
        if (!(fault instanceof Ended) || fault.reason !== 'unavailable' || away > 50) throw fault;
      }
    }
    return now;
  }
}

const lineOf = ({ status, check, progress }: ImportState): string =>
  status === 'checking'
    ? `checking: line ${check.upToLine}, ${check.faults} faults`
    : `importing: ${progress.lines} of ${check.goodLines} lines`;

const finish = async (watching: Watching, imports: Imports, state: ImportState, output: Output): Promise<ExitCode> => {
  const going = state.status === 'stopped' ? await imports.change(state.importId, 'resume') : state;
  const interrupted = (): void => {
    output.say('\nThe import goes on without you: see it again with --resume, end it with gatehouse imports stop.');
    process.exit(EXIT.interrupted);
  };
  process.once('SIGINT', interrupted);
  const end = await watching.until(going, 'finished', 'stopped', 'abandoned');
  process.off('SIGINT', interrupted);
  const { recorded, alreadyThere, refused } = end.progress;
  const left = end.check.faultyLines;
  output.result(
    end,
    `${end.status}: ${recorded} reports recorded, ${alreadyThere} were there already, ${refused} refused, ${left} faulty lines`,
  );
  return end.status === 'finished' ? EXIT.ok : EXIT.refused;
};

const keepFaults = async (imports: Imports, { importId }: ImportState, { faults }: ImportOptions, output: Output) => {
  if (!faults) return;
  await writeFile(callersPath(faults), await imports.faultsAsCsv(importId));
  output.say(`The faults are in ${faults}.`);
};

/** The dry run: nothing was imported. */
const told = async (imports: Imports, state: ImportState, output: Output, dry: boolean): Promise<ExitCode> => {
  const { check } = state;
  const named = await imports.faults(state.importId, output.json ? NAMED_FAULTS : SHOWN_FAULTS);
  const faults = [...check.fileFaults, ...named.faults];
  const isFine = check.readable && check.faultyLines === 0;
  output.result(
    { ...state, faults, dryRun: dry },
    [...summaryOf(state, faults, named.count), ...(isFine || dry ? [] : HINT)].join('\n'),
  );
  return isFine ? EXIT.ok : EXIT.faultyFile;
};

const HINT = ['Nothing was imported. Correct the file, or import the good lines: --resume --leave-out-faulty'];

const summaryOf = ({ check }: ImportState, faults: LineFault[], count: number): string[] => {
  const { detected, goodLines, faultyLines } = check;
  const read = detected
    ? [
        `read as ${detected.encoding}${detected.delimiter ? `, columns divided by ${JSON.stringify(detected.delimiter)}` : ''}`,
      ]
    : [];
  const rows = faults.map(({ line, column, code, detail }) => [line, column, code, detail]);
  const more = count > faults.length ? [`... and ${count - faults.length} more: --faults FILE writes all of them`] : [];
  return [
    ...read,
    check.readable ? `${goodLines} good lines, ${faultyLines} with faults` : 'The file as a whole cannot be imported.',
    ...(rows.length > 0 ? [table(['line', 'column', 'fault', 'what to do'], rows)] : []),
    ...more,
  ];
};
