// Commands in company, on a real database: what each of them gets is what it would have got alone.
import { auditTrailMigrations, committed } from '@gatehouse/audit-trail';
import {
  append,
  eventStoreMigrations,
  inTransaction,
  knowEvents,
  migrate,
  readStream,
  readyEvents,
} from '@gatehouse/event-store';
import { freshDatabase } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { AuditedWrites, type Happened } from './audited-writes.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
let writes: AuditedWrites;
beforeAll(async () => {
  db = await freshDatabase('writes');
  knowEvents(db.pool, { Counted: [] });
  await migrate(db.pool, [eventStoreMigrations, auditTrailMigrations]);
  writes = new AuditedWrites(db.pool);
});
afterAll(() => db.drop());

const context = { metadata: { correlationId: 'c' }, recordedAt: new Date('2026-03-01T09:00:00Z') };
const recordOf = (action: string) =>
  committed({
    recordId: randomUUID(),
    source: 'prison-intelligence',
    at: '2026-03-01T09:00:00.000Z',
    event: 'command-accepted',
    operation: 'collection',
    actor: { agency: 'kz-prison-service', person: 'po-aidos', unit: null, roles: [] },
    subjects: [],
    item: null,
    action,
    fields: [],
    purpose: null,
    caseRef: null,
    agreements: [],
    decision: null,
    emergency: false,
    correlationId: 'c',
  });

/** Counts up to `most`; gives the number it reached, or that it was refused. Either leaves a record of this action. */
const count = (streamId: string, action: string, most = Infinity) =>
  writes.write(streamId, async (history: readonly Happened[]) => {
    const counted = history.length < most ? [{ type: 'Counted', data: { to: history.length + 1 } }] : [];
    const events = readyEvents(db.pool, streamId, history.length, counted, context);
    return { events, record: recordOf(action), told: (recorded) => recorded[0]?.version ?? 'refused' };
  });

const recorded = async (action: string): Promise<number> =>
  (await db.pool.query('select 1 from audit.record where record::jsonb ->> $1 = $2', ['action', action])).rows.length;

describe('commands in company', () => {
  it('are decided one after the other on one stream, none of them in vain, each with its record', async () => {
    const reached = await Promise.all(Array.from({ length: 30 }, () => count('one', 'CountOne', 20)));
    expect(reached.filter((to) => to !== 'refused')).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(reached.slice(20)).toEqual(Array.from({ length: 10 }, () => 'refused'));
    expect(await readStream(db.pool, 'one')).toHaveLength(20);
    expect(await recorded('CountOne')).toBe(30);
  });

  it('go on where others wrote in between, and leave what those wrote', async () => {
    const fromOutside = async (): Promise<void> => {
      for (let n = 0; n < 15; n += 1)
        await inTransaction(
          db.pool,
          async (client) => {
            const { length } = await readStream(client, 'two');
            await append(client, 'two', length, [{ type: 'Counted', data: {} }], context);
          },
          { attempts: 100 },
        );
    };
    const mine = Array.from({ length: 15 }, () => count('two', 'CountTwo').then(Number, () => null));
    await fromOutside();
    const versions = (await Promise.all(mine)).filter((version) => version !== null);
    const stands = await readStream(db.pool, 'two');
    expect(stands.map(({ version }) => version)).toEqual(stands.map((_, index) => index + 1));
    expect(stands).toHaveLength(15 + versions.length);
    expect(await recorded('CountTwo')).toBe(versions.length);
  });

  it('fail alone: whose decision throws leaves nothing, and his neighbours are not told', async () => {
    const failing = writes.write('three', async () => {
      throw new Error('could not be decided');
    });
    const [first, failed, last] = await Promise.allSettled([
      count('three', 'CountThree'),
      failing,
      count('three', 'CountThree'),
    ]);
    expect([first, last].map((result) => (result as PromiseFulfilledResult<unknown>).value)).toEqual([1, 2]);
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'could not be decided' } });
    expect(await recorded('CountThree')).toBe(2);
  });

  it('leave neither events nor records where the commit does not come', async () => {
    const cut = new AuditedWrites(db.pool, () => {
      throw new Error('cut off before the commit');
    });
    const [record, events] = [
      recordOf('CountFour'),
      readyEvents(db.pool, 'four', 0, [{ type: 'Counted', data: {} }], context),
    ];
    await expect(cut.write('four', async () => ({ events, record, told: () => true }))).rejects.toThrow('cut off');
    expect(await readStream(db.pool, 'four')).toEqual([]);
    expect(await recorded('CountFour')).toBe(0);
  });

  it('are decided each in its own caller’s context', async () => {
    const caller = new AsyncLocalStorage<string>();
    const seen = (who: string) =>
      caller.run(who, () =>
        writes.write(who, async () => ({ events: [], record: recordOf('Look'), told: () => caller.getStore() ?? who })),
      );
    const decidedIn = (who: string) =>
      caller.run(who, () =>
        writes.write(who, async () => {
          const inside = caller.getStore();
          return { events: [], record: recordOf('Look'), told: () => inside };
        }),
      );
    await Promise.all([seen('warm'), seen('up')]);
    expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map(decidedIn))).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
