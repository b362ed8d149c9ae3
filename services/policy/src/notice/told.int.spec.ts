// What a party is told over the bus: each step once, in its order, kept until its receipt; and what its end of the lane believes of
// nobody but the keeper of the instruments.
import { generatePartyKeys, publicKeys, sealFor } from '@gatehouse/crypto';
import { outboxDepth, type Bus, type BusMessage } from '@gatehouse/event-bus';
import { LiaisonLane, noticesKept, pageOf, sendLiaison, type InstrumentNotice } from '@gatehouse/liaison';
import { inTransaction, readStream } from '@gatehouse/event-store';
import { signBundle } from '@gatehouse/policy';
import { listParked, settleParked } from '@gatehouse/sharing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { draftInstrument, reviewInstrument } from '../instrument/instrument.acts.ts';
import { suspendInstrument } from '../instrument/order.acts.ts';
import { POLICE, PRISON, SECRETARIAT, shaOf, textOf } from '../instrument/instrument.fixture.ts';
import { memorandum, MOU } from '../memorandum.fixture.ts';
import { keepReport } from '../performance/keep-report.ts';
import { performanceStream, type PerformanceReportReceived } from '../performance/performance.events.ts';
import { performanceOf } from '../performance/performance.ts';
import { MORNING, openRegistry, type OpenRegistry } from '../policy.fixture.ts';
import { loadInstruments } from '../instrument/run-on-instrument.ts';
import { noticesOf } from './notices.ts';
import { TellParties } from './tell-parties.ts';
import { openParty, relayed, type Party } from './told.fixture.ts';

let open: OpenRegistry;
let police: Party;
let tell: TellParties;
let lane: LiaisonLane;
beforeEach(async () => {
  open = await openRegistry();
  await open.issuer.publish();
  police = await openParty(open, POLICE);
  tell = new TellParties(open.registry, [POLICE], () => undefined);
  lane = new LiaisonLane(open.registry.agency, {} as Bus, [POLICE], keepReport(open.registry));
  const document = memorandum();
  await draftInstrument(open.registry, open.secretary, { document, effectiveFrom: null, replaces: null });
});
afterEach(() => Promise.all([open.close(), police.close()]));

const review = () => {
  const document = memorandum();
  const text = { version: document.version, sha256: shaOf(document) };
  return reviewInstrument(open.registry, open.as(SECRETARIAT, 're-one'), MOU, text);
};
const sendToPolice = (): Promise<BusMessage[]> => relayed(open.registry.agency, POLICE);
const steps = async (): Promise<string[]> => (await kept()).map(({ step }) => step);
const kept = (): Promise<InstrumentNotice[]> => noticesKept(police.agency.pool);

it('each step is told once, in its order, and leaves the outbox with its receipt', async () => {
  expect([await tell.runOnce(), await tell.runOnce()]).toEqual([1, 0]);
  const [first] = await sendToPolice();
  await police.desk.receive(first!);
  expect((await outboxDepth(open.registry.agency.pool)).unreceipted).toBe(1);
  for (const receipt of await relayed(police.agency, SECRETARIAT)) await lane.receive(receipt);
  expect(await outboxDepth(open.registry.agency.pool)).toEqual({ unsent: 0, unreceipted: 0 });
  await review();
  await tell.runOnce();
  for (const message of await sendToPolice()) await police.desk.receive(message);
  await police.desk.receive(first!);
  expect(await steps()).toEqual(['MouDrafted', 'MouReviewed']);
  expect((await police.audit()).filter((event) => event === 'received')).toHaveLength(2);
});

it('a receipt lets go of nothing that was for another', async () => {
  const { agency } = open.registry;
  const notices = [await drafted()];
  const forPrison = await inTransaction(agency.pool, (client) =>
    sendLiaison(agency, client, PRISON, { kind: 'notices', notices }),
  );
  await relayed(agency, PRISON);
  const receipt = { kind: 'receipt', of: forPrison } as const;
  await inTransaction(police.agency.pool, (client) => sendLiaison(police.agency, client, SECRETARIAT, receipt));
  for (const message of await relayed(police.agency, SECRETARIAT)) await lane.receive(message);
  expect(await outboxDepth(agency.pool)).toEqual({ unsent: 0, unreceipted: 1 });
});

it('what the bus brings again later is receipted again, since its sender evidently lacks the receipt', async () => {
  await tell.runOnce();
  const [message] = await sendToPolice();
  await police.desk.receive(message!);
  await relayed(police.agency, SECRETARIAT);
  open.clock.set('2026-11-23T04:00:00.000Z');
  await police.desk.receive(message!);
  for (const receipt of await relayed(police.agency, SECRETARIAT)) await lane.receive(receipt);
  expect(await steps()).toEqual(['MouDrafted']);
  expect((await outboxDepth(open.registry.agency.pool)).unreceipted).toBe(0);
});

it('a suspension says of what, since when and why', async () => {
  const scope = { kind: 'category' as const, category: 'IDN' };
  const reason = 'A review of the safeguards (invented).';
  const suspend = () =>
    suspendInstrument(open.registry, open.secretary, MOU, { scope, reason, freezePriorCopies: false, order: null });
  expect((await suspend()).refusal).toBe('not-in-force');
  const known: InstrumentNotice = { ...(await drafted()), step: 'MouSuspended', scope, reason };
  await police.desk.receive(await forged(open.ownKeys, known));
  expect((await kept())[0]).toMatchObject({ step: 'MouSuspended', scope, reason, at: expect.any(String) });
});

describe('a party’s report on how an instrument is kept', () => {
  const body = (instrumentId: string) => ({
    kind: 'performance' as const,
    report: {
      reportId: open.registry.agency.newId(),
      instrumentId,
      from: '2026-11-01',
      to: '2026-11-22',
      acknowledged: [{ recipient: PRISON, inTime: 19, late: 0, missed: 1, waiting: 2 }],
      corrections: [{ recipient: PRISON, open: 1, overdue: 0 }],
    },
  });
  const send = async (instrumentId: string): Promise<void> => {
    const { agency } = police;
    await inTransaction(agency.pool, (client) => sendLiaison(agency, client, SECRETARIAT, body(instrumentId)));
    for (const message of await relayed(agency, SECRETARIAT)) await lane.receive(message);
  };

  it('stands beside the instrument, in its own words', async () => {
    await send(MOU);
    const { pool } = open.registry.agency;
    const [received] = await readStream<PerformanceReportReceived>(pool, performanceStream(MOU));
    const [known] = await loadInstruments(pool);
    const agreed = [{ ...textOf(1, memorandum()), effectiveFrom: MORNING, signatures: [] }];
    const kept = performanceOf({ ...known!.instrument, agreed }, { status: 'none' }, [received!.data], MORNING);
    expect(kept).toMatchObject({ askedPercent: 95, reports: [{ party: POLICE, keptPercent: 95, isKept: true }] });
    expect((await relayed(open.registry.agency, POLICE)).length).toBe(1);
  });

  it('on an instrument of others is taken from nobody', async () => {
    await send('kz-of-others');
    expect(open.alarms).toEqual(['MESSAGE_PARKED']);
  });
});

it.each([
  ['another than the keeper signed', async () => forged(await generatePartyKeys(SECRETARIAT), await drafted())],
  ['has another form', async () => forged(open.ownKeys, { ...(await drafted()), step: 7 })],
  ['is a party’s own', async () => forged(open.ownKeys, await drafted(), { to: 'kz-prison-service' })],
])('a message that %s has no effect and no receipt', async (_what, made) => {
  await police.desk.receive(await made());
  expect(await steps()).toEqual([]);
  expect(police.alarms).toEqual(['MESSAGE_PARKED']);
  expect(await police.audit()).toEqual(['refused']);
  expect(await outboxDepth(police.agency.pool)).toEqual({ unsent: 0, unreceipted: 0 });
});

describe('a message that was not accepted', () => {
  const { by, at } = { by: 'po-manager', at: MORNING };
  const duty = () => open.as(POLICE, by);
  const rows = () => listParked(police.agency.pool, 10);
  const settle = async (type: 'RetryParkedMessage' | 'DismissParkedMessage') => {
    const parkedId = (await rows())[0]?.parkedId ?? open.registry.agency.newId();
    const data = { parkedId, by, at, reason: 'Told by telephone (invented).' };
    const outcome = await settleParked(police.agency, duty(), { type, data });
    return outcome.outcome === 'refused' ? outcome.refusal : null;
  };
  let next: OpenRegistry['ownKeys'];
  let message: BusMessage;
  beforeEach(async () => {
    next = await generatePartyKeys(SECRETARIAT);
    message = await forged(next, await drafted());
    for (let times = 0; times < 3; times += 1) await police.desk.receive(message);
  });

  it('is parked once, however often its sender repeats it', async () => {
    const lane = { topic: message.topic, sender: SECRETARIAT, code: 'unknown-signer', trying: false };
    expect(await rows()).toEqual([expect.objectContaining(lane)]);
    expect([police.alarms, await police.audit()]).toEqual([['MESSAGE_PARKED'], ['refused']]);
  });

  it('is tried when a person wants it, and accepted once the key it was signed with was heard of', async () => {
    expect(await police.desk.tryAgain()).toBe(0);
    expect(await settle('RetryParkedMessage')).toBeNull();
    expect(await police.desk.tryAgain()).toBe(1);
    expect(await rows()).toEqual([expect.objectContaining({ code: 'unknown-signer', trying: false })]);
    const { parties, ...bundle } = await open.published();
    const others = parties.filter(({ party }) => party !== SECRETARIAT);
    const rotated = { ...bundle, version: bundle.version + 1, parties: [publicKeys(next), ...others] };
    await police.agency.keeper.accept(await signBundle(rotated, open.ownKeys));
    await settle('RetryParkedMessage');
    expect(await police.desk.tryAgain()).toBe(1);
    expect([await rows(), await steps()]).toEqual([[], ['MouDrafted']]);
  });

  it('is dismissed for good', async () => {
    expect(await settle('DismissParkedMessage')).toBeNull();
    await police.desk.receive(message);
    expect([await rows(), await police.desk.tryAgain()]).toEqual([[], 0]);
  });
});

it('a page is the newest first, and says that there is more', async () => {
  const notice = await drafted();
  const at = (n: number): InstrumentNotice => ({ ...notice, at: `2026-11-2${n}T03:00:00.000Z` });
  const all = [at(1), at(2), { ...at(3), instrumentId: 'another' }];
  const shown = (asked: Parameters<typeof pageOf>[1]) => {
    const { notices, more } = pageOf(all, asked);
    return [...notices.map((one) => one.at.slice(9, 10)), more];
  };
  expect(shown({ limit: 2 })).toEqual(['3', '2', true]);
  const again = { ...at(2), noticeId: 'told at the same instant' };
  expect(pageOf([...all, again], { limit: 2 }).notices.map(({ noticeId }) => noticeId)).toContain(again.noticeId);
  expect(pageOf([...all, again], { limit: 2 }).notices).toHaveLength(3);
  expect(shown({ instrument: MOU })).toEqual(['2', '1', false]);
  expect(shown({ before: '2026-11-22T08:00:00.000+05:00' })).toEqual(['1', false]);
});

/** The notice of the draft, as the keeper tells it. */
const drafted = async (): Promise<InstrumentNotice> => {
  const [known] = await loadInstruments(open.registry.agency.pool);
  return noticesOf(known!.instrument, known!.events, known!.events)[0]!;
};

const forged = async (by: OpenRegistry['ownKeys'], notice: object, change: object = {}): Promise<BusMessage> => {
  const id = open.registry.agency.newId();
  const body = { kind: 'notices', notices: [notice] };
  const at = open.clock.now().toISOString();
  const said = { messageId: id, from: SECRETARIAT, to: POLICE, at, correlationId: id, body, ...change };
  const value = await sealFor(said, by, publicKeys(open.keys[POLICE]!), 'gatehouse-liaison+jws');
  return { topic: `t.liaison.${SECRETARIAT}.${POLICE}`, key: 'k', value, headers: {} };
};
