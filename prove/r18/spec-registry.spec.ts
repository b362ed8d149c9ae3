// A runner that let a failing test pass would call every mutant unnoticed, and one that failed a passing one would call it noticed.
import { describe, expect, it } from '@jest/globals';
import { isDrawn } from './draw.ts';
import * as specs from './spec-registry.ts';

/** Runs what a spec file holds and gives what happened, in order. */
const played = async (fill: (happen: (what: string) => () => void) => void): Promise<string[]> => {
  const events: string[] = [];
  const file = await specs.collected(() => Promise.resolve(fill((what) => () => void events.push(what))));
  await specs.runBlock(file).catch((fault: unknown) => events.push(`failed: ${(fault as Error).message}`));
  return events;
};

const fails = (): never => {
  throw new Error('no');
};

it('runs nothing while a file is loaded, then its tests in order with what surrounds them', async () => {
  const events = await played((happen) => {
    specs.beforeAll(happen('all'));
    specs.beforeEach(happen('each'));
    specs.afterEach(happen('after each'));
    specs.afterAll(happen('after all'));
    specs.it('first', happen('1'));
    specs.describe('inside', () => {
      specs.beforeEach(happen('inner'));
      specs.afterEach(happen('after inner'));
      specs.it('second', happen('2'));
    });
    specs.it('third', happen('3'));
  });
  expect(events.join(', ')).toBe(
    'all, each, 1, after each, each, inner, 2, after inner, after each, each, 3, after each, after all',
  );
});

it('runs a test for each row, and a block for each row', async () => {
  const events = await played((happen) => {
    specs.it.each([
      ['a', 1],
      ['b', 2],
    ])('%s', (name: string, count: number) => happen(`${name}${count}`)());
    specs.describe.each([['c']])('%s', (name: string) => specs.it('is run', happen(name)));
  });
  expect(events).toEqual(['a1', 'b2', 'c']);
});

describe('ends at the first failure, and cleans up', () => {
  it.each([
    [
      'a test that throws',
      (happen: (what: string) => () => void) => specs.it('throws', () => (happen('1')(), fails())),
    ],
    ['a test that comes to throw', () => specs.it('rejects', () => Promise.reject(new Error('no')))],
    ['an expectation not met', () => specs.it('expects', () => specs.expect(1 as unknown).toBe(2))],
    ['a row that throws', () => specs.it.each([[1]])('%i', fails)],
    ['what comes before', () => specs.beforeAll(fails)],
  ])('%s', async (_what, fill) => {
    const events = await played((happen) => {
      specs.afterAll(happen('after all'));
      fill(happen);
      specs.it('is never run', happen('too far'));
    });
    expect(events.filter((event) => event.startsWith('failed'))).toHaveLength(1);
    expect(events).toContain('after all');
    expect(events).not.toContain('too far');
  });
});

it('draws the same share of mutants each time', () => {
  const ids = Array.from({ length: 2_000 }, (_, id) => String(id));
  const drawn = (share: number) => ids.filter((id) => isDrawn(id, share));
  expect([drawn(0), drawn(1)]).toEqual([[], ids]);
  expect(drawn(0.1)).toEqual(drawn(0.1));
  expect(drawn(0.1).length).toBeGreaterThan(150);
  expect(drawn(0.1).length).toBeLessThan(250);
});
