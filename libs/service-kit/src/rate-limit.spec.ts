import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RateLimiter } from './rate-limit.ts';

const limiter = (perSecond: number, burst: number, mostKeys?: number) => {
  const clock = { ms: 0 };
  const limited = new RateLimiter({ perSecond, burst }, mostKeys, () => clock.ms);
  return { clock, limited, take: (key = 'a') => limited.take(key).allowed };
};

describe('a rate limit', () => {
  it('lets a burst pass, then one at a time, and says when', () => {
    const { clock, limited, take } = limiter(2, 3);
    expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
    expect(limited.take('a')).toEqual({ allowed: false, retryAfterSeconds: 1 });
    clock.ms += 500;
    expect([take(), take()]).toEqual([true, false]);
    clock.ms += 60_000;
    expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
  });

  it('counts each key by itself', () => {
    const { take } = limiter(1, 1);
    expect([take('a'), take('a'), take('b')]).toEqual([true, false, true]);
  });

  it('never lets more pass in any stretch of time than burst and rate allow, and never fewer to the patient', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 200 }), (pauses) => {
        const { clock, take } = limiter(10, 5);
        let passed = 0;
        for (const pause of pauses) {
          clock.ms += pause;
          passed += take() ? 1 : 0;
        }
        expect(passed).toBeLessThanOrEqual(5 + Math.floor(clock.ms / 100));
        clock.ms += 100;
        expect(take()).toBe(true);
      }),
    ));

  it('remembers so many keys and no more, those that asked last', () => {
    const { limited, take } = limiter(1, 1, 100);
    for (let i = 0; i < 10_000; i += 1) take(String(i));
    expect(limited.size).toBe(100);
    expect([take('9999'), take('0')]).toEqual([false, true]);
  });
});
