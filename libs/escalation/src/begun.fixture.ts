import type { Agency } from '@gatehouse/sharing';
import { eventually } from '@gatehouse/testing';
import { trail } from './escalation.fixture.ts';
import type { Escalation } from './escalation.ts';

/** Lets an item's clock begin: other suites' open transactions may hold the reader back for a while. */
export const begun = (agency: Agency, escalation: Escalation, itemId: string): Promise<void> =>
  eventually(async () => {
    await escalation.follower.runOnce();
    if ((await trail(agency, itemId)).length === 0) throw new Error('the clock has not begun');
  });
