import { describe, expect, it } from '@jest/globals';
import { ConcurrencyConflict, RetryableFault } from '@gatehouse/service-kit/faults';
import { InGroups } from './in-groups.ts';

/** Groups as they began; each goes on when the test lets it. Jobs are named by their key and a number: a1. */
const watched = (outcome: (job: string, group: string[]) => string = (job) => `did ${job}`, groups = 1, most = 64) => {
  const begun: string[][] = [];
  const held: (() => void)[] = [];
  const inGroups = new InGroups<string, string>({
    groups,
    most,
    keyOf: (job) => job[0]!,
    together: async (jobs) => {
      begun.push(jobs);
      await new Promise<void>((resolve) => held.push(resolve));
      return Promise.allSettled(jobs.map(async (job) => outcome(job, jobs)));
    },
  });
  const goOn = async (): Promise<void> => {
    held.shift()?.();
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  return { begun, goOn, run: (...jobs: string[]) => Promise.allSettled(jobs.map((job) => inGroups.run(job))) };
};

const valuesOf = (results: PromiseSettledResult<string>[]): string[] =>
  results.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as Error).message));

describe('work in groups', () => {
  it('begins at once with whoever comes first, and takes the others together', async () => {
    const { begun, goOn, run } = watched();
    const all = run('a1', 'b1', 'c1', 'd1');
    expect(begun).toEqual([['a1']]);
    await goOn();
    expect(begun).toEqual([['a1'], ['b1', 'c1', 'd1']]);
    await goOn();
    expect(valuesOf(await all)).toEqual(['did a1', 'did b1', 'did c1', 'did d1']);
  });

  it('never has one key in two groups at once, and keeps its order within a group', async () => {
    const { begun, goOn, run } = watched(undefined, 2);
    const all = run('a1', 'a2', 'b1', 'a3');
    expect(begun).toEqual([['a1'], ['b1']]);
    await goOn();
    expect(begun[2]).toEqual(['a2', 'a3']);
    await goOn();
    await goOn();
    await all;
  });

  it('takes no more in one group than it may', async () => {
    const { begun, goOn, run } = watched(undefined, 1, 2);
    const all = run('a1', 'b1', 'c1', 'd1');
    for (const _ of [1, 2, 3]) await goOn();
    await all;
    expect(begun).toEqual([['a1'], ['b1', 'c1'], ['d1']]);
  });

  it('tells each caller of his own fault alone', async () => {
    const { goOn, run } = watched((job) => {
      if (job === 'b1') throw new Error('b1 is wrong');
      return job;
    });
    const all = run('a1', 'b1', 'c1');
    await goOn();
    await goOn();
    expect(valuesOf(await all)).toEqual(['a1', 'b1 is wrong', 'c1']);
  });
});

describe('a group that fails as a whole', () => {
  const failing = (fault: Error) => {
    const begun: string[][] = [];
    const inGroups = new InGroups<string, string>({
      groups: 1,
      keyOf: (job) => job,
      together: async (jobs) => {
        begun.push(jobs);
        await Promise.resolve();
        if (jobs.includes('bad')) throw fault;
        return jobs.map((value) => ({ status: 'fulfilled', value }));
      },
    });
    return { begun, all: Promise.allSettled(['first', 'good', 'bad', 'better'].map((job) => inGroups.run(job))) };
  };

  it('is done again one by one, so that nobody fails for a neighbour', async () => {
    const { begun, all } = failing(new ConcurrencyConflict('somebody else was first'));
    expect(valuesOf(await all)).toEqual(['first', 'good', 'somebody else was first', 'better']);
    expect(begun).toEqual([['first'], ['good', 'bad', 'better'], ['good'], ['bad'], ['better']]);
  });

  it('is not done again while the database is away', async () => {
    const { begun, all } = failing(new RetryableFault('the database cannot be reached'));
    expect(valuesOf(await all)).toEqual([
      'first',
      ...Array.from({ length: 3 }, () => 'the database cannot be reached'),
    ]);
    expect(begun).toHaveLength(2);
  });
});
