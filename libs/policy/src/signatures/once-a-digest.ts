// Work that depends on nothing but what it is given is done once for the same: a bundle comes each minute, and what its parties signed
// changes a few times a year.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const AT_HAND = 200;
const done = new WeakMap<object, LRUCache<string, Promise<object>>>();

/**
 * @param under lives as long as what was done; nothing done under another object is taken
 * @param given everything the work depends on beside it, as JSON
 */
export const onceADigest = async <T extends object>(
  under: object,
  given: unknown,
  work: () => Promise<T>,
): Promise<T> => {
  const known = done.get(under) ?? new LRUCache<string, Promise<object>>({ max: AT_HAND });
  done.set(under, known);
  const digest = createHash('sha256').update(JSON.stringify(given)).digest('base64url');
  const before = known.get(digest);
  if (before) return (await before) as T;
  const doing = work();
  known.set(digest, doing);
  // What failed is tried again: only an answer is kept.
  doing.catch(() => known.delete(digest));
  return doing;
};
