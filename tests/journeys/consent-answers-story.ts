// Answers to a request for consent that arrive and count for nothing.
import { append, inTransaction, readStream } from '@gatehouse/event-store';
import type { HttpAnswer } from '@gatehouse/start';
import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { HeldTime } from './held-time.ts';

interface Given {
  time: HeldTime;
  itemId: string;
  /** asks for a use and waits until the request stands at the originator. Gives its id. */
  asked: (wanted: object) => Promise<string>;
  answer: (requestId: string, kind: string, body: object) => Promise<HttpAnswer>;
  use: (wanted: object) => Promise<HttpAnswer>;
  stands: (requestId: string, state: string) => Promise<unknown>;
}

const TO_CUSTOMS = { use: 'PASS_ON', recipient: 'kz-customs' };

/** Tests, on a Gatehouse whose police hold an item under NO_ONWARD. */
export const answersThatDoNotCount = (given: () => Given): void =>
  describe('an answer that does not count', () => {
    /** Written as it would arrive: what the bus lets through, the item's own history still has to weigh. */
    const arrives = async (change: Record<string, unknown>): Promise<void> => {
      const { time, itemId } = given();
      const said = {
        itemId,
        answerId: randomUUID(),
        originator: 'kz-prison-service',
        verdict: 'GRANTED',
        conditions: [],
      };
      const when = { validUntil: time.inHours(24), answeredAt: time.clock.now().toISOString() };
      const event = { type: 'ConsentAnswered', data: { ...said, ...when, ...change } };
      const stream = `received-item-${itemId}`;
      await inTransaction(time.gatehouse.agencies['police-liaison'].pool, async (client) => {
        const { length } = await readStream(client, stream);
        await append(client, stream, length, [event], {
          metadata: { correlationId: randomUUID() },
          recordedAt: time.clock.now(),
        });
      });
    };

    it('is one of another agency, to another request, without an end, or too late', async () => {
      const { time, asked, answer, use, stands } = given();
      const requestId = await asked(TO_CUSTOMS);
      await arrives({ requestId, originator: 'kz-probation' });
      await arrives({ requestId: randomUUID() });
      await arrives({ requestId, validUntil: null });
      await arrives({ requestId, answeredAt: time.inHours(73) });
      expect((await use(TO_CUSTOMS)).body['status']).toBe('waiting');
      expect((await answer(requestId, 'refusal', {})).body['status']).toBe('refused');
      await stands(requestId, 'refused');
      const refused = await use(TO_CUSTOMS);
      expect([refused.status, refused.body['reason']]).toEqual([403, 'ORIGINATOR_CONTROL']);
    });
  });
