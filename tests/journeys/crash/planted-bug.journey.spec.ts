// The checker proves that it can fail: a relay that marks the outbox before the broker acknowledged loses what a kill
// catches in between.
import { eventually } from '@gatehouse/testing';
import { expect, it } from '@jest/globals';
import { bringToItsEnd } from './driver.ts';
import { ONCE } from './effects.ts';
import { cleared, killedAt, prepared, WITHIN } from './killed.ts';

it('a relay that marks too early loses an alert, and the count says so', async () => {
  const { process, ledgers } = await prepared();
  try {
    const mark = 'marked too early';
    const bug = { GATEHOUSE_PLANTED_BUG: 'relay-marks-before-acknowledgement' };
    expect(await killedAt(process, ledgers, 'relay.before-publish', [mark], bug)).toBe('SIGKILL');
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
  } finally {
    await cleared(process, ledgers);
  }
});
