// A week offline: 1,050 late messages reach the police in every order a test can think of, and each board shows the right revision.
import { openSealed, publicKeys, sealFor } from '@gatehouse/crypto';
import type { BusMessage } from '@gatehouse/event-bus';
import type { Envelope } from '@gatehouse/sharing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toForeignFacts } from '../../services/police-liaison/src/sharing.ts';
import { arrivalOf, differences, type Arrived } from './arrival.ts';
import type { Standing } from './act.ts';
import { BEGINS, ENDS, inventedWeek } from './invented-week.ts';
import { OfflinePrison } from './offline-prison.ts';
import { interleaved, repeated, shuffled } from './orders.ts';

const ITEM = 'gatehouse-item+jws';
const MINUTES = 60_000;
/** Printed with the test's name; another one by the environment. */
const SEED = Number(process.env['GATEHOUSE_SEED'] ?? 20_261_123);
const { acts, standings } = inventedWeek();

describe(`a week offline (seed ${SEED})`, () => {
  let prison: OfflinePrison;
  let sent: BusMessage[];
  let envelopes: Envelope[];
  let asSent: Arrived;
  /** every tenth item with what was said about it: for what need not be asked of all */
  let some: BusMessage[];
  let whole: Arrived;

  beforeAll(async () => {
    prison = await OfflinePrison.make();
    await prison.works(acts);
    sent = await prison.sends(acts.length);
    envelopes = await Promise.all(sent.map(opened));
    const tenth = new Set(standings.filter((_, i) => i % 10 === 0).map(({ itemId }) => itemId));
    some = sent.filter((_, i) => tenth.has(itemOf(envelopes[i]!)));
    asSent = await arrivalOf(prison, sent, { lanes: 1 });
    whole = await arrivalOf(prison, some, { lanes: 1 });
  }, 10 * MINUTES);
  afterAll(() => prison.close());

  const opened = async ({ value }: BusMessage): Promise<Envelope> => {
    const { keys } = prison;
    return (await openSealed(value, keys.police, () => publicKeys(keys.prison), ITEM)).payload as Envelope;
  };
  const itemOf = ({ about, itemId }: Envelope): string => about?.itemId ?? itemId;

  it('sends what is IMMEDIATE first, and everything once', () => {
    expect(new Set(envelopes.map(({ messageId }) => messageId)).size).toBe(1_050);
    const immediate = envelopes.filter(({ priority }) => priority === 'IMMEDIATE').length;
    expect(immediate).toBeGreaterThan(100);
    expect(envelopes.slice(0, immediate).every(({ priority }) => priority === 'IMMEDIATE')).toBe(true);
  });

  it('tells the police when each thing happened, was written down and was published', () => {
    const said = new Map(envelopes.map((envelope) => [envelope.itemId, envelope]));
    const wrong = standings.filter(({ itemId, occurredAt, recordedAt }) => {
      const envelope = asSent.board.get(itemId)?.envelope;
      const published = Date.parse(envelope?.publishedAt ?? '');
      const inTime = published >= Date.parse(recordedAt) && published >= BEGINS && published <= ENDS;
      const same = envelope?.occurredAt === occurredAt && envelope.recordedAt === recordedAt;
      return !(inTime && same && envelope.publishedAt === said.get(itemId)?.publishedAt);
    });
    expect(wrong).toEqual([]);
  });

  it('leaves each item at the police as it stands in the end', () => {
    expect(standings.filter((standing) => !holds(asSent, standing))).toEqual([]);
    expect(asSent.board.size).toBe(acts.length);
    expect(asSent.receipts).toHaveLength(acts.length);
    expect([asSent.waiting, asSent.parked]).toEqual([0, 0]);
  });

  it.each<[string, (messages: BusMessage[]) => BusMessage[]]>([
    ['reversed', (messages) => messages.toReversed()],
    ['with every key in turn, the last first', (messages) => interleaved(messages.toReversed(), ({ key }) => key)],
    [`at random by seed ${SEED}, each twice`, (messages) => repeated(messages, 2, SEED)],
  ])(
    'stands the same when it comes %s',
    async (_name, inOrder) => expect(differences(asSent, await arrivalOf(prison, inOrder(sent)))).toEqual([]),
    5 * MINUTES,
  );

  it.each([1, 2, 3, 4].map((n) => SEED + n))(
    'stands the same when a tenth of it comes at random by seed %i',
    async (seed) => {
      expect(differences(whole, await arrivalOf(prison, shuffled(some, seed)))).toEqual([]);
    },
    2 * MINUTES,
  );

  it(
    'settles at the prison, in whatever order the receipts come back and however often',
    async () => {
      const settled = await prison.takesBack(shuffled([...asSent.sealedReceipts, ...asSent.sealedReceipts], SEED));
      expect(settled).toEqual({
        unreceipted: 0,
        entered: acts.length,
        delivered: [...asSent.board.keys()].sort(),
        cleared: standings
          .filter(({ cleared }) => cleared)
          .map(({ itemId }) => itemId)
          .sort(),
      });
    },
    5 * MINUTES,
  );

  describe('is seen to stand wrong', () => {
    it(
      'when one message is dropped',
      async () => {
        const [dropped, ...rest] = shuffled(some, SEED);
        const { messageId } = await opened(dropped!);
        const found = differences(whole, await arrivalOf(prison, rest));
        expect(found.some((difference) => difference.includes(messageId))).toBe(true);
      },
      2 * MINUTES,
    );

    it(
      'when what is said about an item counts as it comes',
      async () => {
        const reversed = await Promise.all(some.toReversed().map(unordered));
        let arrived = 0;
        const naive = await arrivalOf(prison, reversed, {
          lanes: 1,
          toForeignFacts: (envelope, provenance) =>
            toForeignFacts({ ...envelope, order: { ...envelope.order, sequence: (arrived += 1) } }, provenance),
        });
        const grades = (of: Arrived) =>
          standings.filter((standing) => of.board.has(standing.itemId) && !holds(of, standing));
        expect(grades(whole)).toEqual([]);
        expect(grades(naive).length).toBeGreaterThan(0);
      },
      2 * MINUTES,
    );
  });

  /** The same message from a sender who says nothing of its order. */
  const unordered = async (message: BusMessage): Promise<BusMessage> => {
    const { keys } = prison;
    const envelope = await opened(message);
    const order = { ...envelope.order, predecessor: null };
    return { ...message, value: await sealFor({ ...envelope, order }, keys.prison, publicKeys(keys.police), ITEM) };
  };
});

/** Whether the police's board shows an item as it has to stand. */
const holds = ({ board }: Arrived, standing: Standing): boolean => {
  const row = board.get(standing.itemId);
  if (!row) return false;
  const { payload, markers, reviewBy } = row.envelope;
  const grades = (payload.paragraphs ?? []).map(({ grade }) => grade.source + grade.information);
  return (
    JSON.stringify([grades, markers, reviewBy, row.withdrawn, row.cleared_at !== null]) ===
    JSON.stringify([standing.grades, standing.findings, standing.reviewBy, standing.withdrawn, standing.cleared])
  );
};
