// A suspension on a real database, waiting for services that acknowledge, are late, lie, or say nothing until their lease is over.
import { generatePartyKeys, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import type { Bus, BusMessage } from '@gatehouse/event-bus';
import { noticesKept } from '@gatehouse/liaison';
import { appliedTopic, BundleAcknowledger, digestOf, signApplied } from '@gatehouse/policy';
import { eventually } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bringIntoForce, draftInstrument, reviewInstrument, signInstrument } from '../instrument/instrument.acts.ts';
import { suspendInstrument } from '../instrument/order.acts.ts';
import { POLICE, PRISON, SECRETARIAT, shaOf } from '../instrument/instrument.fixture.ts';
import { memorandum, MOU } from '../memorandum.fixture.ts';
import { noticesShown } from '../notice/notices-shown.ts';
import { TellParties } from '../notice/tell-parties.ts';
import { openParty, relayed } from '../notice/told.fixture.ts';
import { FOLLOWING, MORNING, openRegistry, type OpenRegistry } from '../policy.fixture.ts';
import { cutOffSamples } from './cut-off-samples.ts';
import { cutOffAnswer } from './cut-off.answer.ts';
import { HearApplied } from './hear-applied.ts';
import { loadCutOffs } from './run-on-cut-off.ts';
import { settleCutOffs } from './settle-cut-offs.ts';

let open: OpenRegistry;
let hear: HearApplied;
let heard: number;

const agree = async (): Promise<void> => {
  const document = memorandum();
  const text = { version: document.version, sha256: shaOf(document) };
  const { registry, secretary } = open;
  await draftInstrument(registry, secretary, { document, effectiveFrom: null, replaces: null });
  await reviewInstrument(registry, open.as(SECRETARIAT, 're-one'), MOU, text);
  for (const party of [PRISON, POLICE])
    await signInstrument(registry, open.as(party, `sg-${party}`), MOU, {
      ...text,
      jws: await open.signature(party, document),
    });
  await bringIntoForce(registry, secretary, MOU, text);
  await open.issuer.publish();
};
const suspend = async (): Promise<number> => {
  const order = { scope: { kind: 'all' as const }, reason: 'review', freezePriorCopies: false, order: null };
  await suspendInstrument(open.registry, open.secretary, MOU, order);
  return open.issuer.publish();
};
const words = async (service: string, version: number, change: { keys?: PartyKeys; digest?: string } = {}) => {
  const digest = change.digest ?? digestOf(open.sent.at(-1)?.value ?? '');
  const applied = { service, version, digest, appliedAt: open.clock.now().toISOString() };
  return signApplied(applied, change.keys ?? open.followers[service]!);
};
const message = (service: string, value: string): BusMessage => ({
  topic: appliedTopic('t', service),
  key: service,
  value,
  headers: {},
});
const says = async (service: string, version: number, change?: Parameters<typeof words>[2]): Promise<void> =>
  hear.receive(message(service, await words(service, version, change)));
const settle = () => settleCutOffs(open.registry, open.following);
const cutOffs = async () => (await loadCutOffs(open.registry.agency.pool, MOU)).map(cutOffAnswer);
const states = async () => (await cutOffs())[0]!.services.map(({ state }) => state);
const audited = async (): Promise<string[]> => {
  const { rows } = await open.registry.agency.pool.query<{ record: string }>(
    'select record from audit.record order by sequence',
  );
  return rows
    .map(({ record }) => JSON.parse(record) as { action: string; actor: { agency: string; unit: string | null } })
    .filter(({ action }) => /CutOff|Lease|Late$/.test(action))
    .map(({ action, actor }) => `${action} ${actor.unit ?? actor.agency}`);
};
const waiting = async (): Promise<number[]> =>
  (await cutOffSamples(open.registry.agency, open.following))
    .filter(({ name }) => name === 'gatehouse_cut_offs_unacknowledged')
    .map(({ value }) => value);

beforeEach(async () => {
  open = await openRegistry();
  heard = 0;
  hear = new HearApplied(open.registry, {} as Bus, open.following, () => (heard += 1));
  await agree();
});
afterEach(() => open.close());

describe('a suspension', () => {
  it('waits for every service, and is complete with the last one that says it has applied it', async () => {
    expect(await cutOffs()).toEqual([]);
    const version = await suspend();
    expect(await cutOffs()).toMatchObject([{ bundleVersion: version, steps: ['MouSuspended'], isComplete: false }]);
    expect(await waiting()).toEqual([1, 1]);
    await says(FOLLOWING[0], version);
    expect([await settle(), await settle(), heard]).toEqual([1, 0, 1]);
    expect([await states(), (await cutOffs())[0]!.isComplete]).toEqual([['ACKNOWLEDGED', 'WAITING'], false]);
    await says(FOLLOWING[1], version);
    await settle();
    expect((await cutOffs())[0]).toMatchObject({ isComplete: true, completedAt: open.clock.now().toISOString() });
    expect(await waiting()).toEqual([0, 0]);
    expect(await audited()).toEqual([
      `BeginCutOff ${SECRETARIAT}`,
      `AcknowledgeCutOff ${FOLLOWING[0]}`,
      `AcknowledgeCutOff ${FOLLOWING[1]}`,
    ]);
  });

  it('is acknowledged by a newer bundle as well, since the one before it may never have come', async () => {
    await suspend();
    const newer = await open.issuer.publish();
    for (const service of FOLLOWING) await says(service, newer);
    expect(await settle()).toBe(2);
    expect((await cutOffs())[0]!.isComplete).toBe(true);
    expect(await cutOffs()).toHaveLength(1);
  });

  it('tells who is late, and reads complete only when that service’s lease has expired', async () => {
    const version = await suspend();
    await says(FOLLOWING[0], version);
    await settle();
    open.clock.advance(10_000);
    expect([await settle(), await settle(), open.alarms]).toEqual([1, 0, ['CUT_OFF_UNACKNOWLEDGED']]);
    // Fifteen minutes of the bundle before it, and the five that a clock may be behind.
    open.clock.advance(1_190_000);
    expect([await settle(), (await cutOffs())[0]!.isComplete]).toEqual([0, false]);
    open.clock.advance(1_000);
    expect([await settle(), await states()]).toEqual([1, ['ACKNOWLEDGED', 'LEASE_EXPIRED']]);
    expect([(await cutOffs())[0]!.isComplete, open.alarms.at(-1)]).toEqual([true, 'CUT_OFF_BY_LEASE']);
    const back = await open.issuer.publish();
    await says(FOLLOWING[1], back);
    await settle();
    expect((await cutOffs())[0]).toMatchObject({
      isComplete: true,
      services: [{}, { state: 'ACKNOWLEDGED', late: true }],
    });
  });

  it('is told to the parties once it is complete, in figures; who was late the secretariat alone is told', async () => {
    const { registry, secretary } = open;
    const police = await openParty(open, POLICE);
    const tell = new TellParties(registry, [POLICE], () => undefined);
    const told = async () => {
      await tell.runOnce();
      for (const message of await relayed(registry.agency, POLICE)) await police.desk.receive(message);
      return (await noticesKept(police.agency.pool)).filter(({ step }) => step === 'CutOffCompleted');
    };
    try {
      const version = await suspend();
      expect(await told()).toEqual([]);
      await says(FOLLOWING[0], version);
      open.clock.advance(10_000);
      await settle();
      await says(FOLLOWING[1], version);
      await settle();
      const figures = { bundleVersion: version, services: 2, acknowledged: 2, late: 1, byLease: 0 };
      const notice = {
        by: SECRETARIAT,
        at: open.clock.now().toISOString(),
        instrumentId: MOU,
        parties: [PRISON, POLICE],
      };
      expect(await told()).toEqual([expect.objectContaining({ ...notice, cutOff: { ...figures, begunAt: MORNING } })]);
      expect(await tell.runOnce()).toBe(0);
      const shownTo = async (asked: OpenRegistry['secretary']) =>
        (await noticesShown(registry, asked)).flatMap(({ cutOff }) => cutOff ?? []);
      expect(await shownTo(open.as(POLICE, 'po-manager'))).toEqual([{ ...figures, begunAt: MORNING }]);
      expect(await shownTo(secretary)).toEqual([{ ...figures, begunAt: MORNING, lateServices: [FOLLOWING[1]] }]);
      expect(await shownTo(open.as('kz-probation', 'nobody'))).toEqual([]);
    } finally {
      await police.close();
    }
  });

  it('believes nobody but the service itself, and of nothing that was not issued', async () => {
    const version = await suspend();
    const [first, second] = FOLLOWING;
    await says(first, version, { keys: await generatePartyKeys(PRISON) });
    await hear.receive(message(first, await words(second, version, { keys: open.followers[first]! })));
    await says(first, version + 1);
    await says(first, version, { digest: digestOf('another') });
    await hear.receive(message(first, 'no words'));
    expect(open.alarms).toEqual(Array(5).fill('ACKNOWLEDGEMENT_REFUSED'));
    expect([heard, await settle()]).toEqual([0, 0]);
    await says(first, version);
    await says(first, version);
    expect(heard).toBe(1);
  });

  it('is said by the service once it stands in its own database, until the bus has it', async () => {
    const version = await suspend();
    const [service] = FOLLOWING;
    const { keeper, pool } = open.registry.agency;
    const sent: BusMessage[] = [];
    let down = true;
    const publish = async (messages: BusMessage[]): Promise<void> => {
      if (down) throw new Error('the broker is down');
      sent.push(...messages);
    };
    const faults: unknown[] = [];
    const says = new BundleAcknowledger({
      keeper,
      pool,
      bus: { publish } as Bus,
      namespace: 't',
      service,
      keys: open.followers[service]!,
      onFault: (fault) => faults.push(fault),
    });
    says.worker.start();
    await eventually(() => expect(faults.length).toBeGreaterThan(0));
    down = false;
    await eventually(() => expect(sent).toHaveLength(1));
    await says.worker.stop();
    await hear.receive(sent[0]!);
    await settle();
    expect((await cutOffs())[0]!.services[0]).toMatchObject({ service, state: 'ACKNOWLEDGED' });
    expect(version).toBe(keeper.current()?.bundle.version);
    expect(publicKeys(open.followers[service]!).party).toBe(PRISON);
  });
});
