// A text that comes over HTTP is asked for everything that its parties would sign: on a real database, with what is recorded of a faulty one.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { memorandum, MOU } from '../memorandum.fixture.ts';
import { openRegistry, type OpenRegistry } from '../policy.fixture.ts';
import { draftInstrument } from './instrument.acts.ts';
import { loadInstruments } from './run-on-instrument.ts';

let open: OpenRegistry;
beforeEach(async () => {
  open = await openRegistry();
});
afterEach(() => open.close());

const faultsOf = async (document: InstrumentDocument) => {
  const drafted = await draftInstrument(open.registry, open.secretary, {
    document,
    effectiveFrom: null,
    replaces: null,
  });
  return 'errors' in drafted ? drafted.errors : [];
};

it('is not drafted without its clauses, nor with flows that overlap, whatever decisions would make of it', async () => {
  const { clauses = [], ...terms } = memorandum();
  expect(await faultsOf(terms)).toHaveLength(29);
  const [flow] = terms.flows;
  const overlapping = { ...flow!, purposes: flow!.purposes.slice(0, 1) };
  expect(await faultsOf({ ...terms, clauses, flows: [...terms.flows, overlapping] })).toMatchObject([
    { clause: 5, pointer: '/flows/3', message: expect.stringContaining('overlaps flow 1') },
  ]);
  expect(await loadInstruments(open.registry.agency.pool)).toEqual([]);
});

it('leaves a record of who handed in a faulty one, and no word of it', async () => {
  await faultsOf(memorandum({ title: 'CANARY-title', term: { from: '2027-01-01', to: '2026-01-01' } }));
  const { rows } = await open.registry.agency.pool.query<{ record: string }>(
    `select record from audit.record where record::json ->> 'action' = 'DraftInstrument'`,
  );
  expect(rows.map(({ record }) => JSON.parse(record) as object)).toMatchObject([
    { event: 'command-refused', actor: { person: 'se-one' }, decision: { reason: 'instrument-not-compiled' } },
  ]);
  expect(rows[0]?.record).not.toContain('CANARY');
  expect(rows[0]?.record).not.toContain(MOU);
});
