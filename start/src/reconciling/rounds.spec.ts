// Whether whoever keeps the lanes does so: nothing of it is said before it was seen.
import type { BusAdministration, Step } from '@gatehouse/event-bus';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Rounds } from './rounds.ts';

const BUNDLE = { issuedAt: '2026-11-22T09:00:00.000Z', maxAgeSeconds: 900 };
const WIDER: Step = {
  step: 'wider-right',
  right: { principal: 'stranger', may: 'read', on: 'topic', name: '*', begins: false, denied: false, host: '*' },
};
let clock: HeldClock;
let rounds: Rounds;
let broker: () => Promise<void>;

beforeEach(() => {
  jest.useFakeTimers();
  clock = new HeldClock('2026-11-22T09:00:10.000Z');
  rounds = new Rounds(clock);
  broker = async () => undefined;
});
afterEach(() => void jest.useRealTimers());

const later = (ms: number): void => {
  clock.advance(ms);
  jest.advanceTimersByTime(ms);
};
const says = async () => {
  const checks = rounds.checks({ answers: () => broker() } as BusAdministration);
  const said = Object.entries(checks).map(async ([name, check]) => [name, await check()] as const);
  return Object.fromEntries(await Promise.all(said));
};
const value = (name: string) => rounds.samples().find((sample) => sample.name === name)?.value;

describe('whoever keeps the lanes', () => {
  it('is not ready before a bundle was followed and a look at the whole bus has ended', async () => {
    expect(await says()).toMatchObject({ bundle: false, look: false });
    rounds.ended(BUNDLE, []);
    expect(await says()).toEqual({ bus: true, bundle: true, look: true, lanes: true });
  });

  it('is not ready while the broker does not answer now, whatever it did before', async () => {
    rounds.ended(BUNDLE, []);
    broker = () => Promise.reject(new Error('away'));
    await expect(says()).rejects.toThrow('away');
  });

  it('says for how long no look has ended, and has people told once, until one ends', async () => {
    rounds.ended(BUNDLE, []);
    later(59_000);
    expect([await says(), rounds.lateSince()]).toEqual([expect.objectContaining({ look: true }), null]);
    later(2_000);
    expect(await says()).toMatchObject({ look: { degraded: { endedSecondsAgo: 61 } } });
    expect([rounds.lateSince(), rounds.lateSince()]).toEqual([61, null]);
    expect(value('gatehouse_lanes_look_age_seconds')).toBe(61);
    rounds.ended(BUNDLE, []);
    expect(await says()).toMatchObject({ look: true });
    later(61_000);
    expect(rounds.lateSince()).toBe(61);
  });

  it('says that the bundle it follows is too old, and why it follows none', async () => {
    later(900_000);
    rounds.ended(BUNDLE, []);
    expect([await says(), rounds.isStale()]).toEqual([
      expect.objectContaining({ bundle: { degraded: { ageSeconds: 910 } } }),
      true,
    ]);
    expect(value('gatehouse_lanes_bundle_age_seconds')).toBe(910);
    rounds.refused('bundle-not-verified');
    expect(await says()).toMatchObject({ bundle: { refused: 'bundle-not-verified' } });
    rounds.ended({ ...BUNDLE, issuedAt: clock.now().toISOString() }, []);
    expect([await says(), rounds.isStale()]).toEqual([expect.objectContaining({ bundle: true }), false]);
  });

  it('says what at the bus waits for a person, by kind, and how often somebody changed it', async () => {
    rounds.ended(BUNDLE, [WIDER, WIDER, { step: 'delete-topic', topic: 't', undelivered: 0 }]);
    expect(await says()).toMatchObject({ lanes: { degraded: { leftToDo: 3 } } });
    const left = rounds.samples().filter(({ name }) => name === 'gatehouse_lanes_left_to_do');
    expect(left.map(({ labels, value: count }) => [labels, count])).toEqual([
      [{ step: 'wider-right' }, 2],
      [{ step: 'delete-topic' }, 1],
    ]);
    rounds.drifted();
    expect(value('gatehouse_lanes_drifts_total')).toBe(1);
  });
});
