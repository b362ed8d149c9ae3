import { afterEach, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from './worker.ts';

const AN_HOUR = 3_600_000;
let worker: Worker;
afterEach(() => worker.stop());

/** A worker whose steps do so much, one after the other. Gives how many it has made, once it rests. */
const working = (results: number[]): (() => Promise<number>) => {
  let made = 0;
  const step = async (): Promise<number> => results[made++] ?? 0;
  worker = new Worker({ name: 'worker', step, idleMs: AN_HOUR, gatherMs: AN_HOUR, full: 10 });
  worker.start();
  return async () => {
    await turn();
    return made;
  };
};

it('goes on at once after a step that did as much as one can, however long it would gather', async () => {
  const made = working([10, 10, 3]);
  expect(await made()).toBe(3);
});

it('gathers after a step that did less, until somebody says that there is something', async () => {
  const made = working([3, 3]);
  expect(await made()).toBe(1);
  worker.nudge();
  expect(await made()).toBe(2);
});
