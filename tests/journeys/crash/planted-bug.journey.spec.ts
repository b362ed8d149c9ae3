// The checker proves that it can fail: a relay that marks the outbox before the broker acknowledged loses what a kill
// catches in between.
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bringToItsEnd } from './driver.ts';
import { ONCE, type Ledgers } from './effects.ts';
import type { GatehouseProcess } from './gatehouse-process.ts';
import { cleared, killedAt, prepared, WITHIN } from './killed.ts';

describe('a relay that marks too early', () => {
  let process: GatehouseProcess;
  let ledgers: Ledgers;

  beforeAll(async () => {
    ({ process, ledgers } = await prepared());
  });
  afterAll(() => cleared(process, ledgers));

  it('loses an alert, and the count says so', async () => {
    const mark = 'marked too early';
    const bug = { GATEHOUSE_PLANTED_BUG: 'relay-marks-before-acknowledgement' };
    expect(await killedAt(process, ledgers, 'relay.before-publish', [mark], bug)).toBe('SIGKILL');
    await ledgers.sendNothingAgain();
    // The next alert takes the same path to its end, so the broken one had its chance.
    await process.start(['--empty']);
    await bringToItsEnd(process, ledgers, 'the one after it');
    await eventually(
      async () => expect(await ledgers.effectsOf('the one after it')).toMatchObject({ received: 1, acknowledged: 1 }),
      WITHIN,
    );
    const effects = await ledgers.effectsOf(mark);
    expect(effects).toMatchObject({ raised: 1, decided: 3, auditSent: 1, received: 0 });
    expect(effects).not.toEqual(ONCE);
  });
});
