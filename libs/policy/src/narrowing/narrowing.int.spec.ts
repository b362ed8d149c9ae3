// Lists narrowed in SQL on a real database: in random worlds of random rules nothing that is decided to be shown is left out.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { decisionPoint } from '../decision-point.ts';
import { UNLESS_SAID, useEngine } from '../engine.ts';
import { products } from '../question.fixture.ts';
import { rowFacts } from './columns.ts';
import { replaced, type Atom, type Formula } from './formula.ts';
import { diceOf } from './random-rule.fixture.ts';
import { PRODUCTS, randomAsker, randomBundle, randomItem, type WorldItem } from './random-world.fixture.ts';
import { conditionOf } from './sql.ts';

const WORLDS = 8;
const ITEMS = 50;
const ASKERS = 8;
const COLUMNS = { product: 'product', originator: 'originator', facts: 'facts' };
const seed = Number(process.env['WORLD_SEED'] ?? 1);

/** Somebody who asks in a world: what the rules say beforehand, and what the decision shows him of its items. */
interface Asked {
  world: number;
  narrowing: Formula;
  visible: string[];
}

let db: FreshDatabase;
const asked: Asked[] = [];

const keep = async (world: number, items: readonly WorldItem[]): Promise<void> => {
  const rows = items.map(({ item, subjects }) => {
    const { id, product, originator } = item;
    return { world, id, product, originator, facts: rowFacts(item, subjects) };
  });
  const insert = 'insert into item select * from jsonb_populate_recordset(null::item, $1)';
  await db.pool.query(insert, [JSON.stringify(rows)]);
};

const makeWorld = async (world: number): Promise<void> => {
  const dice = diceOf(seed + world);
  const point = decisionPoint(randomBundle(dice), products);
  const items = Array.from({ length: ITEMS }, (_, n) => randomItem(dice, `item ${n}`));
  await keep(world, items);
  for (let n = 0; n < ASKERS; n += 1) {
    const asker = randomAsker(dice);
    const narrowing = point.narrowing(PRODUCTS.map((product) => ({ ...asker, product })));
    const shown = items.filter(({ item, subjects }) =>
      point.decide({ ...asker, item, subjects, product: item.product }).effect.startsWith('PERMIT'),
    );
    asked.push({ world, narrowing, visible: shown.map(({ item }) => item.id) });
  }
};

beforeAll(async () => {
  // Closures and Cedar are held against each other elsewhere; the quicker one decides here.
  useEngine({ decides: 'closures', shadowed: 0 });
  db = await freshDatabase('narrowing');
  await db.pool.query('create table item (world int, id text, product text, originator text, facts jsonb)');
  for (let world = 0; world < WORLDS; world += 1) await makeWorld(world);
}, 240_000);

afterAll(async () => {
  useEngine(UNLESS_SAID);
  await db.drop();
});

const left = async (world: number, narrowing: Formula): Promise<Set<string>> => {
  const values: unknown[] = [world];
  const where = conditionOf(narrowing, COLUMNS, (value) => `$${values.push(value)}`);
  const { rows } = await db.pool.query<{ id: string }>(`select id from item where world = $1 and ${where}`, values);
  return new Set(rows.map(({ id }) => id));
};

/** What lists would lose, and how many rows they would look at, were their conditions changed so. */
const listed = async (change: (narrowing: Formula) => Formula) => {
  const lost: string[] = [];
  let looked = 0;
  for (const { world, narrowing, visible } of asked) {
    const found = await left(world, change(narrowing));
    looked += found.size;
    lost.push(...visible.filter((id) => !found.has(id)).map((id) => `${id} of world ${seed + world}`));
  }
  return { lost, looked };
};

const tests = (change: (test: Atom) => Formula | null) => (narrowing: Formula) =>
  replaced(narrowing, (part) => (typeof part === 'object' && 'atom' in part ? change(part.atom) : null));

const other = (test: Atom, change: Partial<Atom>): Formula => ({ atom: { ...test, ...change } });

describe('a list narrowed in SQL', () => {
  it('loses nothing that would be shown, whatever the rules are', async () => {
    const { lost, looked } = await listed((narrowing) => narrowing);
    expect(lost).toEqual([]);
    // Not the promise, but its use: of what is hidden little is even looked at.
    const all = WORLDS * ITEMS * ASKERS;
    const shown = asked.reduce((sum, { visible }) => sum + visible.length, 0);
    expect(shown).toBeGreaterThan(all * 0.01);
    expect(looked - shown).toBeLessThan((all - shown) * 0.2);
  });

  it.each<[string, (test: Atom) => Formula | null]>([
    ['that wants all where one is enough', (test) => (test.is === 'any' ? other(test, { is: 'all' }) : null)],
    ['that forgets the words of a list', (test) => (test.is === 'within' ? other(test, { values: [] }) : null)],
    ['that asks the day before', (test) => (test.is === 'before' ? other(test, { is: 'until' }) : null)],
    ['that knows no originator', (test) => (test.attribute === 'originator' ? false : null)],
    ['that takes everybody for a juvenile', (test) => (test.attribute === 'juvenileAtConduct' ? true : null)],
    ['that hides what is about nobody', (test) => (test.attribute === 'subjects' ? false : null)],
  ])('is seen to lose something by a condition %s', async (_, change) =>
    expect((await listed(tests(change))).lost).not.toEqual([]),
  );
});
