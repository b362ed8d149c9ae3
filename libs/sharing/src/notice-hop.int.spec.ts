// Corrections and withdrawals: whoever holds an item is told, nobody else is, and nothing waits in between.
import { openSealed, publicKeys } from '@gatehouse/crypto';
import { inTransaction } from '@gatehouse/event-store';
import { eventually } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ENVELOPE_TYPE, type Envelope } from './envelope.ts';
import { closeCorrection, holdersOf } from './holders.ts';
import type { Outgoing } from './to-product.ts';
import { POLICE, SUBJECT, twoAgencies, type TwoAgencies } from './two-agencies.fixture.ts';

let two: TwoAgencies;
beforeEach(async () => {
  two = await twoAgencies();
});
afterEach(() => two.close());

const notice = (kind: 'correction' | 'withdrawal', about: string, derivedItems: string[] = []): Partial<Outgoing> => {
  const id = randomUUID();
  const base = { id, caseRef: null, priority: 'PRIORITY', handling: { code: 'P', conditions: [] }, markers: [] };
  const people = { subjects: [{ ref: SUBJECT, role: 'MAIN' as const }], reviewBy: null, destroyBy: null };
  const payload =
    kind === 'correction'
      ? { correctionId: id, itemId: about, what: 'GRADE', effect: 'REPLACE', reason: 'disproved', derivedItems }
      : { withdrawalId: id, itemId: about, ground: 'DISPROVED', required: 'ERASE', derivedItems };
  return {
    item: { ...base, ...people, product: `prison-intelligence.${kind}.v1`, payload },
    about: { itemId: about, kind, ackWithin: 'PT72H' },
  };
};

const enveloped = async (value: string): Promise<Envelope> =>
  (await openSealed(value, two.keys.police, () => publicKeys(two.keys.prison), ENVELOPE_TYPE)).payload as Envelope;

const decidedUntil = (condition: () => Promise<void>) =>
  eventually(async () => {
    await two.outgoing.runOnce();
    await condition();
  });

describe('a correction', () => {
  it('goes to whoever holds the item, behind it in order, and names only what he holds', async () => {
    await two.bundle();
    const { envelope } = await two.released();
    const [other] = [randomUUID()];
    await two.raise({}, randomUUID(), notice('correction', envelope.itemId, [envelope.itemId, other!]));
    await decidedUntil(async () => expect(await two.prison.count('bus.outbox')).toBe(2));
    const [message] = (await two.prison.relay()).slice(-1);
    const correction = await enveloped(message!.value);
    expect(correction.about).toEqual({ itemId: envelope.itemId, kind: 'correction' });
    expect(correction.payload).toMatchObject({ effect: 'REPLACE', derivedItems: [envelope.itemId] });
    expect(correction.order).toMatchObject({ sequence: 2, predecessor: envelope.messageId });
    const cited = { agreement: 'kz-corrections@1', instrument: 'Law on personal data in criminal justice (sample)' };
    expect(correction.basis).toEqual({
      kind: 'STATUTE',
      agreements: ['kz-corrections@1'],
      law: [{ ...cited, article: '16' }],
    });
  });

  it('goes to nobody when nobody holds the item', async () => {
    await two.bundle();
    await two.raise({}, randomUUID(), notice('correction', randomUUID()));
    await decidedUntil(async () =>
      expect(await two.prison.count('store.events', "type = 'Raised'")).toBe(
        await two.prison.count('sharing.outgoing_position'),
      ),
    );
    expect([await two.prison.count('bus.outbox'), await two.prison.count('sharing.held')]).toEqual([0, 0]);
  });

  it('reaches a holder although the agreement is suspended: it goes by statute', async () => {
    await two.bundle();
    const { envelope } = await two.released();
    await two.bundle({ state: 'SUSPENDED' });
    await two.raise({}, randomUUID(), notice('correction', envelope.itemId));
    await decidedUntil(async () => expect(await two.prison.count('bus.outbox')).toBe(2));
  });

  it('that is overdue holds new items of that product back, but none that are immediate, until it is acknowledged', async () => {
    await two.bundle();
    const { envelope } = await two.released();
    await two.raise({}, randomUUID(), notice('correction', envelope.itemId));
    await decidedUntil(async () => expect(await two.prison.count('sharing.open_correction')).toBe(1));
    two.clock.advance(73 * 3_600_000);
    await two.bundle();
    await two.raise();
    await two.raise({ priority: 'IMMEDIATE' });
    await decidedUntil(async () => expect(await two.prison.count('bus.outbox')).toBe(3));
    expect(await two.prison.count('sharing.held', "reason = 'OPEN_CORRECTION'")).toBe(1);
  });
});

describe('an acknowledged correction', () => {
  const keptBack = async (itemIds: string[]): Promise<string> => {
    await two.bundle();
    const { envelope } = await two.released();
    const correction = notice('correction', envelope.itemId);
    await two.raise({}, randomUUID(), correction);
    await decidedUntil(async () => expect(await two.prison.count('sharing.open_correction')).toBe(1));
    two.clock.advance(73 * 3_600_000);
    await two.bundle();
    for (const itemId of itemIds) await two.raise({}, itemId);
    await decidedUntil(async () => expect(await two.prison.count('sharing.held')).toBe(itemIds.length));
    return correction.item?.id ?? '';
  };
  const acknowledge = (noticeId: string) =>
    inTransaction(two.prison.agency.pool, (client) => closeCorrection(client, POLICE, noticeId));

  it('lets go what it kept back, in the order in which it was kept, each once, without a newer bundle', async () => {
    const itemIds: string[] = Array.from({ length: 5 }, () => randomUUID());
    await acknowledge(await keptBack(itemIds));
    await decidedUntil(async () => expect(await two.prison.count('sharing.held')).toBe(0));
    await two.outgoing.runOnce();
    // Beside the correction, and the item it is about, sent again since no receipt came.
    const sent = await Promise.all((await two.prison.relay(7)).map(({ value }) => enveloped(value)));
    expect(sent.map(({ itemId }) => itemId).filter((id) => itemIds.includes(id))).toEqual(itemIds);
  });

  it('is followed by what was said meanwhile about the items it kept back', async () => {
    const [itemId] = [randomUUID()];
    const noticeId = await keptBack([itemId!]);
    await two.raise({}, randomUUID(), notice('correction', itemId!));
    await decidedUntil(async () => expect(await two.prison.count('sharing.held', "reason = 'ITEM_HELD'")).toBe(1));
    await acknowledge(noticeId);
    await decidedUntil(async () => expect(await two.prison.count('sharing.held')).toBe(0));
    // With the first correction, and the item that one is about, sent again.
    const sent = await Promise.all((await two.prison.relay(4)).map(({ value }) => enveloped(value)));
    const item = sent.find((one) => one.itemId === itemId);
    const correction = sent.find(({ about }) => about?.itemId === itemId);
    expect(correction?.order).toMatchObject({ sequence: 2, predecessor: item?.messageId });
  });
});

describe('a withdrawal', () => {
  it('takes what is still held for somebody out of the way', async () => {
    await two.bundle({ state: 'SUSPENDED' });
    const itemId = randomUUID();
    await two.raise({}, itemId);
    await decidedUntil(async () => expect(await two.prison.count('sharing.held')).toBe(1));
    await two.raise({}, randomUUID(), notice('withdrawal', itemId));
    await decidedUntil(async () => expect(await two.prison.count('sharing.held')).toBe(0));
    await two.bundle();
    await two.outgoing.runOnce();
    expect(await two.prison.count('bus.outbox')).toBe(0);
    expect(await holdersOf(two.prison.agency.pool, itemId)).not.toContain(POLICE);
  });
});

it('a person who is masked from a recipient is nowhere in what it gets', async () => {
  await two.bundle();
  const juvenile = {
    ref: 'subject-two',
    category: 'SUSPECT',
    cases: ['KZ-2026-114'],
    juvenile: { age: 17, atConduct: true },
  };
  const adult = { ref: SUBJECT, category: 'SUSPECT', cases: ['KZ-2026-114'] };
  const paragraph = (n: number, text: string, names: string[]) => ({ n, text, factual: true, names });
  await two.raise(
    {
      product: 'prison-intelligence.intelligence-report.v1',
      subjects: [
        { ref: SUBJECT, role: 'MAIN' },
        { ref: 'subject-two', role: 'OTHER' },
      ],
      payload: {
        reportUrn: 'IR-1',
        subjects: [
          { ref: SUBJECT, name: 'Daniyar Omarov (invented)', role: 'MAIN' },
          { ref: 'subject-two', name: 'Yerlan Tastanov (invented)', role: 'OTHER' },
        ],
        paragraphs: [
          paragraph(1, 'Tastanov stood beside him.', [SUBJECT, 'subject-two']),
          paragraph(2, 'He asked about visiting hours.', [SUBJECT]),
        ],
      },
    },
    randomUUID(),
    { subjects: [adult, juvenile] },
  );
  await decidedUntil(async () => expect(await two.prison.count('bus.outbox')).toBe(1));
  const [message] = await two.prison.relay();
  const envelope = await enveloped(message!.value);
  expect(envelope.subjects).toHaveLength(1);
  expect(JSON.stringify(envelope)).not.toMatch(/Tastanov|juvenile|subject-two/);
  expect(envelope.mentions).toEqual([{ path: 'paragraphs[0]', refs: [envelope.subjects[0]?.ref] }]);
  expect(envelope.recipient).toBe(POLICE);
});
