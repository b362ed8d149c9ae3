import { setTimeout } from 'node:timers/promises';

/**
 * Repeats `assertion` until it no longer throws and gives its answer; after `timeoutMs` (15 s) throws what it threw last. For what
 * happens on its own time: instead of sleeping and hoping.
 */
export const eventually = async <T>(
  assertion: () => T | Promise<T>,
  { timeoutMs = 15_000, everyMs = 40 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await setTimeout(everyMs);
  }
};
