// From bytes to physical lines, whatever ends them: LF, CRLF, a lone CR, mixed. Memory stays small whatever comes: of a
// line that is too long only the fact is kept.

export const LONGEST_LINE = 262_144;

export interface Line {
  /** from 1 */
  number: number;
  /** without its end; empty when it is too long */
  text: string;
  tooLong: boolean;
}

/**
 * The lines of a file, several at a time.
 * @param encoding a label of the Encoding Standard; broken sequences become U+FFFD, a byte order mark is taken off
 */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder(encoding);
  const splitter = new Splitter();
  for await (const piece of pieces) {
    const lines = splitter.push(decoder.decode(piece, { stream: true }));
    if (lines.length > 0) yield lines;
  }
  const rest = splitter.push(decoder.decode());
  yield [...rest, ...splitter.end()];
}

class Splitter {
  #number = 0;
  #open = '';
  #tooLong = false;
  #endedByReturn = false;

  push(text: string): Line[] {
    // A CR at the end of one piece and an LF at the start of the next are one end.
    const from = this.#endedByReturn && text.startsWith('\n') ? 1 : 0;
    if (text.length > 0) this.#endedByReturn = text.endsWith('\r');
    const parts = text.slice(from).split(/\r\n|\n|\r/);
    const last = parts.pop() ?? '';
    const lines = parts.map((part) => this.#line(part));
    this.#keep(last);
    return lines;
  }

  end(): Line[] {
    return this.#open.length > 0 || this.#tooLong ? [this.#line('')] : [];
  }

  #line(rest: string): Line {
    this.#keep(rest);
    const line = { number: (this.#number += 1), text: this.#open, tooLong: this.#tooLong };
    this.#open = '';
    this.#tooLong = false;
    return line;
  }

  #keep(part: string): void {
    if (this.#tooLong) return;
    this.#tooLong = this.#open.length + part.length > LONGEST_LINE;
    this.#open = this.#tooLong ? '' : this.#open + part;
  }
}
