// The order of the suites: the longest first, so that every worker is busy to the end. Jest alone knows seconds only from
// an earlier run on the same machine, and else takes a large file for a long suite. What failed last still comes first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import TestSequencer from '@jest/test-sequencer';

/** Seconds by path: of the suites that take longer than most, as they were measured. */
export const SECONDS = JSON.parse(readFileSync(join(import.meta.dirname, 'seconds.json'), 'utf8'));
const OF_OTHERS = { journey: 10, integration: 4, pure: 1 };

export default class LongestFirst extends TestSequencer {
  /** Milliseconds that a suite is expected to take. */
  time(test) {
    const { rootDir, displayName } = test.context.config;
    const seconds = SECONDS[test.path.slice(rootDir.length + 1)];
    return seconds === undefined ? (super.time(test) ?? OF_OTHERS[displayName?.name] * 1000) : seconds * 1000;
  }
}
