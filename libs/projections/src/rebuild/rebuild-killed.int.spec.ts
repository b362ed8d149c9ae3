import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Failpoint } from '@gatehouse/failpoints';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { expected, liveNotes, openNotes, projected, write, writeMany } from './written-notes.fixture.ts';

const LOADER = new URL('../../../../start/typescript-loader.mjs', import.meta.url).href;
const CRASH = fileURLToPath(new URL('rebuild.crash.ts', import.meta.url));

let db: FreshDatabase;
beforeEach(async () => {
  db = await freshDatabase('rebuild_killed');
  await openNotes(db.pool);
  await writeMany(db.pool, 12);
  await projected(db.pool);
  await db.pool.query(`update read.note set text = 'altered' where note_id = 'note-7'`);
});
afterEach(() => db.drop());

/** How a process ends that rebuilds. */
const ended = async (failpoint: Failpoint | ''): Promise<string> => {
  const child = spawn(process.execPath, ['--import', LOADER, CRASH, db.url, 'accept'], {
    env: { ...process.env, GATEHOUSE_FAILPOINT: failpoint },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [, signal]] = await Promise.all([
    text(child.stdout),
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  return signal ?? said;
};
const altered = expected(12).with(6, 'note-7: altered');
const times = async (): Promise<number[]> =>
  (await db.pool.query<{ times: number }>('select times from read.note order by position')).rows.map(
    (row) => row.times,
  );
const isLeft = async (): Promise<boolean> =>
  (await db.pool.query(`select from pg_namespace where nspname = 'rebuild_short_notes'`)).rowCount === 1;

describe('a rebuild that is killed with -9', () => {
  it.each<[Failpoint, boolean]>([
    ['rebuild.tables-made', false],
    ['rebuild.before-commit', true],
    ['rebuild.after-commit', true],
    ['rebuild.before-swap-commit', true],
  ])('at %s leaves the live rows as they were, and goes on when it is called again', async (failpoint, begun) => {
    expect(await ended(failpoint)).toBe('SIGKILL');
    expect(await ended(failpoint)).toBe('SIGKILL');
    expect([await liveNotes(db.pool), await isLeft()]).toEqual([altered, begun]);
    await write(db.pool, 'note-13', 1, 'second of 13');
    await projected(db.pool);
    expect(await ended('')).toBe('swapped');
    expect([await liveNotes(db.pool), await isLeft()]).toEqual([expected(13), false]);
    expect(await times()).toEqual([...expected(12).map(() => 2), 1]);
  });

  it('just after the swap has swapped, whole', async () => {
    expect(await ended('rebuild.after-swap-commit')).toBe('SIGKILL');
    expect([await liveNotes(db.pool), await isLeft()]).toEqual([expected(12), false]);
    await write(db.pool, 'note-13', 1, 'second of 13');
    await projected(db.pool);
    expect(await liveNotes(db.pool)).toEqual(expected(13));
  });
});
