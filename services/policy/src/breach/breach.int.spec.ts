// A breach on a real database: its words under a key of their own and on no lane, its clock, and who is told of it.
import type { Bus } from '@gatehouse/event-bus';
import { LiaisonLane, noticesKept } from '@gatehouse/liaison';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { actsOn } from '../acts-on-memorandum.fixture.ts';
import { recordDueActs } from '../instrument/due-acts.ts';
import { POLICE, PRISON } from '../instrument/instrument.fixture.ts';
import { loadInstruments } from '../instrument/run-on-instrument.ts';
import { memorandum, MOU } from '../memorandum.fixture.ts';
import { TellParties } from '../notice/tell-parties.ts';
import { openParty, relayed, type Party } from '../notice/told.fixture.ts';
import { keepReport } from '../performance/keep-report.ts';
import { performanceOf } from '../performance/performance.ts';
import { openRegistry, type OpenRegistry } from '../policy.fixture.ts';
import { mayReadWords, recordBreachNotice, reportBreach, wordsOf } from './breach.acts.ts';

const WORDS = 'The report on CANARY-name was left in a car (invented).';
const NOTICED = '2026-11-23T02:00:00.000Z';
const OVER = '2026-11-26T02:00:00.001Z';

let open: OpenRegistry;
let prison: Party;
beforeEach(async () => {
  open = await openRegistry();
  await open.issuer.publish();
  prison = await openParty(open, PRISON);
  await agree(memorandum());
});
afterEach(() => Promise.all([open.close(), prison.close()]));
const { agree } = actsOn(() => open);

const report = (party: string = POLICE, parties: string[] = [PRISON]) =>
  reportBreach(open.registry, open.as(party, `dp-${party}`), MOU, {
    noticedAt: NOTICED,
    whatHappened: WORDS,
    concerns: { parties, items: [] },
  });
const tell = (breachId: string, to: string) =>
  recordBreachNotice(open.registry, open.as(POLICE, 'dp-one'), MOU, {
    breachId,
    to,
    givenAt: NOTICED,
    evidence: 'letter 7 (invented)',
  });
const known = async () => (await loadInstruments(open.registry.agency.pool))[0]!.instrument;
const stepsAtPrison = async () => {
  const tellParties = new TellParties(open.registry, [PRISON], () => undefined);
  const lane = new LiaisonLane(open.registry.agency, {} as Bus, [PRISON], keepReport(open.registry));
  await tellParties.runOnce();
  for (const message of await relayed(open.registry.agency, PRISON)) await prison.desk.receive(message);
  for (const receipt of await relayed(prison.agency, open.registry.agency.party)) await lane.receive(receipt);
  const notices = await noticesKept(prison.agency.pool);
  expect(JSON.stringify(notices)).not.toContain('CANARY');
  return notices.filter(({ step }) => step.startsWith('MouBreach')).map(({ step, by, due }) => [step, by, due]);
};

it('is told to the other party at once, without a word of it, and its words stand sealed', async () => {
  const { breachId, refusal } = await report();
  expect(refusal).toBeNull();
  expect(await stepsAtPrison()).toEqual([['MouBreachReported', POLICE, '2026-11-26']]);
  const { pool } = open.registry.agency;
  expect(await wordsOf(pool, breachId)).toBe(WORDS);
  for (const table of ['store.events', 'audit.record', 'bus.outbox']) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${table} t`);
    expect(rows.filter(({ row }) => row.includes('CANARY'))).toEqual([]);
  }
});

it('is read by whoever noticed it, whom it concerns and the authority, and not by the secretary', async () => {
  await report(POLICE, []);
  await report(POLICE, [POLICE]);
  const instrument = await known();
  const reads = (agency: string) =>
    instrument.breaches.map((breach) => mayReadWords(open.registry, open.as(agency, 'x'), breach, instrument));
  expect([POLICE, PRISON, 'kz-human-rights-commission', 'gatehouse-policy', 'kz-probation'].map(reads)).toEqual([
    [true, true],
    [true, false],
    [true, true],
    [false, false],
    [false, false],
  ]);
});

it('is nothing to whoever is no party, and leaves no words behind where it is refused', async () => {
  const stranger = await report('kz-probation');
  expect(stranger.refusal).toBe('not-a-party');
  expect(await wordsOf(open.registry.agency.pool, stranger.breachId)).toBeNull();
  expect((await report(POLICE, ['kz-probation'])).refusal).toBe('breach-names-no-party');
  expect((await known()).breaches).toEqual([]);
});

it('is late for everybody when its clock runs out untold, and done with the last notice', async () => {
  const [late, told] = [await report(), await report()];
  for (const to of ['originator', 'supervisory-authority']) expect((await tell(told.breachId, to)).refusal).toBeNull();
  await tell(late.breachId, 'originator');
  open.clock.set('2026-11-26T02:00:00.000Z');
  await recordDueActs(open.registry);
  expect((await stepsAtPrison()).map(([step]) => step)).not.toContain('MouBreachNoticeLate');
  open.clock.set(OVER);
  await recordDueActs(open.registry);
  await recordDueActs(open.registry);
  expect((await stepsAtPrison()).filter(([step]) => step === 'MouBreachNoticeLate')).toEqual([
    ['MouBreachNoticeLate', 'gatehouse-policy', '2026-11-26'],
  ]);
  const { breaches } = performanceOf(await known(), { status: 'none' }, [], OVER);
  expect(breaches).toEqual({ open: 1, late: 1, told: 1 });
  await tell(late.breachId, 'supervisory-authority');
  const { done, breaches: all } = await known();
  expect(all.map(({ given }) => given.map((one) => one.late))).toEqual([
    [false, true],
    [false, false],
  ]);
  expect(done.map(({ clause, owner, due, late: isLate }) => [clause, owner, due, isLate])).toEqual([
    ['20.2', POLICE, '2026-11-26', false],
  ]);
});
