// What a preview shows is what publishing does, and publishing on a preview that no longer holds is refused.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { confirmPreview, previewShare, type Looking } from './preview.ts';
import { outgoingOf, POLICE, PRISON, twoAgencies, type TwoAgencies } from './two-agencies.fixture.ts';

let two: TwoAgencies;
beforeAll(async () => {
  two = await twoAgencies(['kz-prison-instruction-7']);
});
afterAll(() => two.close());
beforeEach(() => two.bundle());

const LOOKING: Looking = { person: 'pi-aigerim', act: 'RaiseIntelligenceAlert', on: null, said: {} };
const preview = (outgoing = outgoingOf(randomUUID())) => previewShare(two.prison.agency, outgoing, LOOKING);

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
    expect((await confirmPreview(two.prison.agency, outgoingOf(randomUUID()), LOOKING, token)).outcome).toBe(
      'confirmed',
    );
  });

  it('fails when a word of the item has changed', async () => {
    const { token } = await preview();
    const other = outgoingOf(randomUUID(), { payload: { type: 'RECRUITMENT_ACTIVITY', nature: 'another' } });
    expect((await confirmPreview(two.prison.agency, other, LOOKING, token)).outcome).toBe('preview-outdated');
  });

  it('fails when the agreement has changed, and shows what would happen now', async () => {
    const { token } = await preview();
    await two.bundle({ state: 'SUSPENDED' });
    const { outcome, now } = await confirmPreview(two.prison.agency, outgoingOf(randomUUID()), LOOKING, token);
    expect(outcome).toBe('preview-outdated');
    expect(now.recipients.find(({ party }) => party === POLICE)).toMatchObject({
      effect: 'DENY',
      reason: 'MOU_SUSPENDED',
    });
  });

  it.each<[string, Partial<Looking>]>([
    ['another person', { person: 'pi-bolat' }],
    ['another act', { act: 'RenewIntelligenceAlert' }],
    ['the same act on something else', { on: 'alert-2' }],
    ['other words', { said: { reason: 'another' } }],
  ])('does not hold for %s', async (_whom, change) => {
    const { token } = await preview();
    const looking = { ...LOOKING, ...change };
    const { outcome } = await confirmPreview(two.prison.agency, outgoingOf(randomUUID()), looking, token);
    expect(outcome).toBe('preview-unknown');
  });

  it('does not take a token nobody gave', async () => {
    expect((await confirmPreview(two.prison.agency, outgoingOf(randomUUID()), LOOKING, 'forged')).outcome).toBe(
      'preview-unknown',
    );
  });
});
