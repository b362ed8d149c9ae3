// Law: what people are woken with is explained to them. Every alarm that the code can raise stands in docs/watching.md, and no other.
import { codeLists } from '@gatehouse/contracts';
import { DECISION_FAILED } from '@gatehouse/policy';
import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { fromRoot } from './schema-check.ts';

const root = new URL('../../', import.meta.url);
/** Raised by a planted mistake alone, to see that it is found. */
const PLANTED = ['WRITTEN'];
const RAISED = [/\balarm\(\s*'([A-Z_]+)'/g, /\balarm: '([A-Z_]+)'/g];
/** Whatever looks like a name of one where the name is not said in the call itself. */
const CHOSEN = /\balarm\(\s*[^')]*\?[^)]*\)/;

const sources = globSync('{libs,services,start}/**/src/**/*.ts', { cwd: root.pathname })
  .filter((path) => !/node_modules|\.(spec|fixture|crash)\.ts$/.test(path))
  .map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }));

const inCode = new Set([
  ...sources.flatMap(({ text }) => RAISED.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name]) => name!))),
  // With a decision: what rules raise, and that there was none.
  ...codeLists.alarms,
  DECISION_FAILED,
]);
const onPage = [...fromRoot('docs/watching.md').matchAll(/^\| `([A-Z_]+)` +\|/gm)]
  .map(([, name]) => name!)
  .filter((name) => name.includes('_') && !/^(GATEHOUSE|OTEL)_/.test(name));

describe('docs/watching.md', () => {
  it('explains every alarm that the code raises, once, and no other', () => {
    expect(sources.length).toBeGreaterThan(500);
    expect(onPage).toEqual([...inCode].filter((name) => !PLANTED.includes(name)).toSorted());
  });

  it('can be held against the code: the name of an alarm is written where it is raised', () =>
    expect(sources.filter(({ text }) => CHOSEN.test(text)).map(({ path }) => path)).toEqual([]));

  it('names metrics that there are', () => {
    const text = fromRoot('docs/watching.md');
    const known = sources.find(({ path }) => path === 'libs/service-kit/src/metric-names.ts')?.text ?? '';
    const others = sources.find(({ path }) => path === 'libs/service-kit/src/metrics.ts')?.text ?? '';
    const named = new Set([...text.matchAll(/`(gatehouse_[a-z_]+)/g)].map(([, name]) => name!));
    expect(named.size).toBeGreaterThan(15);
    expect([...named].filter((name) => name !== 'gatehouse_service' && !`${known}${others}`.includes(name))).toEqual(
      [],
    );
  });
});
