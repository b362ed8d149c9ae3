import { describe, expect, it } from '@jest/globals';
import { Progress } from './progress.ts';

describe('a consumer', () => {
  let ms = 0;
  const progress = () => new Progress(20_000, () => ms);

  it('is stalled when nothing came of it for too long', () => {
    const own = progress();
    ms += 19_999;
    expect(own.isStalled(false)).toBe(false);
    ms += 1;
    expect(own.isStalled(false)).toBe(true);
  });

  it('is not while it fetches, nor while a handle keeps it busy', () => {
    const own = progress();
    ms += 20_000;
    expect(own.isStalled(true)).toBe(false);
    own.made();
    expect(own.isStalled(false)).toBe(false);
  });
});
