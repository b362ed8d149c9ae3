import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readStream } from '@gatehouse/event-store';
import { eventually } from '@gatehouse/testing';
import { into, numbers, openNotes, type Notes } from './notes.fixture.ts';
import { Projector } from './projector.ts';

const tally = into('tally', 'poison');
let db: Notes['db'];
let note: Notes['note'];
let rows: () => Promise<string[]>;
beforeEach(async () => {
  const notes = await openNotes('projector', 'tally');
  ({ db, note } = notes);
  rows = () => notes.rows('tally');
});
afterEach(() => db.drop());

describe('a projector', () => {
  it('applies each event once and in order, over restarts', async () => {
    await note(...numbers(5));
    const first = new Projector(db.pool, tally, { batch: 2 });
    await eventually(async () => {
      await first.runOnce();
      expect(await rows()).toEqual(numbers(5));
    });
    const stream = await note('5');
    const second = new Projector(db.pool, tally);
    await eventually(async () => {
      await second.runOnce();
      expect(await rows()).toEqual(numbers(6));
    });
    await first.runOnce();
    await first.runOnce();
    expect(await rows()).toEqual(numbers(6));
    const last = (await readStream(db.pool, stream)).at(-1);
    expect(await second.position()).toEqual(last?.cursor);
  });

  it('keeps rows and checkpoint together: what failed to apply has neither, what was before it has both', async () => {
    const stream = await note('0', '1', 'poison', '3');
    const projector = new Projector(db.pool, tally);
    await eventually(async () => {
      await projector.runOnce().catch(() => undefined);
      expect(await rows()).toEqual(['0', '1']);
    });
    const before = (await readStream(db.pool, stream))[1];
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
