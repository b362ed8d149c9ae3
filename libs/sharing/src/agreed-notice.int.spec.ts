// What clauses 15 and 16 say of the instrument an item was got under: how long its holder may take, and what follows.
import { openSealed, publicKeys } from '@gatehouse/crypto';
import { eventually } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { agreedGrounds } from './agreed-notice.ts';
import { ENVELOPE_TYPE, type Envelope } from './envelope.ts';
import { ledgerStream } from './ledger.ts';
import type { Outgoing } from './to-product.ts';
import { instrument, POLICE, SUBJECT, twoAgencies, type TwoAgencies } from './two-agencies.fixture.ts';

const HOUR_MS = 3_600_000;
const CORRECTION = 'acknowledgeWithin: PT72H\n      whileOpen: hold-new-items';
const GROUNDS =
  'grounds: [ACQUITTAL, DISPROVED, UNLAWFUL, SOURCE_RISK, MOU_ENDED, ERROR]\n      acknowledgeWithin: PT72H';
const corrected = (within: string, whileOpen = 'hold-new-items') =>
  [CORRECTION, `acknowledgeWithin: ${within}\n      whileOpen: ${whileOpen}`] as const;

let two: TwoAgencies;
beforeEach(async () => {
  two = await twoAgencies();
});
afterEach(() => two.close());

/** The memorandum between the two, with pieces of its text replaced, in force. */
const agreed = (...changes: (readonly [string, string])[]) =>
  two.bundle({ compiled: instrument('kz-prisons-police', changes) });

const notice = (kind: 'correction' | 'withdrawal', about: string): Partial<Outgoing> => {
  const id = randomUUID();
  const base = { id, caseRef: null, priority: 'PRIORITY', handling: { code: 'P', conditions: [] }, markers: [] };
  const people = { subjects: [{ ref: SUBJECT, role: 'MAIN' as const }], reviewBy: null, destroyBy: null };
  const said = { itemId: about, reason: 'disproved', derivedItems: [], ackWithin: 'PT72H' };
  const payload =
    kind === 'correction'
      ? { ...said, correctionId: id, what: 'GRADE', effect: 'REPLACE' }
      : { ...said, withdrawalId: id, ground: 'DISPROVED', required: 'ERASE' };
  return {
    item: { ...base, ...people, product: `prison-intelligence.${kind}.v1`, payload },
    about: { itemId: about, kind, ackWithin: 'PT72H' },
  };
};

const decidedUntil = (condition: () => Promise<void>) =>
  eventually(async () => {
    await two.outgoing.runOnce();
    await condition();
  });

/** Sends an item and a notice about it: what the holder is told of its period, what the ledger keeps, and when it is overdue. */
const told = async (kind: 'correction' | 'withdrawal') => {
  const { envelope } = await two.released();
  const said = notice(kind, envelope.itemId);
  await two.raise({}, randomUUID(), said);
  await decidedUntil(async () => expect(await two.prison.count('sharing.open_correction')).toBe(1));
  const [message] = (await two.prison.relay()).slice(-1);
  const { payload } = await openSealed(
    message!.value,
    two.keys.police,
    () => publicKeys(two.keys.prison),
    ENVELOPE_TYPE,
  );
  const { rows } = await two.prison.agency.pool.query<{ due_at: Date; within: string }>(
    `select due_at, (select data ->> 'dueWithin' from store.events where stream_id = $1) as within from sharing.open_correction`,
    [ledgerStream(said.item?.id ?? '', POLICE)],
  );
  const hours = ((rows[0]?.due_at.getTime() ?? 0) - two.clock.now().getTime()) / HOUR_MS;
  return { told: ((payload as Envelope).payload as { ackWithin: string }).ackWithin, within: rows[0]?.within, hours };
};

const heldAfter = async (hours: number): Promise<number> => {
  two.clock.advance(hours * HOUR_MS);
  await agreed(...last);
  const decided = await two.prison.count('store.events', "type = 'DisclosureDecided'");
  await two.raise();
  await decidedUntil(async () =>
    expect(await two.prison.count('store.events', "type = 'DisclosureDecided'")).toBe(decided + 1),
  );
  return two.prison.count('sharing.held', "reason = 'OPEN_CORRECTION'");
};
let last: (readonly [string, string])[] = [];
const inForce = async (...changes: (readonly [string, string])[]) => {
  last = changes;
  await agreed(...changes);
};

describe('clause 15', () => {
  it('makes a correction overdue after its own period, which then holds new items', async () => {
    await inForce(corrected('PT24H'));
    expect(await told('correction')).toEqual({ told: 'PT24H', within: 'PT24H', hours: 24 });
    expect(await heldAfter(23)).toBe(0);
    expect(await heldAfter(2)).toBe(1);
  });

  it('that only reminds holds nothing', async () => {
    await inForce(corrected('PT24H', 'remind'));
    await told('correction');
    expect(await heldAfter(100)).toBe(0);
  });

  it('gives no more time than the law by which the correction goes', async () => {
    await inForce(corrected('P2W'));
    expect(await told('correction')).toEqual({ told: 'PT72H', within: 'PT72H', hours: 72 });
  });

  it('says nothing of a withdrawal, and clause 16 nothing of a correction', async () => {
    await inForce(corrected('PT24H', 'remind'), [GROUNDS, GROUNDS.replace('PT72H', 'PT12H')]);
    expect(await told('withdrawal')).toEqual({ told: 'PT12H', within: 'PT12H', hours: 12 });
    expect(await heldAfter(13)).toBe(1);
  });
});

describe('clause 16', () => {
  it('limits the grounds on which an item is taken back to those of whoever holds it', async () => {
    await inForce([GROUNDS, GROUNDS.replace(', SOURCE_RISK, MOU_ENDED', '')]);
    const { envelope } = await two.released();
    expect(await agreedGrounds(two.prison.agency, envelope.itemId)).toEqual([
      'ACQUITTAL',
      'DISPROVED',
      'UNLAWFUL',
      'ERROR',
    ]);
  });

  it('limits nothing that nobody holds', async () => {
    await inForce();
    expect(await agreedGrounds(two.prison.agency, randomUUID())).toBeNull();
  });
});
