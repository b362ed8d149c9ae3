// Decisions of real hops, made again: by the policy, the rules and the facts of then, each read back from the database.
import { destroyMarked, inTransaction, markForDestruction } from '@gatehouse/event-store';
import {
  considerOpening,
  listItems,
  openItem,
  partOf,
  recordOpening,
  type HeldItem,
  type ReaderFacts,
} from '@gatehouse/sharing';
import { asked, assigned, unassigned } from '@gatehouse/sharing/police-reader';
import { twoAgencies, type Side, type TwoAgencies } from '@gatehouse/sharing/two-agencies';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { explain, type Explained } from './explain.ts';
import { inWords } from './words.ts';

let two: TwoAgencies;
let held: HeldItem;

beforeAll(async () => {
  two = await twoAgencies();
  await two.bundle();
  const { envelope } = await two.released();
  const sealedUnder = `received-item-${envelope.itemId}`;
  held = { envelope, provenance: {} as HeldItem['provenance'], openedBefore: [], sealedUnder };
});
afterAll(() => two.close());

const lastRecord = async ({ agency }: Side): Promise<string> => {
  const { rows } = await agency.pool.query<{ record_id: string }>(
    'select record_id from audit.record order by transaction_id desc, sequence desc limit 1',
  );
  return rows[0]!.record_id;
};
const explained = async (side: Side, recordId: string): Promise<Explained> => {
  const found = await explain(side.agency, async () => held, recordId);
  if (!found) throw new Error('no such record');
  return found;
};
const opened = async (facts: ReaderFacts, item: HeldItem | null): Promise<string> => {
  const { agency } = two.police;
  await openItem(agency, asked, item?.envelope.itemId ?? randomUUID(), considerOpening(agency, asked, facts, item));
  return lastRecord(two.police);
};

describe('an explanation', () => {
  it('makes both questions of a disclosure again, as of their instant', async () => {
    const { rows } = await two.prison.agency.pool.query<{ id: string }>(
      `select record_id as id from audit.record where record::json ->> 'event' = 'disclosed'`,
    );
    two.clock.advance(60_000);
    const found = await explained(two.prison, rows[0]!.id);
    expect([found.standing, found.agrees]).toEqual(['made-again', true]);
    expect(found.decisions.map(({ question, differences }) => [question, differences])).toEqual([
      ['publish', []],
      ['deliver', []],
    ]);
    expect(found.decisions[1]?.because[0]).toMatchObject({
      reason: 'CONTRACT_MATCH',
      cites: 'Article 5',
      instrument: 'kz-prisons-police@1',
      clause: { number: 5 },
    });
    expect(found.decisions[1]).toMatchObject({
      asOf: { at: '2026-11-23T09:00:00.000Z', bundleVersion: 1 },
      answer: { reason: 'CONTRACT_MATCH', agreements: ['kz-prisons-police@1'] },
    });
  });

  it.each([
    { who: 'the one who is assigned', facts: assigned, item: () => held, reason: 'CONTRACT_MATCH' },
    { who: 'one who is not', facts: unassigned, item: () => held, reason: 'NO_ASSIGNMENT' },
    { who: 'one who asks for what does not exist', facts: assigned, item: () => null, reason: 'NO_SUCH_ITEM' },
  ])('makes the answer to $who again', async ({ facts, item, reason }) => {
    const found = await explained(two.police, await opened(facts, item()));
    expect([found.standing, found.agrees, found.decisions[0]?.answer?.reason]).toEqual(['made-again', true, reason]);
    expect(found.record.decision?.reason).toBe(reason);
    expect(found.decisions[0]?.because[0]).toMatchObject({ reason, words: expect.any(String) });
  });

  it('names the clause, and says it in plain words without any content', async () => {
    const found = await explained(two.police, await opened(unassigned, held));
    expect(found.decisions[0]?.because[0]).toMatchObject({
      reason: 'NO_ASSIGNMENT',
      instrument: 'kz-prisons-police@1',
      clause: { number: 14, title: 'Personnel' },
    });
    const words = inWords(found).join('\n');
    expect(words).toContain('because the person is not assigned to the case (NO_ASSIGNMENT); clause 14, Personnel');
    expect(words).toContain('Made again, it is what was recorded.');
    expect(JSON.stringify(found) + words).not.toContain('CANARY');
  });

  it('makes the rows of a page again, each as it was shown', async () => {
    const next = async (after: { held: HeldItem } | null) => (after ? [] : [{ held }]);
    const query = { products: [{ product: held.envelope.product, fields: ['alertId', 'type'] }], limit: 10, next };
    await listItems(two.police.agency, asked, assigned, query);
    const shown = await explained(two.police, await lastRecord(two.police));
    expect([shown.agrees, shown.decisions.map(({ question, itemId }) => [question, itemId])]).toEqual([
      true,
      [['list', held.envelope.itemId]],
    ]);
    await listItems(two.police.agency, { ...asked, purpose: 'RESEARCH' }, assigned, query);
    const refused = await explained(two.police, await lastRecord(two.police));
    expect([refused.agrees, refused.decisions[0]?.answer?.reason]).toEqual([true, 'PURPOSE_MISMATCH']);
  });

  it('makes the rows again that were hidden from a page, each with its reason', async () => {
    const hidden = { ...held, envelope: { ...held.envelope, itemId: randomUUID(), reviewBy: '2026-01-01' } };
    const closed = { ...held, envelope: { ...held.envelope, itemId: randomUUID() }, withdrawn: true };
    const rows = [hidden, held, closed].map((one) => ({ held: one }));
    const next = async (after: unknown) => (after ? [] : rows);
    const query = { products: [{ product: held.envelope.product, fields: ['alertId', 'type'] }], limit: 10, next };
    const { content } = await listItems(two.police.agency, asked, assigned, query);
    expect(content?.rows).toHaveLength(1);
    const found = await explained(two.police, await lastRecord(two.police));
    const reasons = found.decisions.map(({ itemId, answer }) => [itemId, answer?.reason]);
    expect([found.agrees, reasons]).toEqual([
      true,
      [
        [held.envelope.itemId, 'CONTRACT_MATCH'],
        [hidden.envelope.itemId, 'RETENTION_LAPSED'],
        [closed.envelope.itemId, 'LEGAL_BASIS_ENDED'],
      ],
    ]);
    expect(found.record.decision?.hidden).toEqual({ RETENTION_LAPSED: 1, LEGAL_BASIS_ENDED: 1 });
    expect(found.program).toMatchObject({ isSame: true });
  });

  it("stands by the policy of then, with today's answer beside it", async () => {
    const recordId = await opened(assigned, held);
    await two.bundle({ state: 'SUSPENDED', suspension: { by: 'gatehouse-policy', freezePriorCopies: true } });
    const found = await explained(two.police, recordId);
    expect([found.agrees, found.decisions[0]?.asOf?.bundleVersion]).toEqual([true, 1]);
    expect(found.decisions[0]?.today).toMatchObject({
      bundleVersion: 2,
      answer: { reasonsInOrder: expect.arrayContaining(['MOU_SUSPENDED']) },
    });
    expect(found.decisions[0]?.today?.differences).toContain('effect');
    await two.bundle();
  });

  it('keeps one attribute once, however often it decided', async () => {
    const count = () => two.police.count('sharing.decision_input', `sealed_under = '${held.sealedUnder}'`);
    await opened(assigned, held);
    const before = await count();
    await opened(assigned, held);
    expect((await count()) - before).toBe(0);
  });

  it('lets nobody wait for another who keeps the same inputs', async () => {
    const { agency } = two.police;
    two.clock.advance(1_000);
    await inTransaction(agency.pool, async (client) => {
      const considered = considerOpening(agency, asked, assigned, held);
      await recordOpening(agency, client, asked, held.envelope.itemId, considered, 'open');
      const second = await opened(assigned, held);
      expect((await explained(two.police, second)).agrees).toBe(true);
    });
    expect((await explained(two.police, await opened(assigned, held))).agrees).toBe(true);
  });
});

describe('what was altered', () => {
  const replaced = async (recordId: string, name: string, value: unknown): Promise<void> => {
    const { pool, itemKeys } = two.police.agency;
    const { rows } = await pool.query<{ digest: string }>(
      'select attributes ->> $2 as digest from sharing.decision_made where record_id = $1',
      [recordId, name],
    );
    const { digest } = rows[0]!;
    const key = itemKeys!.keysOf([held.sealedUnder!]).get(held.sealedUnder!);
    if (!key || key === 'destroyed') throw new Error('no key');
    await pool.query('update sharing.decision_input set sealed = $3 where sealed_under = $1 and digest = $2', [
      held.sealedUnder,
      digest,
      key.sealText(partOf(digest), JSON.stringify(value)),
    ]);
  };

  it('is named, and decided again it is not what was recorded', async () => {
    const recordId = await opened(assigned, held);
    await replaced(recordId, 'vetting', { level: 'L0' });
    const found = await explained(two.police, recordId);
    expect([found.standing, found.agrees, found.decisions[0]?.altered]).toEqual(['inputs-altered', false, ['vetting']]);
    expect(found.decisions[0]?.answer?.reason).toBe('VETTING_TOO_LOW');
    expect(found.decisions[0]?.differences).toContain('effect');
    expect(inWords(found)).toEqual(
      expect.arrayContaining(['Altered since: vetting.', 'MADE AGAIN, IT IS NOT WHAT WAS RECORDED.']),
    );
    await replaced(recordId, 'vetting', { level: 'L2' });
    expect((await explained(two.police, recordId)).agrees).toBe(true);
  });

  it('is noticed where another version was put in its place, and where one is missing', async () => {
    const recordId = await opened(assigned, held);
    const { pool } = two.police.agency;
    const change = (to: string) =>
      pool.query(`update sharing.decision_made set attributes = ${to} where record_id = $1`, [recordId]);
    await change(`attributes || jsonb_build_object('training', attributes ->> 'assignments')`);
    expect((await explained(two.police, recordId)).decisions[0]?.altered).toEqual(['inputs']);
    await change(`attributes || '{"training": "no-such-digest"}'`);
    expect((await explained(two.police, recordId)).decisions[0]).toMatchObject({
      standing: 'inputs-altered',
      altered: ['inputs', 'training'],
      answer: null,
    });
  });

  it('is refused where the policy kept is another one', async () => {
    const recordId = await opened(assigned, held);
    const { pool } = two.police.agency;
    await pool.query(`update policy.bundles set jws = jws || 'A' where version = 3`);
    expect(await explained(two.police, recordId)).toMatchObject({ standing: 'bundle-altered', agrees: null });
    await pool.query(`update policy.bundles set jws = left(jws, -1) where version = 3`);
    await pool.query(`update policy.rules set rules = jsonb_set(rules, '{common}', '[]')`);
    expect(await explained(two.police, recordId)).toMatchObject({ standing: 'rules-altered', agrees: null });
  });
});

describe('an item that was erased', () => {
  it('leaves the record, and nothing to make it again from', async () => {
    const { rows } = await two.prison.agency.pool.query<{ id: string }>(
      `select record_id as id from audit.record where record::json ->> 'event' = 'disclosed'`,
    );
    const { pool, itemKeys } = two.prison.agency;
    await inTransaction(pool, (client) =>
      markForDestruction(client, [`raised-${held.envelope.itemId}`], two.clock.now()),
    );
    await destroyMarked(pool, itemKeys!);
    const found = await explained(two.prison, rows[0]!.id);
    expect([found.standing, found.agrees, found.decisions.map(({ answer }) => answer)]).toEqual([
      'inputs-erased',
      null,
      [null, null],
    ]);
    expect(found.record.decision?.effect).toMatch('PERMIT');
  });
});
