// Order never rests on the broker (ruling 8): what comes before its predecessor waits for it, sealed as it came, and nobody else.
import { generatePartyKeys, publicKeys, sealFor } from '@gatehouse/crypto';
import type { BusMessage } from '@gatehouse/event-bus';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Asked } from './question.ts';
import { ENVELOPE_TYPE, type Envelope } from './envelope.ts';
import { listParked, settleParked } from './parked/parked-messages.ts';
import { PRISON, twoAgencies, type TwoAgencies } from './two-agencies.fixture.ts';

const KEY = 'one order key';

let two: TwoAgencies;
let first: Envelope;
let topic: string;

beforeEach(async () => {
  two = await twoAgencies();
  await two.bundle();
  const released = await two.released();
  topic = released.message.topic;
  first = { ...released.envelope, order: { key: KEY, sequence: 1, predecessor: null } };
});
afterEach(() => two.close());

const next = (before: Envelope, change: Partial<Envelope> = {}): Envelope => ({
  ...before,
  messageId: randomUUID(),
  itemId: randomUUID(),
  order: { key: KEY, sequence: before.order.sequence + 1, predecessor: before.messageId },
  ...change,
});
const sealed = async (envelope: Envelope): Promise<BusMessage> => ({
  topic,
  key: KEY,
  value: await sealFor(envelope, two.keys.prison, publicKeys(two.keys.police), ENVELOPE_TYPE),
  headers: { 'message-id': envelope.messageId },
});
const receive = async (envelope: Envelope): Promise<void> => two.incoming.receive(await sealed(envelope));
/** Not accepted, whatever is done: more than the agreement names. */
const poison = (of: Envelope): Envelope => ({ ...of, payload: { alertId: 'x', sourceNote: 'CANARY' } });

/** Items in the order in which their effect came. */
const received = async (): Promise<string[]> => {
  const { rows } = await two.police.agency.pool.query<{ id: string }>(
    `select data ->> 'itemId' as id from store.events where type = 'Received' order by transaction_id, sequence`,
  );
  return rows.map(({ id }) => id);
};
const waiting = () => two.police.count('sharing.waiting');
/** Goes on until nothing is left that may. */
const goOn = async (): Promise<void> => {
  while ((await two.incoming.goOn()) > 0);
};

describe('a message that comes before its predecessor', () => {
  it.each([
    ['in its order', [0, 1, 2]],
    ['the last first', [2, 1, 0]],
    ['the middle last', [0, 2, 1]],
    ['the first last', [1, 2, 0]],
  ])('has its effect after it, %s', async (_what, order) => {
    const second = next(first);
    const chain = [first, second, next(second)];
    for (const place of order) await receive(chain[place]!);
    await goOn();
    expect(await received()).toEqual(chain.map(({ itemId }) => itemId));
    expect(await waiting()).toBe(0);
  });

  it('waits without a receipt and without a trace of its content, however often it comes', async () => {
    const second = next(first);
    for (const _time of [1, 2, 3]) await receive(second);
    await goOn();
    expect([await received(), await waiting(), await two.police.count('bus.outbox')]).toEqual([[], 1, 0]);
    const { rows } = await two.police.agency.pool.query<{ text: string }>(
      'select message::text as text from sharing.waiting',
    );
    expect(rows[0]?.text).not.toContain('CANARY');
  });

  it('does not wait when it is IMMEDIATE, and is there once when its turn would have come', async () => {
    const urgent = next(first, { priority: 'IMMEDIATE' });
    await receive(urgent);
    expect(await received()).toEqual([urgent.itemId]);
    await receive(first);
    await goOn();
    expect(await received()).toEqual([urgent.itemId, first.itemId]);
  });

  it('waits for what an IMMEDIATE one before it did not wait for', async () => {
    const second = next(first, { priority: 'IMMEDIATE' });
    const third = next(second, { priority: 'IMMEDIATE' });
    const fourth = next(third, { priority: 'ROUTINE' });
    for (const envelope of [third, fourth, second]) await receive(envelope);
    await goOn();
    expect(await received()).toEqual([third, second].map(({ itemId }) => itemId));
    await receive(first);
    await goOn();
    expect((await received()).slice(2)).toEqual([first, fourth].map(({ itemId }) => itemId));
  });

  it('goes on where its sender names two messages as each other’s predecessors', async () => {
    const one = next(first, { priority: 'IMMEDIATE' });
    const other = next(one, { priority: 'IMMEDIATE' });
    await receive({ ...one, order: { ...one.order, predecessor: other.messageId } });
    await receive(other);
    const last = next(other, { priority: 'ROUTINE' });
    await receive(last);
    await goOn();
    expect(await received()).toEqual([one, other, last].map(({ itemId }) => itemId));
  });

  it('stops nobody of another order key', async () => {
    await receive(next(first));
    const other = next(first, { order: { key: 'another', sequence: 1, predecessor: null } });
    await receive(other);
    expect(await received()).toEqual([other.itemId]);
  });

  it('goes on when the carrier wrote what it liked into the headers', async () => {
    const second = next(first);
    const message = await sealed(second);
    await two.incoming.receive({ ...message, headers: { ...message.headers, 'x-odd': 'a\0b', traceparent: '\0' } });
    await receive(first);
    await goOn();
    expect(await received()).toEqual([first.itemId, second.itemId]);
  });
});

describe('a message that cannot be accepted', () => {
  const asked = (): Asked => ({
    caller: { agency: two.police.agency.party, person: 'po-manager', unit: 'desk', roles: ['duty-manager'] },
    purpose: 'SAFE_CUSTODY',
    caseRef: null,
    correlationId: randomUUID(),
  });
  const parked = () => listParked(two.police.agency.pool, 10);
  const at = () => two.clock.now().toISOString();
  const command = async (type: 'RetryParkedMessage' | 'DismissParkedMessage', parkedId?: string) => {
    const id = parkedId ?? (await parked())[0]!.parkedId;
    const own = { parkedId: id, by: 'po-manager', at: at() };
    return settleParked(
      two.police.agency,
      asked(),
      type === 'RetryParkedMessage' ? { type, data: own } : { type, data: { ...own, reason: 'told by telephone' } },
    );
  };

  it('holds back what follows in its order key, and is listed with how much that is', async () => {
    await receive(poison(first));
    await receive(next(first));
    await goOn();
    expect(await received()).toEqual([]);
    expect(await parked()).toMatchObject([
      { code: 'beyond-agreement', sender: first.originator, trying: false, waitingBehind: 1 },
    ]);
  });

  it('does not hold back an IMMEDIATE item, nor a notice by law', async () => {
    await receive(poison(first));
    const urgent = next(first, { priority: 'IMMEDIATE' });
    const byLaw = next(first, { basis: { ...first.basis, kind: 'STATUTE' } });
    await receive(urgent);
    await receive(byLaw);
    expect(await received()).toEqual([urgent.itemId, byLaw.itemId]);
  });

  it('lets a notice by law go on that came before it', async () => {
    const byLaw = next(first, { basis: { ...first.basis, kind: 'STATUTE' } });
    await receive(byLaw);
    expect(await waiting()).toBe(1);
    await receive(poison(first));
    await goOn();
    expect(await received()).toEqual([byLaw.itemId]);
  });

  it('is tried again when somebody asks for it, and stays with the reason of now', async () => {
    await receive(poison(first));
    expect((await command('RetryParkedMessage')).outcome).toBe('accepted');
    expect((await parked())[0]?.trying).toBe(true);
    await goOn();
    expect(await parked()).toMatchObject([{ code: 'beyond-agreement', trying: false }]);
  });

  it('is accepted once it can be, and what waited goes on after it', async () => {
    const second = next(first);
    // The sender changed its keys, and this recipient has not heard of it yet.
    await two.bundle({}, undefined, await generatePartyKeys(PRISON));
    await receive(first);
    await two.bundle();
    await receive(second);
    expect(await parked()).toMatchObject([{ code: 'unknown-signer', waitingBehind: 1 }]);
    await command('RetryParkedMessage');
    await goOn();
    expect(await received()).toEqual([first.itemId, second.itemId]);
    expect([await parked(), await waiting()]).toEqual([[], 0]);
  });

  it('dismissed with a reason lets go what waits behind it, and is not listed again when it is sent again', async () => {
    const second = next(first);
    const message = await sealed(poison(first));
    await two.incoming.receive(message);
    await receive(second);
    await command('DismissParkedMessage');
    await goOn();
    await two.incoming.receive(message);
    expect([await received(), await parked()]).toEqual([[second.itemId], []]);
    expect((await two.police.audit()).map(({ event }) => event)).toContain('command-accepted');
  });

  it('is settled once: neither tried nor dismissed again, and unknown when it never was', async () => {
    await receive(poison(first));
    const parkedId = (await parked())[0]!.parkedId;
    await command('DismissParkedMessage', parkedId);
    expect(await command('RetryParkedMessage', parkedId)).toMatchObject({ refusal: 'parked-message-settled' });
    expect(await command('DismissParkedMessage', randomUUID())).toMatchObject({ refusal: 'parked-message-unknown' });
  });
});

describe('a message that has come', () => {
  it('is receipted again to a sender who asks again, and not to a bus that repeats itself', async () => {
    await receive(first);
    await receive(first);
    expect(await two.police.count('bus.outbox')).toBe(1);
    two.clock.advance(30_000);
    await receive(first);
    expect(await two.police.count('bus.outbox')).toBe(2);
    expect(await received()).toEqual([first.itemId]);
  });
});
