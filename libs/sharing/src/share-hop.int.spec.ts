import { openSealed, publicKeys } from '@gatehouse/crypto';
import { eventually } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ENVELOPE_TYPE, type Envelope } from './envelope.ts';
import { PRISON, SUBJECT, twoAgencies, type TwoAgencies } from './two-agencies.fixture.ts';

let two: TwoAgencies;
beforeEach(async () => {
  two = await twoAgencies();
});
afterEach(() => two.close());

/** Runs until this many disclosures were decided: the horizon of another database's transaction may hold an event back. */
const decided = (count: number) =>
  eventually(async () => {
    await two.outgoing.runOnce();
    expect(await two.prison.count('store.events', "type = 'DisclosureDecided'")).toBe(count);
  });

describe('an event that becomes a product', () => {
  it('is decided once for its recipient: ledger, outbox and audit together', async () => {
    await two.bundle();
    await two.raise();
    await decided(1);
    await two.outgoing.runOnce();
    expect(await two.prison.count('store.events', "type = 'DisclosureDecided'")).toBe(1);
    expect(await two.prison.count('bus.outbox')).toBe(1);
    expect(await two.prison.audit()).toEqual([
      expect.objectContaining({ event: 'disclosed', reason: 'CONTRACT_MATCH', fields: ['alertId', 'nature', 'type'] }),
    ]);
  });

  it('leaves with the agreed fields alone, readable by its recipient alone, under pseudonyms', async () => {
    await two.bundle();
    await two.raise();
    await decided(1);
    const [message] = await two.prison.relay();
    expect(JSON.stringify(message)).not.toMatch(/CANARY|subject-of-custody/);
    const opened = await openSealed(
      message?.value ?? '',
      two.keys.police,
      () => publicKeys(two.keys.prison),
      ENVELOPE_TYPE,
    );
    const envelope = opened.payload as Envelope;
    expect(Object.keys(envelope.payload as object).sort()).toEqual(['alertId', 'nature', 'type']);
    expect(JSON.stringify(envelope)).not.toContain('CANARY-source');
    expect(JSON.stringify(envelope)).not.toContain(SUBJECT);
    await expect(
      openSealed(message?.value ?? '', two.keys.prison, () => publicKeys(two.keys.prison), ENVELOPE_TYPE),
    ).rejects.toThrow();
  });

  it("carries its order key's own count and what came before it", async () => {
    await two.bundle();
    const id = '0f6a4d0e-8f0f-4a43-9d6b-1f3a8d1b2c10';
    await two.raise({}, id);
    await decided(1);
    await two.raise({ id }, 'another-stream-of-the-same-item');
    await decided(2);
    const messages = await two.prison.relay(2);
    const orders = await Promise.all(
      messages.map(async ({ value }) => {
        const { payload } = await openSealed(value, two.keys.police, () => publicKeys(two.keys.prison), ENVELOPE_TYPE);
        return payload as Envelope;
      }),
    );
    expect(orders.map(({ order }) => order.sequence)).toEqual([1, 2]);
    expect(orders.map(({ order }) => order.predecessor)).toEqual([null, orders[0]?.messageId]);
  });

  it('is decided once by two processes at work side by side, also when it was held', async () => {
    await two.bundle({ state: 'SUSPENDED', suspension: { by: 'working group', freezePriorCopies: false } });
    const sideBySide = () => Promise.all([two.outgoing.runOnce(), two.secondOutgoing.runOnce()]);
    for (let n = 0; n < 5; n += 1) await two.raise();
    await eventually(async () => {
      await sideBySide();
      expect(await two.prison.count('store.events', "type = 'DisclosureDecided'")).toBeGreaterThanOrEqual(5);
    });
    const counts = () => Promise.all(['sharing.held', 'bus.outbox'].map((table) => two.prison.count(table)));
    expect((await two.prison.audit()).map(({ event }) => event)).toEqual(Array(5).fill('withheld'));
    expect(await counts()).toEqual([5, 0]);
    await two.bundle();
    await eventually(async () => {
      await sideBySide();
      expect(await counts()).toEqual([0, 5]);
    });
    expect(await two.prison.count('store.events', "type = 'DisclosureDecided'")).toBe(10);
  });

  it('waits, and loses nothing, before the first bundle', async () => {
    await two.raise();
    await eventually(() => expect(two.outgoing.runOnce()).rejects.toThrow('no verified bundle'));
    await two.bundle();
    await decided(1);
  });
});

describe('an item that may not leave now', () => {
  it('is held under a suspended agreement, quietly while that stands, and goes out once when it is reinstated', async () => {
    await two.bundle({ state: 'SUSPENDED', suspension: { by: 'working group', freezePriorCopies: false } });
    await two.raise();
    await decided(1);
    expect(await two.prison.audit()).toEqual([expect.objectContaining({ event: 'withheld', reason: 'MOU_SUSPENDED' })]);
    expect([await two.prison.count('sharing.held'), await two.prison.count('bus.outbox')]).toEqual([1, 0]);

    await two.bundle({ state: 'SUSPENDED', suspension: { by: 'working group', freezePriorCopies: false } });
    await two.outgoing.runOnce();
    expect(await two.prison.count('audit.record')).toBe(1);

    await two.bundle();
    await two.outgoing.runOnce();
    expect((await two.prison.audit()).map(({ event }) => event)).toEqual(['withheld', 'disclosed']);
    expect([await two.prison.count('sharing.held'), await two.prison.count('bus.outbox')]).toEqual([0, 1]);
  });

  it('is held under an agreement that its parties did not sign, by its name, and goes out when they have', async () => {
    const unsigned = two.texts.map((text) => ({ ...text, signatures: text.signatures.slice(1) }));
    await two.bundle({ texts: unsigned });
    await two.raise();
    await decided(1);
    expect(await two.prison.audit()).toEqual([
      expect.objectContaining({ event: 'withheld', reason: 'BUNDLE_UNVERIFIED' }),
    ]);
    expect([await two.prison.count('sharing.held'), await two.prison.count('bus.outbox')]).toEqual([1, 0]);
    expect(two.prison.alarms).toEqual(expect.arrayContaining(['INSTRUMENT_UNVERIFIED', 'BUNDLE_UNVERIFIED']));
    await two.bundle();
    await two.outgoing.runOnce();
    expect([await two.prison.count('sharing.held'), await two.prison.count('bus.outbox')]).toEqual([0, 1]);
  });

  it('is held event by event: two of one item both go out, in their order', async () => {
    const suspended = { state: 'SUSPENDED', suspension: { by: 'working group', freezePriorCopies: false } };
    await two.bundle(suspended);
    const id = '1b0a2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
    await two.raise({}, id);
    await decided(1);
    await two.raise({ id }, 'a-later-event-of-the-same-item');
    await decided(2);
    expect(await two.prison.count('sharing.held')).toBe(2);
    await two.bundle();
    await two.outgoing.runOnce();
    expect([await two.prison.count('sharing.held'), await two.prison.count('bus.outbox')]).toEqual([0, 2]);
  });

  it('is held on a stale bundle, and goes out when a fresh one comes', async () => {
    await two.bundle();
    two.clock.advance(901_000);
    await two.raise();
    await decided(1);
    expect(await two.prison.audit()).toEqual([expect.objectContaining({ event: 'withheld', reason: 'BUNDLE_STALE' })]);
    await two.bundle();
    await two.outgoing.runOnce();
    expect(await two.prison.count('bus.outbox')).toBe(1);
  });

  it('goes out all the same when it is immediate: degraded, with an alarm (ruling 1)', async () => {
    await two.bundle();
    two.clock.advance(901_000);
    await two.raise({ priority: 'IMMEDIATE' });
    await decided(1);
    expect(await two.prison.count('bus.outbox')).toBe(1);
    expect(
      await two.prison.count('store.events', `type = 'DisclosureDecided' and (data ->> 'degraded')::boolean`),
    ).toBe(1);
    expect(two.prison.alarms).toEqual(['BUNDLE_STALE']);
  });
});

describe('an item that cannot be sent', () => {
  it('is held, audited, said aloud, and sent once it can be; what comes behind it is decided all the same', async () => {
    await two.bundle({}, [PRISON]);
    await two.raise();
    await two.raise();
    await eventually(async () => {
      await two.outgoing.runOnce();
      expect(await two.prison.count('sharing.held', "reason = 'recipient-without-keys'")).toBe(2);
    });
    expect((await two.prison.audit()).map(({ event, reason }) => [event, reason])).toEqual([
      ['withheld', 'recipient-without-keys'],
      ['withheld', 'recipient-without-keys'],
    ]);
    expect(two.prison.alarms).toContain('ITEM_NOT_SHARED');
    expect(await two.prison.count('bus.outbox')).toBe(0);
    await two.bundle();
    await two.outgoing.runOnce();
    expect([await two.prison.count('sharing.held'), await two.prison.count('bus.outbox')]).toEqual([0, 2]);
  });

  it('is not dropped when no flow names a recipient', async () => {
    await two.bundle();
    await two.raise({ product: 'police-liaison.item-feedback.v1' });
    await eventually(async () => {
      await two.outgoing.runOnce();
      expect(await two.prison.count('sharing.held', "recipient = '*' and reason = 'NO_CONTRACT'")).toBe(1);
    });
    expect(await two.prison.audit()).toEqual([expect.objectContaining({ event: 'withheld', reason: 'NO_CONTRACT' })]);
    expect(two.prison.alarms).toEqual(['ITEM_WITHOUT_RECIPIENT']);
  });

  it('is held when deciding about it fails', async () => {
    await two.bundle();
    await two.raise({ handling: { code: 'C', conditions: [{ code: 'DESTROY_BY', date: '2026-13-45' }] } });
    await decided(1);
    expect(await two.prison.count('sharing.held', "reason = 'DECISION_FAILED'")).toBe(1);
    expect(two.prison.alarms).toContain('DECISION_FAILED');
  });
});
