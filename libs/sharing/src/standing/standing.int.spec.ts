// What was disclosed is decided again when what rules has changed: each once, resumed where it stopped, and nothing is asked for that the
// decision did not say.
import { openSealed, publicKeys } from '@gatehouse/crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ENVELOPE_TYPE, type Envelope } from '../envelope.ts';
import { instrument, POLICE, toProduct, twoAgencies, type TwoAgencies } from '../two-agencies.fixture.ts';
import { changedDisclosures, owedNow } from './owed.ts';
import { lastRuns, moveRun } from './standing-run.ts';
import { StandingRunner } from './standing-runner.ts';

let two: TwoAgencies;
let runner: StandingRunner;
beforeEach(async () => {
  two = await twoAgencies();
  runner = new StandingRunner(two.prison.agency, toProduct);
  await two.bundle();
  await settled();
});
afterEach(() => two.close());

/** Runs until there is nothing more to do. */
const settled = async (by = runner): Promise<void> => {
  while ((await by.runOnce()) > 0);
};
const run = async () => (await lastRuns(two.prison.agency.pool, 1))[0]!;
const changed = () => changedDisclosures(two.prison.agency.pool, { after: null, limit: 100 });
const audited = async () => (await two.prison.audit()).filter(({ event }) => event.startsWith('standing-'));

const compiled = instrument('kz-prisons-police');
const narrower = instrument('kz-prisons-police', [
  ['version: 1\n', 'version: 2\n'],
  ['      - nature\n', ''],
]);
const SUSPENDED = { state: 'SUSPENDED', suspension: { by: 'gatehouse-policy', freezePriorCopies: false } };

describe('a change of what rules', () => {
  it('has every disclosure decided again, and leaves a record of each whose answer changed and one of the run', async () => {
    const items = [await two.released(), await two.released()].map(({ envelope }) => envelope.itemId);
    await two.bundle({ state: 'TERMINATED' });
    await settled();
    expect(await run()).toMatchObject({
      state: 'complete',
      instruments: ['kz-prisons-police'],
      permissions: 2,
      decided: 2,
      changed: 2,
      undecided: 0,
    });
    expect(await changed()).toEqual(
      items.toSorted().map((itemId) =>
        expect.objectContaining({
          itemId,
          recipient: POLICE,
          answer: 'ended',
          reason: 'MOU_EXPIRED',
          owed: 'return-or-erase',
        }),
      ),
    );
    expect((await audited()).map(({ event, reason, fields }) => [event, reason, fields])).toEqual([
      ['standing-changed', 'MOU_EXPIRED', ['alertId', 'nature', 'type']],
      ['standing-changed', 'MOU_EXPIRED', ['alertId', 'nature', 'type']],
      ['standing-decided', null, []],
    ]);
    expect(await owedNow(two.prison.agency.pool)).toEqual([
      { recipient: POLICE, owed: 'return-or-erase', disclosures: 2 },
    ]);
  });

  it('that changes no answer leaves none, and a bundle that changes nothing begins no run', async () => {
    await two.released();
    const { runId } = await run();
    await two.bundle();
    await settled();
    expect((await run()).runId).toBe(runId);
    const same = instrument('kz-prisons-police', [['version: 1\n', 'version: 2\n']]);
    await two.bundle({ compiled: same, history: versions(same) });
    await settled();
    expect(await run()).toMatchObject({ state: 'complete', decided: 1, changed: 0 });
    expect(await changed()).toEqual([]);
    expect((await audited()).map(({ event }) => event)).toEqual(['standing-decided']);
  });

  it('that takes a field away asks for that field alone', async () => {
    const { envelope } = await two.released();
    await two.bundle({ compiled: narrower, history: versions(narrower) });
    await settled();
    expect(await changed()).toMatchObject([
      { itemId: envelope.itemId, answer: 'narrowed', owed: 'erase-fields', fields: ['nature'] },
    ]);
  });

  it('that only suspends asks for nothing back, and is over when the suspension is', async () => {
    await two.released();
    await two.bundle(SUSPENDED);
    await settled();
    expect(await changed()).toMatchObject([{ reason: 'MOU_SUSPENDED', owed: 'keep' }]);
    await two.bundle({ ...SUSPENDED, suspension: { by: 'gatehouse-policy', freezePriorCopies: true } });
    await settled();
    expect(await changed()).toMatchObject([{ owed: 'keep-unused' }]);
    await two.bundle();
    await settled();
    expect(await changed()).toEqual([]);
    expect((await audited()).filter(({ event }) => event === 'standing-changed')).toHaveLength(3);
  });

  it('by the clock alone is found without a bundle', async () => {
    await two.released();
    two.clock.set('2029-01-01T00:00:00Z');
    await two.bundle();
    await settled();
    expect(await changed()).toMatchObject([{ answer: 'ended' }]);
  });

  it('leaves out what was erased, and says so', async () => {
    const { envelope } = await two.released();
    await two.erase(envelope.itemId);
    await two.bundle({ state: 'TERMINATED' });
    await settled();
    expect(await run()).toMatchObject({ decided: 1, changed: 0, undecided: 1 });
    expect(await changed()).toEqual([]);
  });

  it('sends nothing and takes nothing back', async () => {
    const { message } = await two.released();
    const before = await two.prison.count('bus.outbox');
    await two.bundle({ state: 'TERMINATED' });
    await settled();
    expect(await two.prison.count('bus.outbox')).toBe(before);
    const { payload } = await openSealed(
      message.value,
      two.keys.police,
      () => publicKeys(two.keys.prison),
      ENVELOPE_TYPE,
    );
    expect(JSON.stringify(await changed()) + JSON.stringify(await two.prison.audit())).not.toContain('CANARY');
    expect((payload as Envelope).recipient).toBe(POLICE);
  });
});

describe('a run', () => {
  const released = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) await two.released();
  };

  it('that was stopped goes on where it was, and two processes decide each disclosure once', async () => {
    await released(3);
    await two.bundle({ state: 'TERMINATED' });
    const small = new StandingRunner(two.prison.agency, toProduct, undefined, 1);
    const other = new StandingRunner(two.prison.agency, toProduct, undefined, 1);
    expect([await small.runOnce(), await small.runOnce()]).toEqual([1, 1]);
    expect(await run()).toMatchObject({ state: 'running', decided: 1 });
    const seen = await run();
    expect(await small.runOnce()).toBe(1);
    const counts = { decided: 1, changed: 1, undecided: 0 };
    expect(await moveRun(two.prison.agency.pool, seen, seen.after, counts)).toBe(false);
    for (;;) if ((await Promise.all([small.runOnce(), other.runOnce()])).every((done) => done === 0)) break;
    expect(await run()).toMatchObject({ state: 'complete', decided: 3, changed: 3 });
    expect((await audited()).map(({ event }) => event)).toEqual([
      ...Array<string>(3).fill('standing-changed'),
      'standing-decided',
    ]);
  });

  it('is overtaken by a newer change, whose run does all of it', async () => {
    await released(3);
    await two.bundle({ state: 'TERMINATED' });
    const small = new StandingRunner(two.prison.agency, toProduct, undefined, 1);
    await small.runOnce();
    await small.runOnce();
    expect(await changed()).toHaveLength(1);
    await two.bundle();
    await settled(small);
    const [last, overtaken] = await lastRuns(two.prison.agency.pool, 2);
    expect([last?.state, last?.decided, overtaken?.state]).toEqual(['complete', 3, 'overtaken']);
    expect(await changed()).toEqual([]);
  });

  it('waits for a fresh bundle', async () => {
    await released(1);
    await two.bundle({ state: 'TERMINATED' });
    two.clock.advance(901_000);
    expect(await runner.runOnce()).toBe(0);
  });
});

function versions(second: typeof compiled) {
  return [
    { version: 1, effectiveFrom: '2026-01-05T00:00:00.000Z', compiled },
    { version: 2, effectiveFrom: '2026-11-23T09:00:00.000Z', compiled: second },
  ];
}
