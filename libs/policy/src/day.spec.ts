import { expect, it } from '@jest/globals';
import { dayIn, instant, within } from './day.ts';
import { PolicyFault } from './rule-set.ts';

it('takes nothing for an instant that is none, and says what it was', () => {
  expect(() => instant('some day')).toThrow(new PolicyFault('some day is no instant'));
  expect(instant('1970-01-01T00:00:01Z')).toBe(1_000);
});

it('gives the day of the zone, whatever was asked before', () => {
  const asked: [string, string][] = [
    ['2026-11-23T18:59:59.999Z', 'Asia/Almaty'],
    ['2026-11-23T19:00:00Z', 'Asia/Almaty'],
    ['2026-11-23T19:00:30Z', 'UTC'],
    ['2026-11-23T19:00:30Z', 'Asia/Almaty'],
    ['2026-11-23T18:59:00Z', 'Asia/Almaty'],
  ];
  const days = asked.map(([at, zone]) => dayIn(at, zone));
  expect(days).toEqual(['2026-11-23', '2026-11-24', '2026-11-23', '2026-11-24', '2026-11-23']);
});

it('an interval includes its first instant and not its last', () => {
  const [from, until] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'];
  expect([from, '2026-01-01T23:59:59.999Z', until].map((at) => within(at, from, until))).toEqual([true, true, false]);
  expect(within('2025-12-31T23:59:59.999Z', from, null)).toBe(false);
  expect(within('2999-01-01T00:00:00Z', from, null)).toBe(true);
});
