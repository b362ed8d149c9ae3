import { openSealed, publicKeys } from '@gatehouse/crypto';
import type { BusMessage } from '@gatehouse/event-bus';
import { eventually } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ENVELOPE_TYPE, type Envelope } from '../envelope.ts';
import type { ToProduct } from '../to-product.ts';
import { POLICE, SUBJECT, toProduct, twoAgencies, type TwoAgencies } from '../two-agencies.fixture.ts';
import { replay, type Replay, type ReplayCounts } from './replay.ts';

let two: TwoAgencies;
beforeEach(async () => {
  two = await twoAgencies();
  await two.bundle();
});
afterEach(() => two.close());

const ALL = new Date('2026-01-01T00:00:00Z');
const counts = (sent: number, withheld = 0, underWay = 0): ReplayCounts => ({
  sent,
  withheld,
  'under-way': underWay,
});
/** Another suite's transaction may keep the ledger's last entry back for a while: then this many are not seen yet. */
const replayed = async (seen: number, change: Partial<Replay> = {}, as: ToProduct = toProduct) =>
  eventually(async () => {
    const { rows } = await two.prison.agency.pool.query<{ n: number }>(
      `select count(*)::int as n from store.events where type = 'DisclosureDecided'
       and transaction_id < pg_snapshot_xmin(pg_current_snapshot())`,
    );
    expect(rows[0]?.n).toBe(seen);
    return replay(two.prison.agency, as, { recipient: POLICE, since: ALL, ...change });
  });
const opened = async ({ value }: BusMessage): Promise<Envelope> =>
  (await openSealed(value, two.keys.police, () => publicKeys(two.keys.prison), ENVELOPE_TYPE)).payload as Envelope;
const received = () => two.police.count('store.events', "type = 'Received'");
/** As after receipts that came before the police lost their data. */
const receipted = () => two.prison.agency.pool.query('delete from bus.outbox');
const waiting = () => two.prison.count('bus.outbox');
const events = async () => (await two.prison.audit()).map(({ event }) => event);
const decided = (count: number) =>
  eventually(async () => {
    await two.outgoing.runOnce();
    expect(await two.prison.count('store.events', "type = 'DisclosureDecided'")).toBe(count);
  });

describe('a replay to one recipient', () => {
  it('sends what he lost under its own id, in its order, with what it said', async () => {
    const first = await two.released();
    const second = await two.released();
    await receipted();
    two.clock.advance(60_000);
    expect(await replayed(2)).toEqual(counts(2));
    const messages = await two.prison.relay(2);
    expect(await Promise.all(messages.map(opened))).toEqual([first.envelope, second.envelope]);
    for (const message of messages) await two.incoming.receive(message);
    expect(await received()).toBe(2);
    expect(await events()).toEqual(['disclosed', 'disclosed', 'replayed', 'replayed']);
    expect((await two.prison.audit()).at(-1)).toMatchObject({ fields: ['alertId', 'nature', 'type'] });
  });

  it('is dropped where it is there already, and receipted again, so that the outbox lets it go', async () => {
    const { message } = await two.released();
    await two.incoming.receive(message);
    for (const receipt of await two.police.relay()) await two.receipts.receive(receipt);
    expect(await waiting()).toBe(0);
    two.clock.advance(60_000);
    expect(await replayed(1)).toEqual(counts(1));
    const [again] = await two.prison.relay();
    await two.incoming.receive(again!);
    for (const receipt of await two.police.relay()) await two.receipts.receive(receipt);
    expect([await received(), await waiting()]).toEqual([1, 0]);
    expect(await two.prison.count('store.events', "type = 'DisclosureDelivered'")).toBe(1);
  });

  it('sends nothing that today may not leave, and records it', async () => {
    await two.released();
    await receipted();
    await two.bundle({ state: 'SUSPENDED', suspension: { by: 'working group', freezePriorCopies: false } });
    expect(await replayed(1)).toEqual(counts(0, 1));
    expect(await waiting()).toBe(0);
    expect((await two.prison.audit()).at(-1)).toMatchObject({
      event: 'replay-withheld',
      reason: 'MOU_SUSPENDED',
      fields: [],
    });
  });

  it('sends no field and names no person that the first decision left out, whatever today would allow', async () => {
    await two.released();
    await receipted();
    const more: ToProduct = (event) => {
      const outgoing = toProduct(event);
      if (!outgoing) return null;
      const { item, subjects } = outgoing;
      return {
        ...outgoing,
        subjects: [...subjects, { ref: 'somebody-else', category: 'SUSPECT', cases: ['KZ-2026-114'] }],
        item: {
          ...item,
          subjects: [...item.subjects, { ref: 'somebody-else', role: 'OTHER' }],
          payload: { ...(item.payload as object), validUntil: '2026-12-31T00:00:00Z' },
        },
      };
    };
    expect(await replayed(1, {}, more)).toEqual(counts(1));
    const envelope = await opened((await two.prison.relay())[0]!);
    expect(Object.keys(envelope.payload as object).toSorted()).toEqual(['alertId', 'nature', 'type']);
    expect(envelope.subjects).toHaveLength(1);
    expect(JSON.stringify(envelope)).not.toMatch(/somebody-else|CANARY-source|subject-of-custody/);
  });

  it('leaves out what was withdrawn, and lets what follows it wait for nothing that will not come', async () => {
    const { envelope } = await two.released();
    const id = randomUUID();
    await two.raise({}, randomUUID(), {
      item: {
        id,
        caseRef: null,
        priority: 'PRIORITY',
        handling: { code: 'P', conditions: [] },
        markers: [],
        subjects: [{ ref: SUBJECT, role: 'MAIN' }],
        reviewBy: null,
        destroyBy: null,
        product: 'prison-intelligence.withdrawal.v1',
        payload: { withdrawalId: id, itemId: envelope.itemId, ground: 'DISPROVED', required: 'ERASE' },
      },
      about: { itemId: envelope.itemId, kind: 'withdrawal', ackWithin: 'PT72H' },
    });
    await decided(2);
    await receipted();
    expect(await replayed(2)).toEqual(counts(1, 1));
    const messages = await two.prison.relay();
    expect(messages).toHaveLength(1);
    expect(await opened(messages[0]!)).toMatchObject({
      about: { itemId: envelope.itemId, kind: 'withdrawal' },
      order: { sequence: 2, predecessor: null },
    });
    expect((await two.prison.audit()).filter(({ event }) => event === 'replay-withheld')).toHaveLength(1);
  });

  it('goes no further back than its instant, and to nobody else', async () => {
    await two.released();
    await receipted();
    expect(await replayed(1, { since: new Date(two.clock.now().getTime() + 1) })).toEqual(counts(0));
    expect(await replayed(1, { recipient: 'kz-probation' })).toEqual(counts(0));
    expect(await waiting()).toBe(0);
  });

  it('given twice at once sends each message once: whoever comes second finds it on its way', async () => {
    const items = 4;
    for (let n = 0; n < items; n += 1) await two.released();
    await receipted();
    // Until all of them can be seen: then they begin in the same instant, and again and again meet the same message.
    expect(await replayed(items, { recipient: 'kz-probation' })).toEqual(counts(0));
    const asked = { recipient: POLICE, since: ALL };
    const all = await Promise.all([1, 2, 3, 4].map(() => replay(two.prison.agency, toProduct, asked)));
    const sum = (outcome: keyof ReplayCounts): number => all.reduce((total, one) => total + one[outcome], 0);
    expect([sum('sent'), sum('under-way'), sum('withheld'), await waiting()]).toEqual([items, 3 * items, 0, items]);
    expect((await events()).filter((event) => event === 'replayed')).toHaveLength(items);
  });

  it('that was stopped is given again: what is still on its way is left alone', async () => {
    await two.released();
    await two.released();
    await receipted();
    const stop = new AbortController();
    expect(await replayed(2, { signal: stop.signal, onProgress: () => stop.abort() })).toEqual(counts(1));
    expect(await replayed(2)).toEqual(counts(1, 0, 1));
    expect(await waiting()).toBe(2);
  });
});
