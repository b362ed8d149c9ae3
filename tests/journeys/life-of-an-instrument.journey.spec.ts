// An agreement from its draft to its end, through HTTP, with real signatures and real services: nothing is shared before every party
// has signed; a suspension is at every service within a second and leaves a threat to a life its way; everything stands after a
// restart; the day after the term it is over.
import { generatePartyKeys, publicKeys, signDetached, type PartyKeys, SIGNED_BESIDE } from '@gatehouse/crypto';
import { verifyBundle } from '@gatehouse/policy';
import {
  ALERT,
  allInstruments,
  loadSample,
  raiseAlert,
  REPORT,
  SANITISATION,
  SUBJECT_ID,
  type HttpAnswer,
} from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readableAtBroker } from './at-the-broker.ts';
import { cutOffIsComplete } from './cut-off-is-complete.ts';
import { HeldTime } from './held-time.ts';
import { itIsDecidedAgainForWhoeverHoldsSomething } from './standing-story.ts';
import { signedOrder, type OrderSaid } from './signed-orders.ts';
import { itIsServedByAWorkingGroup, stepOf, toldIn, type Notice } from './working-group-story.ts';
import { ALERTS, deliveredToPolice, INBOX, INVESTIGATE, IN_PRISON, REPORTS } from './raised.ts';

const MOU = 'kz-prisons-police';
const [PRISON, POLICE] = ['kz-prison-service', 'kz-police'];
const INSTRUMENTS = '/policy/v1/instruments';
const GOVERNANCE = { purpose: 'OVERSIGHT' };
const PATIENCE = { timeoutMs: 60_000 };
const SIGNATORY: Record<string, string> = { [PRISON]: 'prison-signatory', [POLICE]: 'police-signatory' };

const { text: source } = allInstruments().find(({ file }) => file.includes(MOU))!;
const document = {
  ...(parse(source.replace('reviewBy: 2027-01-01', 'reviewBy: 2026-12-15'), { schema: 'core' }) as object),
  term: { from: '2026-01-01', to: '2026-12-31' },
};

let time: HeldTime;
let text: { version: number; sha256: string };
let signers: Record<string, PartyKeys>;
let reportUrn: string;

beforeAll(async () => {
  time = await HeldTime.start({ undrafted: [MOU] });
  signers = await time.gatehouse.keys.signers([PRISON, POLICE]);
  await loadSample(...Object.values(time.gatehouse.agencies));
}, 300_000);
afterAll(() => time.end());

const ask = (persona: string, path: string, body?: object): Promise<HttpAnswer> =>
  time.as(persona).ask({ ...GOVERNANCE, path, ...(body ? { body } : {}) });
const act = (persona: string, what: string, body: object = {}) => ask(persona, `${INSTRUMENTS}/${MOU}/${what}`, body);
const read = async (persona: string) => (await ask(persona, `${INSTRUMENTS}/${MOU}`)).body;
const refusal = ({ status, body }: HttpAnswer) => [status, body['refusal']];

const signed = (party: string, keys = signers[party]!, bound: object = {}) =>
  signDetached(document, { ...keys, party }, SIGNED_BESIDE.agreement, {
    instrument: MOU,
    version: 1,
    iat: Math.floor(time.clock.now().getTime() / 1000),
    ...bound,
  });
const sign = async (party: string, jws: string | Promise<string> = signed(party)) =>
  act(SIGNATORY[party]!, 'signatures', { ...text, jws: await jws });

/** An order of the police, signed now. */
const ordered = (said: OrderSaid & { reason: string }): Promise<object> =>
  signedOrder(signers[POLICE]!, { instrumentId: MOU, at: time.clock.now() }, said);
const reinstate = async (suspensionId: string) => {
  const { reason, order } = (await ordered({ what: 'REINSTATE', suspensionId, reason: 'Done (invented).' })) as {
    reason: string;
    order: object;
  };
  return act('police-signatory', `suspensions/${suspensionId}/reinstatement`, { reason, order });
};

/** Milliseconds until every service decides with a bundle that says so. */
const everywhere = async (isSo: (state: string | undefined) => boolean): Promise<number> => {
  const began = performance.now();
  await eventually(() => {
    for (const { keeper, service } of Object.values(time.gatehouse.agencies)) {
      const found = keeper.current()?.bundle.instruments.find(({ compiled }) => compiled.id === MOU);
      if (!isSo(found?.state)) throw new Error(`${service} has ${found?.state}`);
    }
  }, PATIENCE);
  return performance.now() - began;
};

/** Which of the lanes to the police the broker lets them read. */
const broker = (): Promise<{ agreement: boolean; receipts: boolean; threat: boolean }> =>
  readableAtBroker('police-liaison', {
    agreement: `${time.gatehouse.namespace}.${MOU}.prison-intelligence.intelligence-alert.v1.${PRISON}.${POLICE}`,
    threat: `${time.gatehouse.namespace}.kz-threat-to-life.prison-intelligence.intelligence-alert.v1.${PRISON}.${POLICE}`,
    receipts: `${time.gatehouse.namespace}.kz-police-prisons.receipts.${PRISON}.${POLICE}`,
  });
/** Until the broker lets the police read the agreement's lane, or not; the others it lets them read all the while. */
const atBroker = async (what: string, agreement: boolean): Promise<void> => {
  const began = performance.now();
  await eventually(async () => expect(await broker()).toEqual({ agreement, receipts: true, threat: true }), PATIENCE);
  process.stdout.write(`${what} at the broker ${Math.round(performance.now() - began)} ms later\n`);
};

/** The same, said aloud: a machine that does other things beside takes what it takes. */
const told = async (what: string, isSo: (state: string | undefined) => boolean): Promise<void> =>
  void process.stdout.write(`${what} at every service after ${Math.round(await everywhere(isSo))} ms\n`);

const raise = async (change: object = {}): Promise<string> => {
  const body = { ...ALERT, reportUrns: [reportUrn], validUntil: time.inHours(40), ...change };
  const raised = await raiseAlert(time.as('analyst'), { ...IN_PRISON, body });
  expect(raised.status).toBe(201);
  return String(raised.body['alertId']);
};
const delivered = (alertId: string) =>
  time
    .as('analyst')
    .askUntil({ ...IN_PRISON, path: `${ALERTS}/${alertId}` }, (board) => deliveredToPolice(board) === 1, 60_000);
const atPolice = async (persona: string, purpose: object) => {
  const { body } = await time.as(persona).ask({ ...INVESTIGATE, ...purpose, path: INBOX });
  return ((body['items'] as { itemId: string }[] | undefined) ?? []).map(({ itemId }) => itemId);
};

describe('an agreement', () => {
  it('is drafted once, by the secretary alone, and for nobody else', async () => {
    expect((await ask('police-signatory', INSTRUMENTS, { document })).status).toBe(403);
    const faulty = await ask('secretary', INSTRUMENTS, {
      document: { ...document, term: { from: '2027-01-01', to: '2026-01-01' } },
    });
    expect([faulty.status, faulty.body['errors']]).toEqual([
      400,
      expect.arrayContaining([
        { pointer: '/document/term', detail: expect.stringMatching(/^clause 26: the term ends .* \(swap the days\)$/) },
      ]),
    ]);
    const { clauses: _clauses, ...terms } = { clauses: [], ...document };
    const bare = await ask('secretary', INSTRUMENTS, { document: terms });
    expect([bare.status, (bare.body['errors'] as unknown[]).length]).toEqual([400, 20]);
    const large = await ask('secretary', INSTRUMENTS, { document: { ...document, title: 'x'.repeat(5_000_000) } });
    expect(large.status).toBe(413);
    expect((await ask('secretary', `${INSTRUMENTS}/${MOU}`)).status).toBe(404);
    const drafted = await ask('secretary', INSTRUMENTS, { document });
    expect([drafted.status, drafted.body['state']]).toEqual([201, 'DRAFT']);
    const pending = drafted.body['pending'] as { sha256: string; version: number; unsigned: string[] };
    expect(pending.unsigned.toSorted()).toEqual([POLICE, PRISON]);
    text = { version: pending.version, sha256: pending.sha256 };
    const other = await ask('secretary', INSTRUMENTS, { document: { ...document, title: 'Another (invented)' } });
    expect(refusal(other)).toEqual([409, 'another-draft-pending']);
  });

  it('is signed by each party, with its own key, over this text', async () => {
    expect(refusal(await sign(PRISON))).toEqual([409, 'not-reviewed']);
    expect((await act('secretary', 'review', text)).status).toBe(403);
    expect((await act('agreement-reviewer', 'review', text)).body['state']).toBe('REVIEWED');
    const stranger = await generatePartyKeys(PRISON);
    expect(refusal(await sign(PRISON, signed(PRISON, stranger)))).toEqual([422, 'signature-by-an-unknown-key']);
    expect(refusal(await sign(PRISON, signed(POLICE)))).toEqual([422, 'signature-of-another-party']);
    const ofTwo = signed(PRISON, signers[PRISON], { version: 2 });
    expect(refusal(await sign(PRISON, ofTwo))).toEqual([422, 'signature-over-another-version']);
    expect((await sign(PRISON)).body['state']).toBe('REVIEWED');
    expect(refusal(await act('secretary', 'entry-into-force', text))).toEqual([409, 'signatures-missing']);
    expect((await sign(POLICE)).body['state']).toBe('SIGNED');
    expect((await read('commissioner'))['state']).toBe('SIGNED');
  });

  it('permits nothing before it is in force, and is at every service at once when it is', async () => {
    expect(
      time.gatehouse.agencies['police-liaison'].keeper.current()?.bundle.instruments.map((one) => one.compiled.id),
    ).not.toContain(MOU);
    expect((await act('secretary', 'entry-into-force', text)).body['state']).toBe('IN_FORCE');
    await told('in force', (state) => state === 'IN_FORCE');
  });

  it('shares what it says', async () => {
    const { body } = await time.as('analyst').ask({ ...IN_PRISON, path: REPORTS, body: REPORT });
    reportUrn = String(body['reportUrn']);
    await time.as('analyst').ask({ ...IN_PRISON, path: `${REPORTS}/${reportUrn}/sanitisation`, body: SANITISATION });
    const handling = { code: 'C', conditions: [{ code: 'NO_OVERT_ACTION' }] };
    const approval = { handling, reviewBy: time.inHours(24 * 100).slice(0, 10) };
    await time
      .as('intelligence-manager')
      .ask({ ...IN_PRISON, path: `${REPORTS}/${reportUrn}/approval`, body: approval });
    await delivered(await raise());
    await eventually(async () => expect(await atPolice('police-liaison', {})).toHaveLength(1), PATIENCE);
  });

  let waiting: string;
  it('gives the police nothing while it is suspended, and stands so after a restart', async () => {
    const suspend = async (): Promise<string> => {
      const order = { scope: { kind: 'all' } as const, reason: 'A review of the safeguards (invented).' };
      const { body } = await act('police-signatory', 'suspensions', await ordered({ what: 'SUSPEND', ...order }));
      await told('suspended', (state) => state === 'SUSPENDED');
      await atBroker('closed', false);
      await cutOffIsComplete((path) => ask('police-signatory', `${INSTRUMENTS}/${path}`), MOU);
      return (body['suspensions'] as [{ suspensionId: string }])[0].suspensionId;
    };
    const unsigned = { scope: { kind: 'all' }, reason: 'A review of the safeguards (invented).' };
    expect(refusal(await act('police-signatory', 'suspensions', unsigned))).toEqual([422, 'order-not-signed']);
    const suspensionId = await suspend();
    const reinstatement = `suspensions/${suspensionId}/reinstatement`;
    const reason = { reason: 'Done (invented).' };
    expect(refusal(await act('secretary', reinstatement, reason))).toEqual([422, 'not-whoever-suspended']);
    expect(refusal(await act('police-signatory', reinstatement, reason))).toEqual([422, 'order-not-signed']);
    expect((await reinstate(suspensionId)).status).toBe(200);
    await told('reinstated', (state) => state === 'IN_FORCE');
    await atBroker('open', true);
    await suspend();
    await time.restart();
    expect((await read('secretary'))['state']).toBe('SUSPENDED');
    await everywhere((state) => state === 'SUSPENDED');
    expect((await broker()).agreement).toBe(false);
    expect(await atPolice('police-liaison', {})).toEqual([]);
    const suspended = { instrumentId: MOU, step: 'MouSuspended', by: POLICE, scope: { kind: 'all' } };
    const because = { reason: 'A review of the safeguards (invented).', at: time.clock.now().toISOString() };
    const figures = expect.objectContaining({ services: 5, acknowledged: 5, byLease: 0 });
    const complete = { step: 'CutOffCompleted', by: 'gatehouse-policy', cutOff: figures };
    for (const agency of ['police-liaison', 'prison-intelligence'] as const)
      await eventually(async () => {
        const notices = await toldIn(time, MOU, agency);
        expect(notices).toContainEqual(expect.objectContaining({ ...suspended, ...because }));
        expect(notices).toContainEqual(expect.objectContaining(complete));
      }, PATIENCE);
    waiting = await raise({ nature: 'Another one of the same kind (invented).' });
  });

  itIsDecidedAgainForWhoeverHoldsSomething(() => time, MOU);

  it('leaves a threat to a life its way all the while', async () => {
    const atRisk = { whoAtRisk: { subjectId: SUBJECT_ID } };
    const threat = await raise({ type: 'THREAT_TO_LIFE', priority: 'IMMEDIATE', ...atRisk });
    await delivered(threat);
    const warned = () => atPolice('duty-officer', { purpose: 'PREVENT_SERIOUS_HARM' });
    await eventually(async () => expect(await warned()).toHaveLength(1), PATIENCE);
    const board = await time.as('analyst').ask({ ...IN_PRISON, path: `${ALERTS}/${waiting}` });
    expect(deliveredToPolice(board)).toBe(0);
  });

  it('gives what was held once it is reinstated', async () => {
    const [{ suspensionId }] = (await read('secretary'))['suspensions'] as [{ suspensionId: string }];
    const back = await reinstate(suspensionId);
    expect(back.body['state']).toBe('IN_FORCE');
    await delivered(waiting);
  });

  it('is served as the signed bundle that is on the bus, under a tag', async () => {
    const { keys, url } = time.gatehouse;
    const authorization = `Bearer ${await time.tokenOf('commissioner')}`;
    const headers = { authorization, 'gatehouse-purpose': 'OVERSIGHT', connection: 'close' };
    const served = await eventually(async () => {
      const answer = await fetch(`${url}/policy/v1/bundle`, { headers });
      const bundle = await verifyBundle(await answer.text(), publicKeys(keys.policy).signing);
      expect(bundle).toEqual(time.gatehouse.agencies['police-liaison'].keeper.current()?.bundle);
      return answer;
    }, PATIENCE);
    const again = await fetch(`${url}/policy/v1/bundle`, {
      headers: { ...headers, 'if-none-match': served.headers.get('etag') ?? '' },
    });
    expect([served.headers.get('content-type'), again.status]).toEqual(['application/jose', 304]);
  });

  itIsServedByAWorkingGroup(MOU, { time: () => time, sha256: () => text.sha256 });

  it('is over the day after its term, by the clock alone, and tells its parties before', async () => {
    const steps = async (persona: string) =>
      ((await ask(persona, `/policy/v1/notices?instrument=${MOU}&limit=200`)).body['notices'] as Notice[]).map(stepOf);
    await eventually(async () => expect(await steps('police-signatory')).toContain('MouExpiryWarned 60'), PATIENCE);
    await time.moveTo('2026-12-28T03:00:00.000Z');
    await eventually(async () => expect(await steps('prison-signatory')).toContain('MouExpiryWarned 7'), PATIENCE);
    await time.moveTo('2026-12-31T18:59:00.000Z');
    expect((await read('secretary'))['state']).toBe('IN_FORCE');
    await time.moveTo('2026-12-31T19:00:00.000Z');
    await told('expired', (state) => state === 'EXPIRED');
    await atBroker('closed', false);
    expect(await steps('police-signatory')).toContain('MouExpired');
    await eventually(
      async () =>
        expect((await toldIn(time, MOU, 'police-liaison')).map(stepOf).toSorted()).toEqual(
          (await steps('secretary')).toSorted(),
        ),
      PATIENCE,
    );
    expect(
      (await time.as('prison-officer').ask({ ...IN_PRISON, path: '/prison-intelligence/v1/instrument-notices' }))
        .status,
    ).toBe(403);
    expect(refusal(await act('secretary', 'winding-down'))).toEqual([409, 'proofs-missing']);
  });

  it('is wound down with the proof of each party, signed', async () => {
    for (const party of [PRISON, POLICE]) {
      const statement = { method: 'RETURNED', list: { sha256: text.sha256, items: 2 } };
      const iat = Math.floor(time.clock.now().getTime() / 1000);
      const said = { instrumentId: MOU, party, ...statement };
      const jws = await signDetached(said, signers[party]!, SIGNED_BESIDE.return, { instrument: MOU, version: 1, iat });
      expect((await act(SIGNATORY[party]!, 'returns', { ...statement, jws })).status).toBe(201);
    }
    expect((await act('secretary', 'winding-down')).body['state']).toBe('WOUND_DOWN');
  });
});
