// What the command says: results on standard output, as text or as one JSON document; everything else on standard error.
import { EXIT, type Ended } from './exit-codes.ts';

export class Output {
  readonly json: boolean;
  #lineOpen = false;

  constructor(json: boolean) {
    this.json = json;
  }

  /** The result: the document with --json, the text without. */
  result(document: object, text: string): void {
    this.#endLine();
    process.stdout.write(this.json ? `${JSON.stringify(document, null, 2)}\n` : `${text}\n`);
  }

  /** For people who watch; scripts read the result. */
  say(text: string): void {
    this.#endLine();
    process.stderr.write(`${text}\n`);
  }

  /** One line that changes, where somebody watches; nothing elsewhere. */
  progress(text: string): void {
    if (!process.stderr.isTTY) return;
    process.stderr.write(`\r\u001b[K${text}`);
    this.#lineOpen = true;
  }

  failed({ reason, message, advice, problem }: Ended): void {
    this.#endLine();
    if (this.json) {
      const failure = { failed: reason, exitCode: EXIT[reason], message, advice, problem };
      process.stdout.write(`${JSON.stringify(failure, null, 2)}\n`);
      return;
    }
    process.stderr.write([message, ...advice.map((line) => `  ${line}`), ''].join('\n'));
  }

  #endLine(): void {
    if (this.#lineOpen) process.stderr.write('\n');
    this.#lineOpen = false;
  }
}

// oxlint-disable-next-line no-control-regex -- what a terminal would act on instead of showing it
const ACTED_ON = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text that came from elsewhere, safe for a terminal. */
export const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).replace(ACTED_ON, '\u00b7');

const cellOf = (cell: unknown, i: number, row: readonly unknown[]): string =>
  shown(cell ?? '').slice(0, i === row.length - 1 ? undefined : 60);

/** Rows under headings, in columns as wide as they have to be; only the last one may be wider than 60. */
export const table = (headings: readonly string[], rows: readonly (readonly unknown[])[]): string => {
  const texts = [headings, ...rows.map((row) => row.map(cellOf))];
  const widths = headings.map((_, i) => Math.max(...texts.map((row) => row[i]?.length ?? 0)));
  return texts
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
