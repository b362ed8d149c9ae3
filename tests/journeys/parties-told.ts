// What the keeper of the instruments tells the parties comes on its own time: whoever counts rows waits until all of it is there.
import { eventually } from '@gatehouse/testing';
import { expect } from '@jest/globals';
import { asked } from './asked-of.ts';

const OPEN = `
  select (select count(*) from registry.instrument where changes + acts > told)::integer as untold,
    (select count(*) from bus.outbox where received_at is null)::integer as unreceived,
    (select count(*) from registry.told)::integer as told`;

const PATIENCE = { timeoutMs: 60_000 };

/** Waits until each party has received what was to be told of the instruments it is party to, and has let go of its receipts. */
export const partiesTold = ({ namespace }: { namespace: string }): Promise<void> =>
  eventually(async () => {
    const [open] = await asked<{ untold: number; unreceived: number; told: number }>(`${namespace}_policy`, OPEN);
    expect(open).toEqual({ untold: 0, unreceived: 0, told: expect.any(Number) });
    expect(open?.told).toBeGreaterThan(0);
    for (const party of ['police_liaison', 'prison_intelligence'])
      expect(await asked(`${namespace}_${party}`, 'select from bus.outbox')).toEqual([]);
  }, PATIENCE);
