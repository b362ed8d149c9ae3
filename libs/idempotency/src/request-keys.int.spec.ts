import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTransaction, migrate, openPool } from '@gatehouse/event-store';
import type { KeptAnswer, KeyedRequest } from '@gatehouse/service-kit';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { freshDatabase } from '@gatehouse/testing';
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { idempotencyMigrations } from './migrations.ts';
import { KEPT_FOR_MS, RequestKeys } from './request-keys.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
let pool: pg.Pool;
let keys: RequestKeys;
const repeated: string[] = [];
const clock = new HeldClock('2026-03-01T09:00:00Z');

beforeAll(async () => {
  db = await freshDatabase('idempotency');
  pool = openPool(db.url, { max: 12 });
  await migrate(pool, [idempotencyMigrations]);
  await pool.query('create table effect (what text not null)');
  keys = new RequestKeys({
    pool,
    clock,
    secret: randomBytes(32).toString('base64url'),
    onRepeated: async (_client, { asked }) => void repeated.push(asked.caller.person),
  });
});
beforeEach(async () => {
  await pool.query('truncate effect, requests.answered');
  repeated.length = 0;
});
afterAll(async () => {
  await pool.end();
  await db.drop();
});

const asked = (person: string): KeyedRequest['asked'] => ({
  caller: { person, agency: 'kz-prison-service', unit: 'prison-17', roles: [], clientId: 'spec' },
  purpose: 'INVESTIGATE',
  caseRef: null,
  correlationId: 'c',
  service: 'example',
});
const request = (changes: Partial<Omit<KeyedRequest, 'asked'>> & { person?: string } = {}): KeyedRequest => {
  const { person = 'CANARY-person', ...rest } = changes;
  const content = { target: '/notes', body: { text: 'CANARY-body' } };
  return { asked: asked(person), route: 'POST /notes', key: 'CANARY-key', content, ...rest };
};
const answer: KeptAnswer = { status: 201, headers: { location: '/notes/1' }, body: { note: 'CANARY' }, problem: false };

const write = async () => {
  await inTransaction(pool, (client) => client.query(`insert into effect values ('note')`));
  return { answer, keep: true };
};
const effects = async () => Number((await pool.query('select count(*) from effect')).rows[0].count);

describe('a request with a key', () => {
  it('sent again while it is under way, nineteen times, has one effect; the others are told to wait', async () => {
    const [began, others] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = keys.once(request(), async () => {
      began.resolve();
      await others.promise;
      return write();
    });
    await began.promise;
    const outcomes = await Promise.all(Array.from({ length: 19 }, () => keys.once(request(), write)));
    others.resolve();
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['under-way']));
    expect(await slow).toEqual({ outcome: 'answered' });
    expect(await keys.once(request(), write)).toEqual({ outcome: 'repeated', answer });
    expect(await effects()).toBe(1);
  });

  it('repeated is recorded before its answer is given', async () => {
    await keys.once(request(), write);
    await keys.once(request(), write);
    expect(repeated).toEqual(['CANARY-person']);
  });

  it.each([
    ['another body', { content: { target: '/notes', body: {} } }],
    ['another address', { content: { target: '/notes?x', body: { text: 'CANARY-body' } } }],
  ])('and %s is refused and does nothing', async (_, changes) => {
    await keys.once(request(), write);
    expect(await keys.once(request(changes), write)).toEqual({ outcome: 'other-request' });
    expect(await effects()).toBe(1);
  });

  it.each([
    ['of another person', { person: 'somebody-else' }],
    ['on another route', { route: 'POST /others' }],
    ['with another key', { key: 'another-key' }],
  ])('%s is another request', async (_, changes) => {
    await keys.once(request(), write);
    expect(await keys.once(request(changes), write)).toEqual({ outcome: 'answered' });
    expect(await effects()).toBe(2);
  });

  it('that fails leaves neither effect nor key behind', async () => {
    const failing = async () => {
      await write();
      throw new Error('too late');
    };
    await expect(keys.once(request(), failing)).rejects.toThrow('too late');
    expect(await effects()).toBe(0);
    expect(await keys.once(request(), write)).toEqual({ outcome: 'answered' });
  });

  it('whose connection is killed in the middle leaves neither effect nor key behind', async () => {
    const killed = async () => {
      await write();
      const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
      await db.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      return { answer, keep: true };
    };
    await expect(keys.once(request(), killed)).rejects.toThrow();
    expect(await effects()).toBe(0);
    expect(await keys.once(request(), write)).toEqual({ outcome: 'answered' });
    expect(await effects()).toBe(1);
  });

  it('whose answer is not kept keeps its effect and runs again', async () => {
    await keys.once(request(), async () => ({ ...(await write()), keep: false }));
    expect(await keys.once(request(), write)).toEqual({ outcome: 'answered' });
    expect(await effects()).toBe(2);
  });
});

describe('an answer', () => {
  it('is kept for 24 hours by the clock and then let go', async () => {
    await keys.once(request(), write);
    clock.advance(KEPT_FOR_MS - 1);
    expect(await keys.forgetOld()).toBe(0);
    expect((await keys.once(request(), write)).outcome).toBe('repeated');
    clock.advance(1);
    expect(await keys.once(request(), write)).toEqual({ outcome: 'answered' });
    expect(await effects()).toBe(2);
    clock.advance(KEPT_FOR_MS);
    expect([await keys.forgetOld(), await keys.forgetOld()]).toEqual([1, 0]);
  });

  it('cannot be read in the database: no person, key, body or answer stands there in clear', async () => {
    await keys.once(request(), write);
    const { rows } = await pool.query<{ place: Buffer; fingerprint: Buffer; answer: Buffer }>(
      'select place, fingerprint, answer from requests.answered',
    );
    const bytes = rows.flatMap((row) => [row.place, row.fingerprint, row.answer]);
    expect(bytes.length).toBe(3);
    expect(Buffer.concat(bytes).includes('CANARY')).toBe(false);
  });
});
