import { describe, expect, it } from '@jest/globals';
import { isOfServer, plannedFaults, sampledFaults, STRUCK } from './plan.ts';
import { seeded, seedFrom } from './seeded.ts';

describe('the faults of a run', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(plannedFaults(seeded(7), 30, 3)).toEqual(plannedFaults(seeded(7), 30, 3));
    expect(plannedFaults(seeded(7), 30, 3)).not.toEqual(plannedFaults(seeded(8), 30, 3));
  });

  it.each([1, 2, 3, 4, 5])('kill every process and are as many as promised (seed %d)', (seed) => {
    const faults = plannedFaults(seeded(seed), 30, 3);
    const killed = new Set(faults.filter(({ what }) => what === 'kill').map(({ whom }) => whom));
    expect([...STRUCK, 'postgres', 'kafka'].filter((name) => !killed.has(name as never))).toEqual([]);
    expect([faults.filter(isOfServer).length, faults.filter((fault) => !isOfServer(fault)).length]).toEqual([3, 30]);
    const stops = faults.flatMap((fault) => (fault.what === 'stop' ? [fault.forMs] : []));
    expect(stops.every((ms) => ms >= 5_000 && ms <= 15_000)).toBe(true);
  });

  it('of a quick run are one of each kind', () =>
    expect(
      sampledFaults(seeded(3))
        .map(({ what, whom }) => `${what} ${isOfServer({ what, whom } as never) ? whom : 'service'}`)
        .sort(),
    ).toEqual(['kill kafka', 'kill postgres', 'kill service', 'stop service']));

  it('can be named by the environment', () => {
    expect(seedFrom({ PROVE_SEED: '42' })).toBe(42);
    expect(() => seedFrom({ PROVE_SEED: 'x' })).toThrow("PROVE_SEED is no whole number: 'x'");
  });
});
