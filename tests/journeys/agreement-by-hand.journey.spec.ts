// The whole life of an agreement by those who have one in hand: signed from their own machines with `gatehouse agreement`, acted on over HTTP,
// items under way on the real bus all the while. Whatever becomes of it, a threat to a life is told.
import { publicKeys, signDetached, SIGNED_BESIDE, type PartyKeys } from '@gatehouse/crypto';
import { signBundle, verifyBundle } from '@gatehouse/policy';
import {
  ALERT,
  allInstruments,
  approvalAsOf,
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
import { Shell, type Ran } from './cli/shell.ts';
import { HeldTime } from './held-time.ts';
import { ALERTS, deliveredToPolice, INBOX, INVESTIGATE, IN_PRISON, REPORTS } from './raised.ts';

const MOU = 'kz-prisons-police';
const [PRISON, POLICE] = ['kz-prison-service', 'kz-police'] as const;
const SIGNATORY = { [PRISON]: 'prison-signatory', [POLICE]: 'police-signatory' };
const PATIENCE = { timeoutMs: 120_000 };
const DAY_MS = 86_400_000;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const BECAUSE = { reason: 'A review of the safeguards (invented).' };

const first = allInstruments()
  .find(({ file }) => file.includes(MOU))!
  .text.replace(/reviewBy: .*/, `reviewBy: ${day(10)}`);
/** Narrower: what not to do leaves no more. */
const second = first.replace('version: 1', 'version: 2').replaceAll('      - whatNotToDo\n', '');
const documentOf = (text: string) => ({
  ...(parse(text, { schema: 'core' }) as { id: string; version: number }),
  term: { from: day(-30), to: day(20) },
});

let time: HeldTime;
let shell: Shell;
let signers: Record<string, PartyKeys>;
let reportUrn: string;

// Commands sign at the instant of the machine: time begins there.
beforeAll(async () => {
  shell = await Shell.make();
  time = await HeldTime.start({ undrafted: [MOU] }, new Date());
  signers = await time.gatehouse.keys.signers([PRISON, POLICE]);
  await loadSample(...Object.values(time.gatehouse.agencies));
}, 300_000);
afterAll(async () => {
  await time.end();
  await shell.remove();
});

const ask = (persona: string, path: string, body?: object): Promise<HttpAnswer> =>
  time.as(persona).ask({ purpose: 'OVERSIGHT', path, ...(body ? { body } : {}) });
const act = (persona: string, what: string, body: object = {}) =>
  ask(persona, `/policy/v1/instruments/${MOU}/${what}`, body);
const command = async (persona: string, ...args: string[]): Promise<Ran> => {
  shell.env['GATEHOUSE_HOME'] = shell.folder;
  await shell.file('session.json', JSON.stringify(await time.sessionOf(persona)));
  return shell.gatehouse('agreement', ...args, '--json', '--purpose', 'OVERSIGHT');
};
const status = async () => {
  const { instruments } = (await command('secretary', 'status', MOU)).json;
  const [{ state, version }] = instruments as [{ state: string; version: number | null }];
  return [state, version];
};

/** Drafts a text, has it reviewed, and signs it at each party's machine. Gives what the last command was told. */
const agreed = async (document: { version: number }): Promise<unknown[]> => {
  await time.moveTo(new Date());
  const drafted = await ask('secretary', '/policy/v1/instruments', { document });
  expect([drafted.status, drafted.body]).toEqual([201, expect.objectContaining({ pending: expect.anything() })]);
  const { sha256, version } = drafted.body['pending'] as { sha256: string; version: number };
  await act('agreement-reviewer', 'review', { version, sha256 });
  const file = await shell.file(`v${version}.json`, JSON.stringify(document));
  const states: unknown[] = [];
  for (const party of [PRISON, POLICE]) {
    const key = await shell.file(`${party}.json`, JSON.stringify({ party, signing: signers[party]!.signing }));
    const ran = await command(SIGNATORY[party], 'sign', file, '--key', key, '--send');
    states.push([ran.code, ran.json['state']]);
  }
  expect((await act('secretary', 'entry-into-force', { version, sha256 })).status).toBe(200);
  return states;
};

const everywhere = (state: string, version: number): Promise<void> =>
  eventually(() => {
    for (const { keeper, service } of Object.values(time.gatehouse.agencies)) {
      const found = keeper.current()?.bundle.instruments.find(({ compiled }) => compiled.id === MOU);
      expect([service, found?.state, found?.compiled.version]).toEqual([service, state, version]);
    }
  }, PATIENCE);

const raise = async (change: object = {}): Promise<string> => {
  const body = { ...ALERT, reportUrns: [reportUrn], validUntil: time.inHours(40), ...change };
  const raised = await raiseAlert(time.as('analyst'), { ...IN_PRISON, body });
  expect([raised.status, raised.body]).toEqual([201, expect.anything()]);
  return String(raised.body['alertId']);
};
const board = (alertId: string) => time.as('analyst').ask({ ...IN_PRISON, path: `${ALERTS}/${alertId}` });
const arrives = (alertId: string) =>
  time
    .as('analyst')
    .askUntil({ ...IN_PRISON, path: `${ALERTS}/${alertId}` }, (row) => deliveredToPolice(row) === 1, 120_000);
/** What an officer is shown of an alert, once it is in his inbox. */
const opened = (alertId: string): Promise<Record<string, unknown>> =>
  eventually(async () => {
    const { status: code, body } = await time.as('police-liaison').ask({ ...INVESTIGATE, path: `${INBOX}/${alertId}` });
    expect(code).toBe(200);
    return body;
  }, PATIENCE);
const threatIsTold = async (): Promise<void> => {
  const atRisk = { whoAtRisk: { subjectId: SUBJECT_ID } };
  const alertId = await raise({ type: 'THREAT_TO_LIFE', priority: 'IMMEDIATE', ...atRisk });
  await arrives(alertId);
  const duty = () =>
    time.as('duty-officer').ask({ ...INVESTIGATE, purpose: 'PREVENT_SERIOUS_HARM', path: `${INBOX}/${alertId}` });
  await eventually(async () => expect((await duty()).status).toBe(200), PATIENCE);
};
/** An order that a signatory of the police signs at his machine, and hands in. */
const order = async (...args: string[]): Promise<Ran> => {
  await time.moveTo(new Date());
  const key = await shell.file(`${POLICE}.json`, JSON.stringify({ party: POLICE, signing: signers[POLICE]!.signing }));
  const [verb = '', ...options] = args;
  return command('police-signatory', verb, MOU, '--key', key, '--send', '--reason', BECAUSE.reason, ...options);
};

describe('an agreement in the hands of its parties', () => {
  let inFlight: string;
  let delivered: string;
  let suspensionId: string;

  it('is drafted, signed twice from the command line, and in force', async () => {
    expect(await agreed(documentOf(first))).toEqual([
      [0, 'REVIEWED'],
      [0, 'SIGNED'],
    ]);
    expect(await status()).toEqual(['IN_FORCE', 1]);
    await everywhere('IN_FORCE', 1);
  });

  it('shares what it says', async () => {
    const { body } = await time.as('analyst').ask({ ...IN_PRISON, path: REPORTS, body: REPORT });
    reportUrn = String(body['reportUrn']);
    const report = (persona: string, what: string, said: object) =>
      time.as(persona).ask({ ...IN_PRISON, path: `${REPORTS}/${reportUrn}/${what}`, body: said });
    await report('analyst', 'sanitisation', SANITISATION);
    await report('intelligence-manager', 'approval', approvalAsOf(time.clock.now()));
    delivered = await raise();
    await arrives(delivered);
    expect(JSON.stringify(await opened(delivered))).toContain(ALERT.whatNotToDo);
    await threatIsTold();
  });

  it('gives nothing while it is suspended, but for a threat to a life', async () => {
    const unsigned = await act('police-signatory', 'suspensions', { scope: { kind: 'all' }, ...BECAUSE });
    expect([unsigned.status, unsigned.body['refusal']]).toEqual([422, 'order-not-signed']);
    const suspended = await order('suspend');
    expect([suspended.code, suspended.json['state']]).toEqual([0, 'SUSPENDED']);
    suspensionId = (suspended.json['order'] as { orderId: string }).orderId;
    await everywhere('SUSPENDED', 1);
    expect(await status()).toEqual(['SUSPENDED', 1]);
    inFlight = await raise({ nature: 'Another one of the same kind (invented).' });
    await threatIsTold();
    expect(deliveredToPolice(await board(inFlight))).toBe(0);
  });

  it('is amended with an item under way, to nothing that is wider', async () => {
    const [before, after] = [await shell.file('first.yaml', first), await shell.file('second.yaml', second)];
    const compared = await command('secretary', 'diff', before, after);
    expect([compared.code, compared.json['widens']]).toEqual([0, false]);
    await agreed(documentOf(second));
    await everywhere('SUSPENDED', 2);
    await threatIsTold();
  });

  it('is not widened again, since its term is over before the notice of that would be', async () => {
    const document = { ...documentOf(first), version: 3 };
    const { status: code, body } = await ask('secretary', '/policy/v1/instruments', { document });
    expect([code, body['refusal'], body['clause']]).toEqual([422, 'notice-outlasts-term', 24]);
    const days = (Date.parse(String(body['earliest'])) - time.clock.now().getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(await status()).toEqual(['SUSPENDED', 2]);
  });

  it('gives what was under way, and what was given before, without what the amendment took', async () => {
    const back = await order('reinstate', '--suspension', suspensionId);
    expect([back.code, back.json['state']]).toEqual([0, 'IN_FORCE']);
    await everywhere('IN_FORCE', 2);
    await arrives(inFlight);
    for (const alertId of [inFlight, delivered]) {
      const shown = JSON.stringify(await opened(alertId));
      expect([shown.includes(ALERT.whatToDo), shown.includes(ALERT.whatNotToDo)]).toEqual([true, false]);
    }
    expect(await status()).toEqual(['IN_FORCE', 2]);
  });

  it('does not come back in its wider text, nor does another one come in force, by the word of whoever signs bundles', async () => {
    const { keeper } = time.gatehouse.agencies['prison-intelligence'];
    const { bundle } = keeper.current()!;
    const forged = bundle.instruments.map((one) =>
      one.compiled.id === MOU ? { ...one, texts: one.texts!.slice(0, 1), compiled: one.history![0]!.compiled } : one,
    );
    const issuedAt = time.clock.now().toISOString();
    const jws = await signBundle(
      { ...bundle, version: bundle.version + 1, issuedAt, instruments: forged },
      time.gatehouse.keys.policy,
    );
    await verifyBundle(jws, publicKeys(time.gatehouse.keys.policy).signing);
    for (const one of Object.values(time.gatehouse.agencies)) await one.keeper.accept(jws);
    expect(keeper.current()!.heldOut.map(({ id, code }) => [id, code])).toEqual([[MOU, 'version-withdrawn']]);
    expect(time.gatehouse.logged()).toContain('INSTRUMENT_UNVERIFIED');
    await threatIsTold();
    // The next honest one ends it.
    await eventually(async () => {
      await time.gatehouse.publisher.publish();
      expect(keeper.current()!.heldOut).toEqual([]);
    }, PATIENCE);
    await everywhere('IN_FORCE', 2);
  });

  it('is over the day after its term, and a threat to a life is told on', async () => {
    await time.moveTo(new Date(Date.now() + 22 * DAY_MS));
    await everywhere('EXPIRED', 2);
    const late = await raise({ nature: 'Too late for this agreement (invented).' });
    await threatIsTold();
    expect(deliveredToPolice(await board(late))).toBe(0);
    expect(await status()).toEqual(['EXPIRED', 2]);
  });

  it('is wound down with the proof of each party', async () => {
    for (const party of [PRISON, POLICE]) {
      const said = { method: 'RETURNED' as const, list: { sha256: 'A'.repeat(43), items: 2 } };
      const bound = { instrument: MOU, version: 2, iat: Math.floor(time.clock.now().getTime() / 1000) };
      const statement = { instrumentId: MOU, party, ...said };
      const jws = await signDetached(statement, signers[party]!, SIGNED_BESIDE.return, bound);
      expect((await act(SIGNATORY[party], 'returns', { ...said, jws })).status).toBe(201);
    }
    expect((await act('secretary', 'winding-down')).body['state']).toBe('WOUND_DOWN');
    expect(await status()).toEqual(['WOUND_DOWN', 2]);
    await threatIsTold();
  });
});
