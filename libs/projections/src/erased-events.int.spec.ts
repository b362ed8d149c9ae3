// Read models pass over the events of an erased item: alone, in step, and made again.
import {
  append,
  destroyMarked,
  eventStoreMigrations,
  inTransaction,
  markForDestruction,
  migrate,
  openItemKeys,
  openPool,
  sealed,
} from '@gatehouse/event-store';
import { eventually, freshDatabase } from '@gatehouse/testing';
import { expect, it } from '@jest/globals';
import type { Projection } from './projection.ts';
import { ProjectorsInStep } from './projectors-in-step.ts';
import { projectionsMigrations } from './projections-migrations.ts';
import { Projector } from './projector.ts';
import { rebuild } from './rebuild/rebuild.ts';

const AT = new Date('2026-03-01T09:00:00Z');
const words = (table: string): Projection => ({
  name: table,
  tables: [{ name: table }],
  apply: async (client, { streamId, data }) => {
    const said = (data as { words: string }).words.toUpperCase();
    await client.query(`insert into ${table} values ($1, $2) on conflict (id) do update set said = excluded.said`, [
      streamId,
      said,
    ]);
  },
});

it('an erased item is in no read model, however it is made; what stands beside it is', async () => {
  const db = await freshDatabase('erased_events');
  const pool = openPool(db.url, { max: 4, events: [{ Said: sealed({ clear: [] }) }] });
  await migrate(pool, [eventStoreMigrations, projectionsMigrations]);
  const tables = ['alone', 'in_step', 'in_step_too'];
  for (const table of tables) await pool.query(`create table read.${table} (id text primary key, said text not null)`);
  const keys = await openItemKeys(pool, db.itemKeys, AT);
  try {
    for (const stream of ['gone', 'stays'])
      await inTransaction(pool, (client) =>
        append(client, stream, 0, [{ type: 'Said', data: { words: stream } }], {
          metadata: { correlationId: 'c' },
          recordedAt: AT,
        }),
      );
    await inTransaction(pool, (client) => markForDestruction(client, ['gone'], AT));
    await destroyMarked(pool, keys);
    const alone = new Projector(pool, words('alone'));
    const together = new ProjectorsInStep(pool, ['in_step', 'in_step_too'].map(words));
    for (const table of tables)
      await eventually(async () => {
        await together.runOnce();
        await alone.runOnce();
        expect((await pool.query(`select id, said from read.${table}`)).rows).toEqual([{ id: 'stays', said: 'STAYS' }]);
      });
    expect(await rebuild(pool, words('alone'), { check: true })).toMatchObject({ end: 'alike' });
  } finally {
    keys.close();
    await pool.end();
    await db.drop();
  }
});
