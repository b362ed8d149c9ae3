// Clause 24 on a real database: what the memorandum of the repository would newly offer waits thirty days, at every service as well.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { actsOn, refusalOf } from '../acts-on-memorandum.fixture.ts';
import { memorandum } from '../memorandum.fixture.ts';
import { MORNING, openRegistry, type OpenRegistry } from '../policy.fixture.ts';
import { POLICE, PRISON } from './instrument.fixture.ts';

let open: OpenRegistry;
beforeEach(async () => {
  open = await openRegistry();
});
afterEach(() => open.close());
const { draft, review, sign, bring, agree, bundled } = actsOn(() => open);

const withFields = (version: number, change: (fields: string[]) => string[]): InstrumentDocument => {
  const { flows, ...text } = memorandum({ version });
  const [first, ...others] = flows;
  return { ...text, flows: [{ ...first!, fields: change(first!.fields) }, ...others] };
};
const narrow = (version: number) => withFields(version, (fields) => fields.filter((name) => name !== 'whatNotToDo'));
const amended = async (document: InstrumentDocument, from: string | null = null) => {
  expect(refusalOf(await draft(document, from))).toBeNull();
  await review(document);
  for (const party of [PRISON, POLICE]) expect((await sign(party, document, undefined, from)).refusal).toBeNull();
  expect((await bring(document)).refusal).toBeNull();
  await open.issuer.publish();
};
const versions = async () => (await bundled())?.history?.map(({ version, effectiveFrom }) => [version, effectiveFrom]);
const OVER = '2026-12-23T03:00:00.000Z';

it('lets what narrows count at once, and what gives it back only when its notice is over', async () => {
  await agree(memorandum());
  await amended(narrow(2));
  expect(await bundled()).toMatchObject({ compiled: { version: 2 } });
  const early = await draft(memorandum({ version: 3 }), '2026-12-01T03:00:00.000Z');
  expect(early).toMatchObject({ refusal: 'amendment-notice-too-short', earliest: OVER });
  await amended(memorandum({ version: 3 }));
  expect(await bundled()).toMatchObject({ compiled: { version: 2 } });
  expect(await versions()).toEqual([
    [1, MORNING],
    [2, MORNING],
    [3, OVER],
  ]);
  open.clock.set('2026-12-23T02:59:59.000Z');
  await open.issuer.publish();
  const atService = () => open.registry.agency.keeper.current()!.bundle.instruments[0]?.compiled.version;
  expect(atService()).toBe(2);
  open.clock.set(OVER);
  await open.issuer.publish();
  expect([atService(), open.alarms]).toEqual([3, []]);
});

it('counts the notice in the days of the instrument, and asks for the one in force, not for the one proposed', async () => {
  await agree(memorandum());
  const clauses = memorandum().clauses?.map((clause) =>
    clause.clause === 24 ? { ...clause, rule: { ...clause.rule, noticePeriod: 'PT0H' } } : clause,
  );
  const shorter = memorandum({ version: 2, ...(clauses ? { clauses } : {}) });
  expect(await draft(shorter, MORNING)).toMatchObject({ refusal: 'amendment-notice-too-short', earliest: OVER });
  await amended(shorter);
  open.clock.set(OVER);
  // A notice of nothing was agreed on: from now on everything counts at once.
  const wider = withFields(3, (fields) => fields);
  await amended({ ...wider, ...(clauses ? { clauses } : {}), term: { ...wider.term, to: '2029-12-31' } });
  expect((await versions())?.at(-1)).toEqual([3, OVER]);
});
