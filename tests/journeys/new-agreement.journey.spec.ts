// A new agreement on a product that exists takes one YAML file and its examples, and no code: an instrument that no start of this
// Gatehouse was told of is drafted from its file, signed and brought into force through HTTP. Its lane is made while everything runs, and
// what never reached the police reaches the one role it names, in its fields and no others.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { SIGNED_BESIDE, signDetached } from '@gatehouse/crypto';
import { ALERT, loadSample, raiseAlert, type HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readableAtBroker } from './at-the-broker.ts';
import { ALERTS, approvedReport, as, deliveredToPolice, INBOX, IN_PRISON } from './raised.ts';
import { running, type Running } from './running.ts';

const file = join(import.meta.dirname, '..', 'cases', 'eighth-instrument', 'mou.yaml');
const document = parse(readFileSync(file, 'utf8'), { schema: 'core' }) as InstrumentDocument;
const MOU = document.id;
const [PRISON, POLICE] = ['kz-prison-service', 'kz-police'];
const INSTRUMENTS = '/policy/v1/instruments';
const PATIENCE_MS = 120_000;
const NATURE = 'A younger prisoner is leant on to take back what he said (invented).';

let gatehouse: Running;
let reportUrn: string;

beforeAll(async () => {
  gatehouse = await running();
  await loadSample(...Object.values(gatehouse.agencies));
  reportUrn = await approvedReport(gatehouse);
}, 300_000);
afterAll(() => gatehouse.end());

const govern = (persona: string, path: string, body: object): Promise<HttpAnswer> =>
  as(gatehouse, persona).ask({ purpose: 'OVERSIGHT', path: `${INSTRUMENTS}${path}`, body });
const raise = async (): Promise<string> => {
  const validUntil = new Date(Date.now() + 86_400_000).toISOString();
  const body = { ...ALERT, type: 'VULNERABLE_TO_PRESSURE', nature: NATURE, reportUrns: [reportUrn], validUntil };
  const { status, body: said } = await raiseAlert(as(gatehouse, 'analyst'), { ...IN_PRISON, body });
  expect([status, said['title']]).toEqual([201, undefined]);
  return String(said['alertId']);
};
const opens = (persona: string, alertId: string): Promise<HttpAnswer> =>
  as(gatehouse, persona).ask({ ...IN_PRISON, path: `${INBOX}/${alertId}` });

describe('a new agreement', () => {
  let earlier: string;
  let later: string;

  it('is none that this Gatehouse was started with, and what it is about does not reach the police', async () => {
    const known = gatehouse.agencies['police-liaison'].keeper.current()?.bundle.instruments ?? [];
    expect(known.map(({ compiled }) => compiled.id)).not.toContain(MOU);
    earlier = await raise();
  });

  it('is drafted from its file, reviewed, signed by both, and in force at both services', async () => {
    const drafted = await govern('secretary', '', { document });
    expect([drafted.status, drafted.body['state']]).toEqual([201, 'DRAFT']);
    const { version, sha256 } = drafted.body['pending'] as { version: number; sha256: string };
    await govern('agreement-reviewer', `/${MOU}/review`, { version, sha256 });
    const signers = await gatehouse.keys.signers([PRISON!, POLICE!]);
    for (const [party, persona] of [
      [PRISON!, 'prison-signatory'],
      [POLICE!, 'police-signatory'],
    ] as const) {
      const bound = { instrument: MOU, version, iat: Math.floor(Date.now() / 1000) };
      const jws = await signDetached(document, { ...signers[party]!, party }, SIGNED_BESIDE.agreement, bound);
      expect((await govern(persona, `/${MOU}/signatures`, { version, sha256, jws })).status).toBe(200);
    }
    const entered = await govern('secretary', `/${MOU}/entry-into-force`, { version, sha256 });
    expect(entered.body['state']).toBe('IN_FORCE');
    await eventually(
      () => {
        for (const { keeper } of [gatehouse.agencies['police-liaison'], gatehouse.agencies['prison-intelligence']])
          expect(keeper.current()?.bundle.instruments.map(({ compiled }) => compiled.id)).toContain(MOU);
      },
      { timeoutMs: PATIENCE_MS },
    );
  });

  it('has a lane of its own at the broker, made while everything ran', async () => {
    const lane = `${gatehouse.namespace}.${MOU}.prison-intelligence.intelligence-alert.v1.${PRISON}.${POLICE}`;
    await eventually(async () => expect(await readableAtBroker('police-liaison', { lane })).toEqual({ lane: true }), {
      timeoutMs: PATIENCE_MS,
    });
  });

  it('carries what it is about to the role it names, with its fields and no others', async () => {
    later = await raise();
    const board = { ...IN_PRISON, path: `${ALERTS}/${later}` };
    await as(gatehouse, 'analyst').askUntil(board, (answer) => deliveredToPolice(answer) === 1, PATIENCE_MS);
    const { status, body } = await opens('ct-investigator', later);
    expect([status, body['provenance']]).toEqual([
      200,
      expect.objectContaining({ originator: PRISON, agreements: [`${MOU}@1`] }),
    ]);
    expect(body['content']).toEqual({
      alertId: later,
      type: 'VULNERABLE_TO_PRESSURE',
      priority: ALERT.priority,
      subjects: [{ name: 'Daniyar Omarov (invented)' }],
      nature: NATURE,
      whatToDo: ALERT.whatToDo,
      validUntil: expect.any(String),
    });
    const answer = JSON.stringify(body);
    for (const kept of [ALERT.where, ALERT.when, ALERT.whatNotToDo, ALERT.dutyContact, ALERT.history, ALERT.sourceNote])
      expect(answer).not.toContain(kept);
  });

  it('gives it to nobody else, and nothing of what was raised before', async () => {
    const unknown = await opens('ct-investigator', randomUUID());
    expect(unknown.status).toBe(404);
    for (const [persona, id] of [
      ['police-liaison', later],
      ['police-neighbour', later],
      ['duty-officer', later],
      ['ct-investigator', earlier],
    ] as const) {
      const { status, body } = await opens(persona, id);
      expect([status, body['type'], body['detail']]).toEqual([404, unknown.body['type'], unknown.body['detail']]);
    }
  });

  it('is named in the record of its reading', async () => {
    const { rows } = await gatehouse.agencies['police-liaison'].pool.query<{ record: object }>(
      `select record::json as record from audit.record
       where record::json ->> 'event' = 'read' and record::json -> 'item' ->> 'id' = $1`,
      [later],
    );
    expect(rows.map(({ record }) => record)).toMatchObject([{ agreements: [`${MOU}@1`] }]);
  });
});
