// What a preview shows is what publishing does, and publishing on a preview that no longer holds is refused.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { confirmPreview, previewShare } from './preview.ts';
import { outgoingOf, POLICE, PRISON, twoAgencies, type TwoAgencies } from './two-agencies.fixture.ts';

let two: TwoAgencies;
beforeAll(async () => {
  two = await twoAgencies(['kz-prison-instruction-7']);
});
afterAll(() => two.close());
beforeEach(() => two.bundle());

const preview = (outgoing = outgoingOf(randomUUID())) => previewShare(two.prison.agency, outgoing);

describe('a preview', () => {
  it('shows each recipient field by field what it would see, and what stays', async () => {
    const { recipients } = await preview();
    const police = recipients.find(({ party }) => party === POLICE);
    expect(police).toMatchObject({ own: false, reachable: true, effect: 'PERMIT_REDACTED', reason: 'CONTRACT_MATCH' });
    expect(police?.content).toMatchObject({ nature: 'CANARY-nature' });
    expect(police?.withheld).toEqual(['sourceNote']);
    expect(police?.roles).toEqual(['police-liaison']);
  });

  it("shows each post of the party's own people that an instruction names, for a purpose of its own", async () => {
    const { recipients } = await preview();
    const own = recipients.filter(({ party }) => party === PRISON);
    expect(own.map(({ roles }) => roles)).toEqual([['governor'], ['security-manager']]);
    for (const post of own)
      expect(post).toMatchObject({
        own: true,
        reachable: true,
        reason: 'CONTRACT_MATCH',
        agreements: ['kz-prison-instruction-7@1'],
      });
  });

  it('says who cannot be reached', async () => {
    await two.bundle({}, [PRISON]);
    const { recipients } = await preview();
    expect(recipients.find(({ party }) => party === POLICE)).toMatchObject({
      reachable: false,
      effect: 'PERMIT_REDACTED',
    });
  });

  it('releases nothing and leaves no trace in the ledger', async () => {
    await preview();
    expect([await two.prison.count('bus.outbox'), await two.prison.count('store.events')]).toEqual([0, 0]);
  });
});

describe('confirming a preview', () => {
  it('holds while the outcome is the same, whatever id the item gets', async () => {
    const { token } = await preview();
    await two.bundle();
    expect((await confirmPreview(two.prison.agency, outgoingOf(randomUUID()), token)).outcome).toBe('confirmed');
  });

  it('fails when a word of the item has changed', async () => {
    const { token } = await preview();
    const other = outgoingOf(randomUUID(), { payload: { type: 'RECRUITMENT_ACTIVITY', nature: 'another' } });
    expect((await confirmPreview(two.prison.agency, other, token)).outcome).toBe('preview-outdated');
  });

  it('fails when the agreement has changed, and shows what would happen now', async () => {
    const { token } = await preview();
    await two.bundle({ state: 'SUSPENDED' });
    const { outcome, now } = await confirmPreview(two.prison.agency, outgoingOf(randomUUID()), token);
    expect(outcome).toBe('preview-outdated');
    expect(now.recipients.find(({ party }) => party === POLICE)).toMatchObject({
      effect: 'DENY',
      reason: 'MOU_SUSPENDED',
    });
  });

  it('does not take a token nobody gave', async () => {
    expect((await confirmPreview(two.prison.agency, outgoingOf(randomUUID()), 'forged')).outcome).toBe(
      'preview-unknown',
    );
  });
});
