import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@gatehouse/testing';
import { into, numbers, openNotes, type Notes } from './notes.fixture.ts';
import { ProjectorsInStep } from './projectors-in-step.ts';
import { runnerLock } from './schema.ts';

let db: Notes['db'];
let note: Notes['note'];
let rows: Notes['rows'];
beforeEach(async () => {
  ({ db, note, rows } = await openNotes('in_step', 'first', 'second', 'third'));
});
afterEach(() => db.drop());

const rowsOfAll = () => Promise.all(['first', 'second', 'third'].map(rows));
const running = async (projectors: ProjectorsInStep[], work: () => Promise<void>): Promise<void> => {
  const workers = projectors.flatMap((one) => one.workers);
  workers.forEach((worker) => worker.start());
  await work().finally(() => Promise.all(workers.map((worker) => worker.stop())));
};
const transactions = async (): Promise<number> =>
  Number((await db.pool.query<{ n: string }>('select count(distinct xmin::text) as n from read.third')).rows[0]?.n);

describe('projectors in step', () => {
  it('apply each event once and in order to every projection, in one transaction', async () => {
    await note(...numbers(5));
    const projectors = new ProjectorsInStep(
      db.pool,
      ['first', 'second', 'third'].map((name) => into(name)),
    );
    await eventually(async () => {
      await projectors.runOnce();
      expect(await rowsOfAll()).toEqual([numbers(5), numbers(5), numbers(5)]);
    });
    const written = await db.pool.query(
      'select xmin from read.first union select xmin from read.second union select xmin from read.third',
    );
    expect(written.rowCount).toBe(1);
    // In step, none of them looks by itself.
    await note('5');
    expect(await Promise.all(projectors.each.map((one) => one.runOnce()))).toEqual([0, 0, 0]);
  });

  it('leave behind who cannot apply an event, and go on; he stands where he stumbled', async () => {
    const told: string[] = [];
    const onFault = (_: unknown, name: string) => void told.push(name);
    const projections = [into('first'), into('second', '3'), into('third')];
    const projectors = new ProjectorsInStep(db.pool, projections, { onFault, pollMs: 10 });
    await note(...numbers(3));
    await running([projectors], async () => {
      await eventually(async () => expect(await rowsOfAll()).toEqual([numbers(3), numbers(3), numbers(3)]));
      for (const n of ['3', '4', '5']) await note(n);
      await eventually(async () => expect(await rowsOfAll()).toEqual([numbers(6), ['0', '1', '2'], numbers(6)]));
      await note('6');
      await eventually(async () => expect((await rowsOfAll()).map(({ length }) => length)).toEqual([7, 3, 7]));
      await eventually(async () => expect(told).toContain('project second'));
    });
    expect(new Set(told)).toEqual(new Set(['project second']));
    // The next program can apply it: nothing is missing and nothing comes twice.
    const mended = new ProjectorsInStep(db.pool, [into('first'), into('second'), into('third')], { pollMs: 10 });
    await running([mended], async () => {
      await note('7');
      await eventually(async () => expect(await rowsOfAll()).toEqual([numbers(8), numbers(8), numbers(8)]));
    });
  });

  it('are not held up a second time by who stumbled', async () => {
    const projectors = new ProjectorsInStep(db.pool, [into('first'), into('second', '1'), into('third')]);
    await note(...numbers(3));
    await eventually(async () => {
      await projectors.runOnce();
      expect(await rowsOfAll()).toEqual([numbers(3), [], numbers(3)]);
    });
  });

  it('let who is behind catch up alone, and take him along from there', async () => {
    await note(...numbers(30));
    const two = new ProjectorsInStep(db.pool, [into('first'), into('second')], { pollMs: 10 });
    await running([two], () => eventually(async () => expect(await rows('second')).toEqual(numbers(30))));
    const three = new ProjectorsInStep(db.pool, [into('first'), into('second'), into('third')], {
      pollMs: 10,
      batch: 4,
    });
    await running([three], async () => {
      await eventually(async () => expect(await rows('third')).toEqual(numbers(30)));
      for (const n of ['30', '31', '32']) await note(n);
      await eventually(async () => expect(await rowsOfAll()).toEqual([numbers(33), numbers(33), numbers(33)]));
    });
    expect(await transactions()).toBeGreaterThan(1);
  });

  it('do not wait for one whose lock another runner holds', async () => {
    await note(...numbers(3));
    const projectors = new ProjectorsInStep(db.pool, [into('first'), into('second'), into('third')], { pollMs: 10 });
    const other = await db.pool.connect();
    await other.query('select pg_advisory_lock(hashtextextended($1, 0))', [runnerLock('second')]);
    await running([projectors], async () => {
      await eventually(async () => expect(await rowsOfAll()).toEqual([numbers(3), [], numbers(3)]));
      await other.query('select pg_advisory_unlock_all()');
      await eventually(async () => expect(await rows('second')).toEqual(numbers(3)));
    }).finally(() => other.release());
  });

  it('of two processes apply each event once', async () => {
    const projections = [into('first'), into('second'), into('third')];
    const two = [1, 2].map(() => new ProjectorsInStep(db.pool, projections, { pollMs: 5, batch: 3 }));
    await running(two, async () => {
      for (const n of numbers(40)) await note(n);
      await eventually(async () => expect((await rowsOfAll()).map(({ length }) => length)).toEqual([40, 40, 40]));
    });
    expect(await rowsOfAll()).toEqual([numbers(40), numbers(40), numbers(40)]);
  });
});
