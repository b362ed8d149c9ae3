// What a suspension means for what is already disclosed: decided again by itself, and read by whoever answers for it.
import { eventually } from '@gatehouse/testing';
import { expect, it } from '@jest/globals';
import type { HeldTime } from './held-time.ts';

const STANDING = '/prison-intelligence/v1/standing-decisions';
const POLICE = 'kz-police';

/** A test: the agreement is suspended, and the police hold one alert under it. */
export const itIsDecidedAgainForWhoeverHoldsSomething = (time: () => HeldTime, instrument: string): void =>
  it('has what the police hold decided again, and tells whoever answers for it', async () => {
    const ask = (who: string, what = '') =>
      time()
        .as(who)
        .ask({ purpose: 'INTEGRITY', path: `${STANDING}${what}` });
    await eventually(
      async () => {
        const { body } = await ask('prison-duty-manager');
        expect((body['runs'] as object[])[0]).toMatchObject({ state: 'complete', instruments: [instrument] });
        expect(body['owed']).toEqual([{ recipient: POLICE, owed: 'keep', disclosures: 1 }]);
      },
      { timeoutMs: 60_000 },
    );
    const { body, headers } = await ask('prison-data-protection', `/changed?recipient=${POLICE}`);
    expect(body).toMatchObject({
      items: [{ recipient: POLICE, answer: 'ended', reason: 'MOU_SUSPENDED', owed: 'keep' }],
      next: null,
    });
    expect(Object.keys((body['items'] as object[])[0]!).toSorted()).toEqual(
      ['answer', 'bundleVersion', 'fields', 'itemId', 'owed', 'product', 'reason', 'recipient', 'since'].toSorted(),
    );
    expect(headers.get('gatehouse-audit-promise')?.split('.')).toHaveLength(3);
    expect((await ask('analyst')).status).toBe(403);
    expect((await ask('police-duty-manager')).status).toBe(403);
    expect((await ask('prison-duty-manager', '/changed?recipient=kz-probation')).body).toEqual({
      items: [],
      next: null,
    });
  });
