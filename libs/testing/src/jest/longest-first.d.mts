/** Seconds by path: of the suites that take longer than most, as they were measured. */
export declare const SECONDS: Record<string, number>;

/** Jest's sequencer, as far as a test asks for it. */
export default class LongestFirst {
  sort<T>(tests: T[]): T[];
}
