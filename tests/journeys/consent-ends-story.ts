// A consent that ends while a use under it is under way: on two connections of one database.
import { append, readStream } from '@gatehouse/event-store';
import type { HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { HeldTime } from './held-time.ts';

interface Given {
  time: HeldTime;
  itemId: string;
  /** asks for a use, has it granted until an instant, and waits until that stands at the holder. Gives the request's id. */
  granted: (wanted: object, validUntil: string) => Promise<string>;
  use: (wanted: object) => Promise<HttpAnswer>;
}

const TEN_MINUTES = 1 / 6;
const STANDS_BEHIND = `select from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock' and query like '%store.streams%'`;

/** Tests, on a Gatehouse whose police hold an item under NO_ONWARD. */
export const consentThatEnds = (given: () => Given): void =>
  describe('a consent that ends between the decision and the record of a use', () => {
    const police = () => given().time.gatehouse.agencies['police-liaison'];
    const stream = () => `received-item-${given().itemId}`;
    const uses = async (): Promise<number> =>
      (await readStream(police().pool, stream())).filter(({ type }) => type === 'ItemUsed').length;

    /** A use that begins while another connection has the item's stream, and goes on when that has ended its transaction. */
    const usedBehind = async (wanted: object, ends: (other: pg.PoolClient) => Promise<void>): Promise<HttpAnswer> => {
      const other = await police().pool.connect();
      try {
        await other.query('begin');
        await other.query('select from store.streams where stream_id = $1 for update', [stream()]);
        const used = given().use(wanted);
        await eventually(async () => expect((await police().pool.query(STANDS_BEHIND)).rowCount).toBeGreaterThan(0));
        await ends(other);
        await other.query('commit');
        return await used;
      } finally {
        other.release();
      }
    };

    it('was taken back: it refuses, and nothing is given out', async () => {
      const { time, itemId, granted } = given();
      const wanted = { use: 'PASS_ON', recipient: 'kz-border-service' };
      const requestId = await granted(wanted, time.inHours(1));
      const before = await uses();
      const refused = await usedBehind(wanted, async (other) => {
        const { length } = await readStream(other, stream());
        const answeredAt = time.clock.now().toISOString();
        const said = { requestId, itemId, answerId: randomUUID(), originator: 'kz-prison-service', answeredAt };
        const data = { ...said, verdict: 'WITHDRAWN', conditions: [], validUntil: null };
        const context = { metadata: { correlationId: randomUUID() }, recordedAt: time.clock.now() };
        await append(other, stream(), length, [{ type: 'ConsentAnswered', data }], context);
      });
      expect([refused.status, refused.body['reason']]).toEqual([403, 'ORIGINATOR_CONTROL']);
      expect(await uses()).toBe(before);
    });

    it('ran out by the clock: it is as if there were none, and nothing is given out', async () => {
      const { time, granted } = given();
      const wanted = { use: 'PASS_ON', recipient: 'kz-financial-monitoring' };
      await granted(wanted, time.inHours(TEN_MINUTES));
      const before = await uses();
      const late = await usedBehind(wanted, async () => time.clock.set(time.inHours(TEN_MINUTES)));
      expect([late.status, late.body['status'], late.body['content']]).toEqual([202, 'consent-needed', null]);
      expect(await uses()).toBe(before);
    });
  });
