import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { listItems } from './listing.ts';
import { considerOpening, openItem } from './opening.ts';
import { asked, assigned, unassigned } from './police-reader.fixture.ts';
import type { HeldItem, ReaderFacts } from './question.ts';
import { twoAgencies, type TwoAgencies } from './two-agencies.fixture.ts';

let two: TwoAgencies;
let held: HeldItem;

beforeEach(async () => {
  two = await twoAgencies();
  await two.bundle();
  const { envelope } = await two.released();
  held = { envelope, provenance: {} as HeldItem['provenance'], openedBefore: [] };
});
afterEach(() => two.close());

const open = (facts: ReaderFacts, item: HeldItem | null) =>
  openItem(two.police.agency, asked, 'item', considerOpening(two.police.agency, asked, facts, item));

const list = (facts: ReaderFacts, rows: HeldItem[], limit = 10, who = asked) => {
  const candidates = rows.map((row, position) => ({ held: row, position }));
  const next = async (after: { position: number } | null) => candidates.slice(after ? after.position + 1 : 0);
  const query = { products: [{ product: held.envelope.product, fields: ['alertId', 'type'] }], limit, next };
  return listItems(two.police.agency, who, facts, query);
};

/** The same item under another case, which nobody here is assigned to. */
const ofAnotherCase = (): HeldItem => ({
  ...held,
  envelope: {
    ...held.envelope,
    caseRef: 'KZ-1',
    subjects: held.envelope.subjects.map((s) => ({ ...s, cases: ['KZ-1'] })),
  },
});

describe('opening', () => {
  it('gives the content and keeps the names of its fields', async () => {
    const opened = await open(assigned, held);
    expect([opened.outward, opened.content]).toEqual([200, held.envelope.payload]);
    expect(await two.police.audit()).toEqual([
      expect.objectContaining({ event: 'read', fields: ['alertId', 'nature', 'type'] }),
    ]);
  });

  it('is the same to who is not assigned as for an id that names nothing; the audit knows better', async () => {
    const [hidden, unknown] = [await open(unassigned, held), await open(unassigned, null)];
    expect([hidden.outward, hidden.content, hidden.obligations]).toEqual([404, null, []]);
    expect([unknown.outward, unknown.content, unknown.obligations]).toEqual([404, null, []]);
    expect((await two.police.audit()).map(({ event, reason }) => [event, reason])).toEqual([
      ['refused', 'NO_ASSIGNMENT'],
      ['refused', 'NO_SUCH_ITEM'],
    ]);
  });

  it('gives nothing that could not be recorded', async () => {
    await two.police.agency.pool.query('alter table audit.record rename to record_away');
    await expect(open(assigned, held)).rejects.toMatchObject({ code: 'evidence-unavailable' });
  });
});

describe('listing', () => {
  it('decides a page again where a newer bundle came while its rows were looked at', async () => {
    const query = {
      products: [{ product: held.envelope.product, fields: ['alertId', 'type'] }],
      limit: 10,
      next: async (after: { held: HeldItem } | null) => {
        if (after && two.police.agency.keeper.current()?.bundle.version === 1) await two.bundle({ state: 'SUSPENDED' });
        return after ? [] : [{ held }];
      },
    };
    const page = await listItems(two.police.agency, asked, assigned, query);
    expect([page.outward, page.content]).toEqual([403, null]);
    expect((await two.police.audit()).map(({ event, reason }) => [event, reason])).toEqual([
      ['refused', 'MOU_SUSPENDED'],
    ]);
  });

  it('records the bundle an opening was decided by, whatever is in use by then', async () => {
    const considered = considerOpening(two.police.agency, asked, assigned, held);
    await two.bundle({ state: 'SUSPENDED' });
    await openItem(two.police.agency, asked, 'item', considered);
    const { rows } = await two.police.agency.pool.query<{ record: string }>('select record from audit.record');
    expect(JSON.parse(rows[0]?.record ?? '{}')).toMatchObject({ event: 'read', decision: { bundleVersion: 1 } });
  });

  it('leaves hidden rows out, and says "more" only of a row that will be shown', async () => {
    const page = await list(assigned, [held, ofAnotherCase(), ofAnotherCase()], 1);
    expect([page.content?.rows.length, page.content?.more]).toEqual([1, false]);
    const further = await list(assigned, [held, ofAnotherCase(), held], 1);
    expect([further.content?.rows.length, further.content?.more]).toEqual([1, true]);
    expect(await two.police.count('audit.record')).toBe(2);
  });

  it('tells only the audit why a page is empty', async () => {
    const page = await list(unassigned, [held, held]);
    expect([page.outward, page.content]).toEqual([200, { rows: [], last: null, more: false }]);
    expect(await two.police.audit()).toEqual([expect.objectContaining({ event: 'refused', reason: 'NO_ASSIGNMENT' })]);
  });

  it('is forbidden to a purpose outside the agreement, whatever there is', async () => {
    const page = await list(assigned, [held], 10, { ...asked, purpose: 'RESEARCH' });
    expect([page.outward, page.reason, page.content]).toEqual([403, 'PURPOSE_MISMATCH', null]);
  });

  it('shows on a stale bundle what is immediate, and nothing else (ruling 1)', async () => {
    two.clock.advance(901_000);
    const urgent = { ...held, envelope: { ...held.envelope, priority: 'IMMEDIATE' } };
    const page = await list(assigned, [held, urgent]);
    expect(page.content?.rows.map(({ row }) => row.position)).toEqual([1]);
    expect(await list(assigned, [held])).toMatchObject({ outward: 403, reason: 'BUNDLE_STALE', content: null });
  });
});
