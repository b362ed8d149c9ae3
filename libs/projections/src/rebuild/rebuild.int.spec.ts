import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Projection } from '../projection.ts';
import { Projector } from '../projector.ts';
import { notes } from './notes.fixture.ts';
import { rebuildProgress } from './progress.ts';
import { rebuild } from './rebuild.ts';
import { replayEvent } from './replay-event.ts';
import { expected, liveNotes, openNotes, projected, write, writeMany } from './written-notes.fixture.ts';

let db: FreshDatabase;
beforeEach(async () => {
  db = await freshDatabase('rebuild');
  await openNotes(db.pool);
});
afterEach(() => db.drop());

const ran = (statement: string) => db.pool.query(statement);
const spoil = async (): Promise<void> => {
  await ran(`update read.note set text = 'a secret (invented)' where note_id = 'note-2'`);
  await ran(`delete from read.note where note_id = 'note-4'`);
  await ran(`insert into read.note (note_id, text) values ('note-9', 'another secret (invented)')`);
};
const shape = async (): Promise<string[]> => {
  const { rows } = await db.pool.query<{ one: string }>(
    `select indexdef as one from pg_indexes where schemaname = 'read' and tablename = 'note'
     union all select pg_get_serial_sequence('read.note', 'position') order by 1`,
  );
  return rows.map(({ one }) => one);
};

describe('a rebuild', () => {
  it('takes the place of live rows that were written all the while, and misses nothing', async () => {
    const before = await shape();
    await writeMany(db.pool, 40);
    const projector = new Projector(db.pool, notes, { pollMs: 5, batch: 7 });
    projector.start();
    const shares: number[] = [];
    let writing = true;
    const written = (async () => {
      for (let n = 1; writing; n += 1) await write(db.pool, 'busy', n, `${n}`);
    })();
    await eventually(async () => expect((await liveNotes(db.pool)).length).toBeGreaterThan(40));
    const ends = [];
    for (const _ of [1, 2, 3])
      ends.push((await rebuild(db.pool, notes, { batch: 9, onProgress: ({ share }) => shares.push(share) })).end);
    writing = false;
    await written;
    await projector.stop();
    await projected(db.pool);
    expect(ends).toEqual(['swapped', 'swapped', 'swapped']);
    const { rows } = await db.pool.query<{ n: string }>(
      `select max(version) as n from store.events where stream_id = 'busy'`,
    );
    expect(await liveNotes(db.pool)).toEqual([...expected(40), `busy: ${rows[0]?.n}`]);
    expect(await shape()).toEqual(before);
    expect(Math.min(...shares)).toBeGreaterThan(0);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  });

  it('names each live row that is not what its events say, and not what stands in it', async () => {
    await writeMany(db.pool, 5);
    await projected(db.pool);
    await spoil();
    const spoiled = await liveNotes(db.pool);
    const checked = await rebuild(db.pool, notes, { check: true });
    expect(checked).toMatchObject({
      end: 'differ',
      differences: [
        {
          table: 'note',
          liveRows: 5,
          rebuiltRows: 5,
          differing: 3,
          first: [
            { kind: 'changed', row: 'note_id note-2', columns: ['text'] },
            { kind: 'missing', row: 'note_id note-4', columns: [] },
            { kind: 'surplus', row: 'note_id note-9', columns: [] },
          ],
        },
      ],
    });
    expect(JSON.stringify(checked)).not.toContain('secret');
    expect(await rebuildProgress(db.pool, notes)).toBeNull();
    expect(await rebuild(db.pool, notes)).toMatchObject({ end: 'differ' });
    expect(await liveNotes(db.pool)).toEqual(spoiled);
    expect(await rebuildProgress(db.pool, notes)).toMatchObject({ share: 1 });
    expect(await rebuild(db.pool, notes, { acceptDifferences: true })).toMatchObject({ end: 'swapped' });
    expect(await liveNotes(db.pool)).toEqual(expected(5));
    expect(await rebuild(db.pool, notes, { check: true })).toMatchObject({ end: 'alike' });
  });

  it('names a row that stands elsewhere in the order, and where a key is personal only its place', async () => {
    await writeMany(db.pool, 3);
    await projected(db.pool);
    await ran(`with gone as (delete from read.note where note_id = 'note-1' returning *)
      insert into read.note (note_id, text) select note_id, text from gone`);
    const personal: Projection = { ...notes, tables: [{ name: 'note', personalKey: true }] };
    expect(await rebuild(db.pool, personal, { check: true })).toMatchObject({
      end: 'differ',
      differences: [{ differing: 3, first: { 0: { kind: 'moved', row: 'live row (0,7)', columns: [] } } }],
    });
  });

  it('that was stopped goes on where it was', async () => {
    await writeMany(db.pool, 10);
    await projected(db.pool);
    let applied = 0;
    const counting: Projection = { ...notes, apply: (...given) => ((applied += 1), notes.apply(...given)) };
    const stop = new AbortController();
    const options = { batch: 6, signal: stop.signal, onProgress: () => stop.abort() };
    expect(await rebuild(db.pool, counting, options)).toEqual({ end: 'stopped' });
    expect(applied).toBe(6);
    expect((await rebuildProgress(db.pool, notes))?.share).toBeCloseTo(0.3);
    expect(await rebuild(db.pool, counting)).toMatchObject({ end: 'swapped' });
    expect(applied).toBe(20);
    expect(await rebuild(db.pool, counting, options)).toEqual({ end: 'stopped' });
    expect(await rebuild(db.pool, counting, { anew: true })).toMatchObject({ end: 'swapped' });
    expect(applied).toBe(40);
  });

  it('is refused beside another one of the same projection, and into tables that have changed since', async () => {
    await writeMany(db.pool, 2);
    await projected(db.pool);
    const meeting: Projection = {
      ...notes,
      apply: () => rebuild(db.pool, notes).then(() => undefined),
    };
    await expect(rebuild(db.pool, meeting)).rejects.toMatchObject({ code: 'rebuild-running' });
    await ran('alter table read.note add late text');
    await expect(rebuild(db.pool, notes)).rejects.toMatchObject({ code: 'rebuild-outdated' });
    expect(await rebuild(db.pool, notes, { anew: true })).toMatchObject({ end: 'swapped' });
  });

  it('is refused when the projection names the live schema itself, before a live row changes', async () => {
    await writeMany(db.pool, 2);
    await projected(db.pool);
    const stray: Projection = {
      ...notes,
      apply: async (client) => void (await client.query(`update read.note set text = 'twice'`)),
    };
    await expect(rebuild(db.pool, stray)).rejects.toMatchObject({ code: 'projection-writes-elsewhere' });
    expect(await liveNotes(db.pool)).toEqual(expected(2));
  });
});

describe('one event applied once more', () => {
  const eventId = async (streamId: string, version: number): Promise<string> => {
    const { rows } = await db.pool.query<{ event_id: string }>(
      'select event_id from store.events where stream_id = $1 and version = $2',
      [streamId, version],
    );
    return rows[0]!.event_id;
  };

  it('brings its row to what its stream says, with what followed it', async () => {
    await writeMany(db.pool, 3);
    await projected(db.pool);
    await ran(`update read.note set text = 'altered' where note_id = 'note-2'`);
    const replayed = await replayEvent(db.pool, notes, await eventId('note-2', 1));
    expect(replayed).toEqual({ outcome: 'replayed', events: 2 });
    expect(await liveNotes(db.pool)).toEqual(expected(3));
  });

  it('is refused where it would count twice, where there is none, and ahead of the checkpoint', async () => {
    await writeMany(db.pool, 1);
    const id = await eventId('note-1', 1);
    expect(await replayEvent(db.pool, notes, id)).toEqual({ outcome: 'not-yet-applied' });
    const { repeatable: _, ...counting } = notes;
    expect(await replayEvent(db.pool, counting, id)).toEqual({ outcome: 'not-repeatable' });
    expect(await replayEvent(db.pool, notes, 'e0000000')).toEqual({ outcome: 'no-such-event' });
  });
});
