/**
 * What starts with its database waits for it: one that is restarting, or busy with what a killed process left, is back in a moment,
 * and a start that failed for that would only have to be repeated by somebody.
 */
import { RetryableFault } from '@gatehouse/service-kit/faults';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Runs work again while the database cannot be reached or is busy. The work must bear running again.
 * @param forMs milliseconds after which the last fault stands; default a minute
 * @throws what the work threw, when that does not pass by itself or the time is over
 */
export const patiently = async <T>(work: () => Promise<T>, { forMs = 60_000 } = {}): Promise<T> => {
  const end = performance.now() + forMs;
  for (;;) {
    try {
      return await work();
    } catch (fault) {
      if (!(fault instanceof RetryableFault) || performance.now() >= end) throw fault;
      await pause(Math.min(500, forMs / 4));
    }
  }
};
