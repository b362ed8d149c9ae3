import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import LongestFirst, { SECONDS } from './longest-first.mjs';

const ROOT = resolve(import.meta.dirname, '../../../..');
const suite = (path: string, project: string) => ({
  path: join(ROOT, path),
  context: { config: { rootDir: ROOT, displayName: { name: project }, cache: false }, hasteFS: { getSize: () => 1 } },
});

describe('the order of the suites', () => {
  it('is that of the seconds they take, whatever their size', () => {
    const [[longest], [shorter]] = Object.entries(SECONDS).toSorted((a, b) => b[1] - a[1]) as [
      [string, number],
      [string, number],
    ];
    const given = [
      suite('libs/a/src/a.spec.ts', 'pure'),
      suite(shorter, 'journey'),
      suite('tests/journeys/new.journey.spec.ts', 'journey'),
      suite(longest, 'journey'),
    ];
    const sorted = new LongestFirst().sort(given);
    expect(sorted.map(({ path }) => path.slice(ROOT.length + 1))).toEqual([
      longest,
      shorter,
      'tests/journeys/new.journey.spec.ts',
      'libs/a/src/a.spec.ts',
    ]);
  });

  it('knows no suite that is gone', () =>
    expect(Object.keys(SECONDS).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]));
});
