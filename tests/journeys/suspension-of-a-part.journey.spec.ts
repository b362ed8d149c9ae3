// A part of an agreement is stopped over HTTP, by its party's signed order, while everything runs on the real bus: one party's lane closes at
// every service and at the broker, the others stay open; one category's fields are shown to nobody; taken back, what was held goes.
import { ALERT, loadSample, raiseAlert, SUBJECT_ID } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { SuspensionScope } from '@gatehouse/policy';
import { readableAtBroker } from './at-the-broker.ts';
import { ALERTS, approvedReport, as, deliveredToPolice, INBOX, INVESTIGATE, IN_PRISON } from './raised.ts';
import { running, type Running } from './running.ts';
import { signedOrder } from './signed-orders.ts';

const MOU = 'kz-prisons-police';
const [PRISON, POLICE] = ['kz-prison-service', 'kz-police'];
const PATIENCE = { timeoutMs: 120_000 };
const REASON = 'A review of the safeguards (invented).';
const NAME = 'Daniyar Omarov (invented)';

let gatehouse: Running;
let reportUrn: string;
let before: string;
beforeAll(async () => {
  gatehouse = await running();
  await loadSample(...Object.values(gatehouse.agencies));
  reportUrn = await approvedReport(gatehouse);
  before = await raise();
  await delivered(before);
}, 300_000);
afterAll(() => gatehouse.end());

const raise = async (change: object = {}): Promise<string> => {
  const validUntil = new Date(Date.now() + 86_400_000).toISOString();
  const body = { ...ALERT, reportUrns: [reportUrn], validUntil, ...change };
  const { status, body: said } = await raiseAlert(as(gatehouse, 'analyst'), { ...IN_PRISON, body });
  expect([status, said['title']]).toEqual([201, undefined]);
  return String(said['alertId']);
};
const board = (id: string) => as(gatehouse, 'analyst').ask({ ...IN_PRISON, path: `${ALERTS}/${id}` });
const delivered = (id: string): Promise<void> =>
  eventually(async () => expect(deliveredToPolice(await board(id))).toBe(1), PATIENCE);
const opened = async (id: string): Promise<string> => {
  const { status, body } = await as(gatehouse, 'police-liaison').ask({ ...INVESTIGATE, path: `${INBOX}/${id}` });
  return status === 200 ? JSON.stringify(body['content']) : String(status);
};
const lane = (mou: string) =>
  `${gatehouse.namespace}.${mou}.prison-intelligence.intelligence-alert.v1.${PRISON}.${POLICE}`;
const broker = () => readableAtBroker('police-liaison', { mou: lane(MOU), threat: lane('kz-threat-to-life') });
const atBroker = (mou: boolean): Promise<void> =>
  eventually(async () => expect(await broker()).toEqual({ mou, threat: true }), PATIENCE);

/** Milliseconds until every service holds the part of the agreement to be suspended, or not. */
const everywhere = async (scope: SuspensionScope | null): Promise<number> => {
  const began = performance.now();
  await eventually(() => {
    for (const { keeper, service } of Object.values(gatehouse.agencies)) {
      const found = keeper.current()?.bundle.instruments.find(({ compiled }) => compiled.id === MOU);
      const scopes = (found?.suspensions ?? []).map((one) => one.scope);
      expect([service, found?.state, scopes]).toEqual([service, 'IN_FORCE', scope ? [scope] : []]);
    }
  }, PATIENCE);
  return performance.now() - began;
};

type Said = Parameters<typeof signedOrder>[2];
const order = async (path: string, said: Said) => {
  const { [POLICE!]: keys } = await gatehouse.keys.signers([POLICE!]);
  const body = (await signedOrder(keys!, { instrumentId: MOU, at: new Date() }, said)) as { suspensionId?: string };
  const { suspensionId: _inPath, ...rest } = body;
  const asked = { purpose: 'OVERSIGHT', path: `/policy/v1/instruments/${MOU}/${path}`, body: rest };
  const answer = await as(gatehouse, 'police-signatory').ask(asked);
  expect([answer.status, answer.body['refusal']]).toEqual([expect.any(Number), undefined]);
  return answer.body;
};
/** @returns what takes it back */
const suspend = async (scope: SuspensionScope): Promise<() => Promise<void>> => {
  const { suspensions } = await order('suspensions', { what: 'SUSPEND', scope, reason: REASON });
  const [{ suspensionId }] = suspensions as [{ suspensionId: string }];
  process.stdout.write(`${scope.kind} suspended at every service after ${Math.round(await everywhere(scope))} ms\n`);
  return async () => {
    await order(`suspensions/${suspensionId}/reinstatement`, {
      what: 'REINSTATE',
      suspensionId,
      reason: 'Done (invented).',
    });
    process.stdout.write(`${scope.kind} reinstated at every service after ${Math.round(await everywhere(null))} ms\n`);
  };
};

it('of one party closes its lane and no other, and what was held goes when it is taken back', async () => {
  const reinstate = await suspend({ kind: 'party', party: POLICE! });
  await atBroker(false);
  const held = [await raise(), await raise({ nature: 'Another one of the same kind (invented).' })];
  const threat = await raise({ type: 'THREAT_TO_LIFE', priority: 'IMMEDIATE', whoAtRisk: { subjectId: SUBJECT_ID } });
  await delivered(threat);
  expect(await Promise.all(held.map(async (id) => deliveredToPolice(await board(id))))).toEqual([0, 0]);
  expect(await broker()).toEqual({ mou: false, threat: true });
  await reinstate();
  await atBroker(true);
  for (const id of held) await delivered(id);
});

it('of one category shows its fields to nobody, and closes no lane', async () => {
  expect(await opened(before)).toContain(NAME);
  const reinstate = await suspend({ kind: 'category', category: 'IDN' });
  expect(await broker()).toEqual({ mou: true, threat: true });
  expect(await opened(before)).not.toContain(NAME);
  await reinstate();
  expect(await opened(before)).toContain(NAME);
});
