// Work that is done once for the same.
import { expect, it } from '@jest/globals';
import { onceADigest } from './once-a-digest.ts';

it('is done again for anything else, and under anything else', async () => {
  const [under, elsewhere] = [{}, {}];
  let done = 0;
  const work = () => Promise.resolve({ done: (done += 1) });
  expect(await onceADigest(under, ['a'], work)).toEqual({ done: 1 });
  expect(await onceADigest(under, ['a'], work)).toEqual({ done: 1 });
  expect(await onceADigest(under, ['b'], work)).toEqual({ done: 2 });
  expect(await onceADigest(elsewhere, ['a'], work)).toEqual({ done: 3 });
  expect(await onceADigest(under, ['a'], work)).toEqual({ done: 1 });
});

it('is waited for together, and tried again when it failed', async () => {
  const under = {};
  let tried = 0;
  const failing = () => Promise.reject(new Error(`no ${(tried += 1)}`));
  const both = await Promise.allSettled([onceADigest(under, 1, failing), onceADigest(under, 1, failing)]);
  expect([both.map(({ status }) => status), tried]).toEqual([['rejected', 'rejected'], 1]);
  await expect(onceADigest(under, 1, failing)).rejects.toThrow('no 2');
  expect(await onceADigest(under, 1, () => Promise.resolve({ well: true }))).toEqual({ well: true });
});
