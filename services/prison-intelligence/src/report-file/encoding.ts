// In which encoding a file is written. Told by its byte order mark, by being UTF-8 or not, and by which of the Cyrillic
// encodings makes Russian or Kazakh letters of the rest. A guess is said, and can be overruled.

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'koi8-r', 'ibm866'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const MARKS: [Encoding, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
const LEGACY: readonly Encoding[] = ['windows-1251', 'koi8-r', 'ibm866'];
const SAMPLE_BYTES = 65_536;
/** Of the letters in the right reading, at least so many are small Cyrillic ones of the most frequent kind. */
const LEAST_SCORE = 0.25;
const FREQUENT = /[оеаинтсрвлкмдпу]/g;

/** Looks at a whole file as it goes by; keeps a sample of the pieces that are not plain ASCII. */
export class EncodingSurvey {
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  #first: number[] = [];
  #isUtf8 = true;
  #sample = Buffer.alloc(0);

  see(piece: Uint8Array): void {
    if (this.#first.length < 3) this.#first.push(...piece.subarray(0, 3 - this.#first.length));
    if (this.#sample.length < SAMPLE_BYTES && piece.some((byte) => byte > 0x7f))
      this.#sample = Buffer.concat([this.#sample, piece.subarray(0, SAMPLE_BYTES - this.#sample.length)]);
    if (this.#isUtf8) this.#try(() => this.#utf8.decode(piece, { stream: true }));
  }

  /** What the file is written in; null when it cannot be told. Call it once, at the end. */
  conclude(): Encoding | null {
    const marked = MARKS.find(([, mark]) => mark.every((byte, i) => this.#first[i] === byte));
    if (marked) return marked[0];
    if (this.#isUtf8) this.#try(() => this.#utf8.decode());
    if (this.#isUtf8 || isUtf8WithSlips(this.#sample)) return 'utf-8';
    const [best] = LEGACY.map((encoding) => ({ encoding, score: scoreOf(this.#sample, encoding) })).sort(
      (a, b) => b.score - a.score,
    );
    return best && best.score >= LEAST_SCORE ? best.encoding : null;
  }

  #try(decode: () => string): void {
    try {
      decode();
    } catch {
      this.#isUtf8 = false;
    }
  }
}

/** UTF-8 with a few broken places: those are named line by line. No other encoding has so many good sequences. */
const isUtf8WithSlips = (sample: Buffer): boolean => {
  const text = new TextDecoder('utf-8').decode(sample);
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const good = foreignOf(text).length - broken;
  return good > 10 * broken;
};

/** Share of frequent small Cyrillic letters among all that is not ASCII. */
const scoreOf = (sample: Buffer, encoding: Encoding): number => {
  const foreign = foreignOf(new TextDecoder(encoding).decode(sample));
  return foreign.length === 0 ? 0 : (foreign.match(FREQUENT)?.length ?? 0) / foreign.length;
};

/** What is not ASCII. */
const foreignOf = (text: string): string => text.replace(/[ -~\s\p{Cc}]/gu, '');
