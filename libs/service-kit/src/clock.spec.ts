import { describe, expect, it } from '@jest/globals';
import { HeldClock, systemClock } from './clock.ts';

describe('a held clock', () => {
  it('stands still until it is moved', () => {
    const clock = new HeldClock('2026-03-01T09:00:00Z');
    clock.advance(1_500);
    expect(clock.now().toISOString()).toBe('2026-03-01T09:00:01.500Z');
    clock.set('2026-01-01T00:00:00+05:00');
    expect(clock.now().toISOString()).toBe('2025-12-31T19:00:00.000Z');
  });

  it('is not moved by a caller who changes the Date it gave', () => {
    const clock = new HeldClock('2026-03-01T09:00:00Z');
    clock.now().setFullYear(1999);
    expect(clock.now().toISOString()).toBe('2026-03-01T09:00:00.000Z');
  });

  it('refuses what is no instant', () => {
    expect(() => new HeldClock('tomorrow')).toThrow(RangeError);
  });
});

it('the system clock goes on', () => {
  expect(systemClock.now().getTime()).toBeGreaterThan(Date.parse('2025-01-01T00:00:00Z'));
});
