import { randomUUID } from 'node:crypto';
import { generatePartyKeys, publicKeys, sealFor } from '@gatehouse/crypto';
import type { BusMessage } from '@gatehouse/event-bus';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ENVELOPE_TYPE, RECEIPT_TYPE, type Envelope } from './envelope.ts';
import { DATA_LANE, POLICE, PRISON, RECEIPT_LANE, twoAgencies, type TwoAgencies } from './two-agencies.fixture.ts';

let two: TwoAgencies;
let message: BusMessage;
let envelope: Envelope;

beforeEach(async () => {
  two = await twoAgencies();
  await two.bundle();
  ({ message, envelope } = await two.released());
});
afterEach(() => two.close());

const received = () => two.police.count('store.events', "type = 'Received'");
const sealed = async (change: Partial<Envelope>, from = two.keys.prison): Promise<BusMessage> => ({
  ...message,
  value: await sealFor({ ...envelope, ...change }, from, publicKeys(two.keys.police), ENVELOPE_TYPE),
});

describe('a message from the bus', () => {
  it('has its effect once, however often it comes', async () => {
    for (let time = 0; time < 3; time += 1) await two.incoming.receive(message);
    expect(await received()).toBe(1);
    expect(await two.police.count('bus.outbox')).toBe(1);
    expect((await two.police.audit()).map(({ event }) => event)).toEqual(['received']);
  });

  it('played again a year later has no second effect, and its carrier is told nothing new', async () => {
    await two.incoming.receive(message);
    two.clock.set('2027-11-23T09:00:00Z');
    await two.incoming.receive(message);
    expect([await received(), await two.police.count('sharing.parked')]).toEqual([1, 0]);
    expect((await two.police.audit()).map(({ event }) => event)).toEqual(['received']);
  });

  it.each([
    { what: 'addressed to somebody else', code: 'not-for-us', make: () => sealed({ recipient: 'kz-probation' }) },
    { what: 'from somebody else than its lane', code: 'wrong-lane', make: () => sealed({ originator: POLICE }) },
    {
      what: 'about another product than its lane',
      code: 'wrong-lane',
      make: () => sealed({ product: 'custody.file.v1' }),
    },
    {
      what: 'citing another instrument than its lane',
      code: 'wrong-lane',
      make: () => sealed({ basis: { kind: 'MOU', agreements: ['other@1'] } }),
    },
    {
      what: 'signed by a stranger',
      code: 'unknown-signer',
      make: async () => sealed({}, await generatePartyKeys(PRISON)),
    },
    { what: 'no envelope', code: 'malformed', make: () => sealed({ itemId: '' }) },
    {
      what: 'holding more than the agreement names',
      code: 'beyond-agreement',
      make: () => sealed({ payload: { alertId: 'x', sourceNote: 'CANARY' } }),
    },
    { what: 'without a basis', code: 'malformed', make: () => sealed({ basis: undefined as never }) },
    { what: 'of a day that is none', code: 'malformed', make: () => sealed({ reviewBy: '2026-13-45' }) },
    { what: 'holding what no text may', code: 'malformed', make: async () => ({ ...message, value: 'a\0b' }) },
    { what: 'rubbish', code: 'malformed', make: async () => ({ ...message, value: 'rubbish' }) },
  ])('$what is parked with its reason, and the next one goes on', async ({ code, make }) => {
    const bad = await make();
    await two.incoming.receive(bad);
    await two.incoming.receive(bad);
    expect(await two.police.count('sharing.parked', `code = '${code}'`)).toBe(1);
    expect((await two.police.audit()).map(({ event, reason }) => [event, reason])).toEqual([['refused', code]]);
    expect(two.police.alarms).toContain('MESSAGE_PARKED');
    await two.incoming.receive(message);
    expect(await received()).toBe(1);
  });

  it('about an item that is here already replaces nothing', async () => {
    await two.incoming.receive(message);
    const again = { messageId: envelope.disclosureId, payload: { alertId: 'x', nature: 'another story' } };
    await two.incoming.receive(await sealed(again));
    expect(await received()).toBe(1);
    expect(await two.police.count('sharing.parked', "code = 'item-already-received'")).toBe(1);
  });

  it('on a topic without an instrument behind it is tried again, never dropped', async () => {
    await expect(two.incoming.receive({ ...message, topic: 'somewhere' })).rejects.toThrow(
      'no instrument behind this topic',
    );
    expect(await two.police.count('sharing.parked')).toBe(0);
  });
});

describe('a receipt', () => {
  const receiptBack = async (): Promise<BusMessage> => {
    await two.incoming.receive(message);
    const [receipt] = await two.police.relay();
    return receipt!;
  };

  it('enters the ledger once and lets the outbox row go', async () => {
    const receipt = await receiptBack();
    expect(receipt.topic).toBe(RECEIPT_LANE);
    expect(await two.prison.count('bus.outbox')).toBe(1);
    await two.receipts.receive(receipt);
    await two.receipts.receive(receipt);
    expect(await two.prison.count('store.events', "type = 'DisclosureDelivered'")).toBe(1);
    expect(await two.prison.count('bus.outbox')).toBe(0);
  });

  const signed = async (said: object): Promise<BusMessage> => {
    const { disclosureId, itemId, messageId } = envelope;
    const own = { receiptId: randomUUID(), disclosureId, itemId, messageId, from: POLICE, to: PRISON, by: null };
    const receipt = { ...own, kind: 'delivered', at: '2026-11-23T09:00:00Z', ...said };
    const value = await sealFor(receipt, two.keys.police, publicKeys(two.keys.prison), RECEIPT_TYPE);
    return { ...message, topic: RECEIPT_LANE, value };
  };

  it('lets its own message go and no other, whatever it names', async () => {
    const other = await two.released();
    await two.receipts.receive(await signed({ messageId: other.envelope.messageId }));
    expect(await two.prison.count('bus.outbox', `message_id = '${other.envelope.messageId}'`)).toBe(1);
    expect(await two.prison.count('bus.outbox', `message_id = '${envelope.messageId}'`)).toBe(0);
  });

  it('of a person enters by his name, and the first one stays', async () => {
    await two.receipts.receive(await signed({ kind: 'acknowledged', by: 'po-aidos' }));
    await two.receipts.receive(await signed({ kind: 'acknowledged', by: 'po-dana' }));
    const acknowledged = "type = 'DisclosureAcknowledged'";
    expect(await two.prison.count('store.events', acknowledged)).toBe(1);
    expect(await two.prison.count('store.events', `${acknowledged} and data ->> 'by' = 'po-aidos'`)).toBe(1);
  });

  it('for something that was never sent is parked', async () => {
    const id = '3d0c1c62-8c0b-4d5e-9f5e-0f6f2f3a4b5c';
    const about = { receiptId: id, messageId: id, disclosureId: id, itemId: id };
    const forged = { ...about, kind: 'delivered', from: POLICE, to: PRISON, at: '2026-11-23T09:00:00Z', by: null };
    const value = await sealFor(forged, two.keys.police, publicKeys(two.keys.prison), RECEIPT_TYPE);
    await two.receipts.receive({ ...message, topic: RECEIPT_LANE, value });
    expect(await two.prison.count('sharing.parked', "code = 'unknown-disclosure'")).toBe(1);
    expect(await two.prison.count('store.events', "type = 'DisclosureDelivered'")).toBe(0);
  });

  it('on a lane for items is no item', async () => {
    const receipt = await receiptBack();
    await two.incoming.receive({ ...receipt, topic: DATA_LANE });
    expect(await two.police.count('sharing.parked')).toBe(1);
    expect(await received()).toBe(1);
  });
});
