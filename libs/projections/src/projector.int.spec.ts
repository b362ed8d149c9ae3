import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  append,
  eventStoreMigrations,
  inTransaction,
  knowEvents,
  migrate,
  readStream,
  type RecordedEvent,
} from '@gatehouse/event-store';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import type pg from 'pg';
import { projectionsMigrations } from './projections-migrations.ts';
import { Projector } from './projector.ts';

let db: FreshDatabase;
beforeEach(async () => {
  db = await freshDatabase('projector');
  knowEvents(db.pool, { Noted: [] });
  await migrate(db.pool, [eventStoreMigrations, projectionsMigrations]);
  await db.pool.query('create table read.tally (place bigint generated always as identity, note text)');
});
afterEach(() => db.drop());

const context = { metadata: { correlationId: 'c' }, recordedAt: new Date('2026-03-01T09:00:00Z') };
let stream = 0;
const note = (...notes: string[]) =>
  inTransaction(db.pool, (client) =>
    append(
      client,
      `note-${(stream += 1)}`,
      0,
      notes.map((text) => ({ type: 'Noted', data: { text } })),
      context,
    ),
  );
const tally = {
  name: 'tally',
  tables: [{ name: 'tally' }],
  apply: async (client: pg.ClientBase, event: RecordedEvent): Promise<void> => {
    const { text } = event.data as { text: string };
    if (text === 'poison') throw new Error('cannot be applied');
    await client.query('insert into tally (note) values ($1)', [text]);
  },
};
const rows = async () =>
  (await db.pool.query<{ note: string }>('select note from read.tally order by place')).rows.map((row) => row.note);
const numbers = (count: number) => Array.from({ length: count }, (_, n) => `${n}`);

describe('a projector', () => {
  it('applies each event once and in order, over restarts', async () => {
    await note(...numbers(5));
    const first = new Projector(db.pool, tally, { batch: 2 });
    await eventually(async () => {
      await first.runOnce();
      expect(await rows()).toEqual(numbers(5));
    });
    await note('5');
    const second = new Projector(db.pool, tally);
    await eventually(async () => {
      await second.runOnce();
      expect(await rows()).toEqual(numbers(6));
    });
    await first.runOnce();
    await first.runOnce();
    expect(await rows()).toEqual(numbers(6));
    const last = (await readStream(db.pool, `note-${stream}`)).at(-1);
    expect(await second.position()).toEqual(last?.cursor);
  });

  it('keeps rows and checkpoint together: what failed to apply has neither, what was before it has both', async () => {
    await note('0', '1', 'poison', '3');
    const projector = new Projector(db.pool, tally);
    await eventually(async () => {
      await projector.runOnce().catch(() => undefined);
      expect(await rows()).toEqual(['0', '1']);
    });
    const before = (await readStream(db.pool, `note-${stream}`))[1];
    expect(await projector.position()).toEqual(before?.cursor);
    await expect(projector.runOnce()).rejects.toThrow('cannot be applied');
  });

  it('of which two run at the same time applies each event once', async () => {
    const projectors = Array.from({ length: 3 }, () => new Projector(db.pool, tally, { batch: 3, pollMs: 10 }));
    projectors.forEach((projector) => projector.start());
    for (const n of numbers(40)) await note(n);
    await eventually(async () => expect((await rows()).length).toBeGreaterThanOrEqual(40));
    await Promise.all(projectors.map((projector) => projector.stop()));
    expect(await rows()).toEqual(numbers(40));
  });

  it.each(['project.before-commit', 'project.after-commit'])(
    'killed twice at %s applies each event once',
    async (name) => {
      await note(...numbers(8));
      for (const _ of [1, 2]) expect(await runProjector({ GATEHOUSE_FAILPOINT: name })).toBe('SIGKILL');
      expect(await runProjector({})).toBe('ended 0');
      expect(await rows()).toEqual(numbers(8));
    },
  );
});

// A whole process that projects three events at a time until it has eight rows, and ends.
const program = `
import { Projector } from '@gatehouse/projections';
import { openPool } from '@gatehouse/event-store';
const pool = openPool(process.env.TRIAL_URL, { events: [{ Noted: [] }] });
const apply = (client, event) => client.query('insert into tally (note) values ($1)', [event.data.text]);
const projector = new Projector(pool, { name: 'tally', tables: [], apply }, { batch: 3 });
while ((await pool.query('select from read.tally')).rowCount < 8) await projector.runOnce();
await pool.end();
`;

const runProjector = async (variables: Record<string, string>): Promise<string> => {
  const root = new URL('../../../', import.meta.url);
  const loader = new URL('start/typescript-loader.mjs', root).href;
  const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', program], {
    cwd: root,
    env: { ...process.env, ...variables, TRIAL_URL: db.url },
    stdio: 'ignore',
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal ?? `ended ${code}`;
};
