// The timers in the registry's database, brought in line with a bundle: shown first, recorded before and after, moved by an amendment.
import type { AuditRecord } from '@gatehouse/audit-trail';
import { loadProducts } from '@gatehouse/contracts';
import { migrate } from '@gatehouse/event-store';
import type { Bundle, BundleInstrument } from '@gatehouse/policy';
import { database } from '@gatehouse/policy-registry';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { allInstruments, compileAll } from '../../instruments.ts';
import { planTimers, reconcileTimers } from './keep-timers.ts';
import { timersInWords } from './timer-steps.ts';

const MOU = 'kz-prisons-police';
const clock = new HeldClock('2026-11-23T03:00:00.000Z');
const all = compileAll(allInstruments(), loadProducts());
const bundle = (change: (one: BundleInstrument) => BundleInstrument = (one) => one): Bundle => ({
  version: 1,
  issuedAt: '2026-11-23T03:00:00.000Z',
  maxAgeSeconds: 900,
  parties: [],
  instruments: all.filter(({ id }) => id === MOU).map((compiled) => change({ state: 'IN_FORCE', compiled })),
});
const amended = bundle(({ compiled, ...one }) => {
  const [first, ...others] = compiled.flows;
  const flows = [{ ...first!, acknowledge: 'PT4H' }, ...others];
  return { ...one, compiled: { ...compiled, version: 2, flows, term: { ...compiled.term, to: '2028-06-30' } } };
});

let db: FreshDatabase;
beforeAll(async () => {
  db = await freshDatabase('timers');
  await migrate(db.pool, database.migrations);
});
afterAll(() => db.drop());
beforeEach(() => db.pool.query('delete from registry.timer'));

const reconcile = (to: Bundle) => reconcileTimers(db.pool, to, clock);
const shown = async (of: Bundle) => timersInWords(await planTimers(db.pool, of));
const rows = async () => (await db.pool.query('select name, due, version from registry.timer order by name')).rows;
const evidence = async (since: number) => {
  const { rows: found } = await db.pool.query<{ record: string }>('select record from audit.record order by sequence');
  return found
    .slice(since)
    .map(({ record }) => JSON.parse(record) as AuditRecord)
    .map(({ event, action, item, fields, actor }) => [event, action, item?.id, fields, actor.unit]);
};
const recorded = async () => (await evidence(0)).length;

describe('the timers', () => {
  it('are shown before they are set, set once, and do not move for a newer bundle that says the same', async () => {
    const plan = await planTimers(db.pool, bundle());
    expect(await shown(bundle())).toEqual([`set ${plan.length} timers of ${MOU}, by version 1`]);
    expect(await rows()).toEqual([]);
    expect(await reconcile(bundle())).toEqual(plan);
    expect([await shown(bundle()), await reconcile({ ...bundle(), version: 2 })]).toEqual([[], []]);
  });

  it('follow an amendment: the plan says which move, each recorded before and with the change', async () => {
    await reconcile(bundle());
    const before = await recorded();
    expect((await shown(amended)).toSorted()).toEqual([
      `move the timer flow.1.acknowledge of ${MOU}: PT24H to PT4H, by version 2`,
      `move the timer term.end of ${MOU}: 2028-12-31 to 2028-06-30, by version 2`,
      `move the timer term.warning.30 of ${MOU}: 2028-12-01 to 2028-05-31, by version 2`,
      `move the timer term.warning.60 of ${MOU}: 2028-11-01 to 2028-05-01, by version 2`,
      `move the timer term.warning.7 of ${MOU}: 2028-12-24 to 2028-06-23, by version 2`,
      `move the timer term.warning.90 of ${MOU}: 2028-10-02 to 2028-04-01, by version 2`,
    ]);
    await reconcile(amended);
    const [said, ...more] = (await evidence(before)).map(([event, action, item, fields, unit]) => [
      event,
      action,
      item,
      (fields as string[]).length,
      unit,
    ]);
    expect([said, ...more]).toEqual([
      ['timer-change-intended', 'move-timer', MOU, 6, 'lane-keeper'],
      ['timer-changed', 'move-timer', MOU, 6, 'lane-keeper'],
    ]);
    expect(await rows()).toContainEqual({ name: 'term.end', due: '2028-06-30', version: 2 });
  });

  it('are dropped with the text that set them', async () => {
    await reconcile(bundle());
    const steps = await reconcile(bundle((one) => ({ ...one, state: 'WOUND_DOWN' })));
    expect(new Set(steps.map(({ step }) => step))).toEqual(new Set(['drop-timer']));
    expect(await rows()).toEqual([]);
  });

  it('stay as they are where the change cannot be recorded, and the record says that it failed', async () => {
    await reconcile(bundle());
    const [kept, before] = [await rows(), await recorded()];
    await db.pool.query(`alter table registry.timer add constraint refused check (due <> '2028-06-30') not valid`);
    try {
      await expect(reconcile(amended)).rejects.toThrow('refused');
    } finally {
      await db.pool.query('alter table registry.timer drop constraint refused');
    }
    expect(await rows()).toEqual(kept);
    expect((await evidence(before)).map(([event]) => event)).toEqual(['timer-change-intended', 'timer-change-failed']);
  });
});
