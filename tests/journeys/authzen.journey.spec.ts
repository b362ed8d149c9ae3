// An agency's own systems ask by OpenID AuthZEN what the agency's people may: answered as those people would be, and nothing opened.
import { requestToken } from '@gatehouse/identity';
import { loadSample } from '@gatehouse/start';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { explained } from './explained.ts';
import { as, INBOX, INVESTIGATE, raised } from './raised.ts';
import { running, type Running } from './running.ts';

const POLICE = '/police-liaison/v1';
const PRISON = '/prison-intelligence/v1';
const AIDOS = { type: 'person', id: 'po-aidos', properties: { roles: ['police-liaison'], unit: 'almaty-ct-desk' } };
const NURZHAN = { ...AIDOS, id: 'po-nurzhan' };
const OPEN = { name: 'open' };
const UNKNOWN = '00000000-0000-4000-8000-000000000001';

interface Answer {
  status: number;
  headers: Headers;
  body: { decision?: boolean; context?: Record<string, unknown>; evaluations?: { decision: boolean }[]; type?: string };
}

describe('an agency system', () => {
  let gatehouse: Running;
  let alertId: string;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    gatehouse = await running();
    await loadSample(gatehouse.agencies['police-liaison']);
    await loadSample(gatehouse.agencies['prison-intelligence']);
    ({ alertId } = await raised(gatehouse));
    for (const name of ['police-case-system', 'prison-records-system', 'police-liaison'])
      tokens.set(name, await requestToken(gatehouse.issuer, name, gatehouse.keys.personaSecrets[name] ?? ''));
  });
  afterAll(() => gatehouse.end());

  /** As a client of the standard does: it knows no header for a purpose. */
  const post = async (path: string, body: unknown, who = 'police-case-system', more = {}): Promise<Answer> => {
    const response = await fetch(`${gatehouse.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.get(who)}`, 'content-type': 'application/json', ...more },
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  };
  const item = (id: string) => ({ type: 'item', id });
  const about = (subject: object, id: string, context: object = INVESTIGATE) =>
    post(`${POLICE}/access/v1/evaluation`, { subject, action: OPEN, resource: item(id), context });

  it('finds the decision point by its well-known address, whatever Host says', async () => {
    const address = `${gatehouse.url}/.well-known/authzen-configuration${POLICE}`;
    const found = await new Promise<IncomingMessage>((resolve) =>
      get(address, { headers: { host: 'evil.example' } }, resolve),
    );
    expect(await json(found)).toEqual({
      policy_decision_point: `${gatehouse.url}${POLICE}`,
      access_evaluation_endpoint: `${gatehouse.url}${POLICE}/access/v1/evaluation`,
      access_evaluations_endpoint: `${gatehouse.url}${POLICE}/access/v1/evaluations`,
    });
    for (const none of ['/.well-known/authzen-configuration', '/.well-known/authzen-configuration/oversight/v1'])
      expect((await fetch(`${gatehouse.url}${none}`)).status).toBe(404);
  });

  it('is told what the person would be shown, with its own question back and a promise of the record', async () => {
    const { status, headers, body } = await post(
      `${POLICE}/access/v1/evaluation`,
      { subject: AIDOS, action: OPEN, resource: item(alertId), context: INVESTIGATE },
      'police-case-system',
      { 'x-request-id': 'question-17' },
    );
    expect([status, headers.get('x-request-id'), body.decision]).toEqual([200, 'question-17', true]);
    expect(body.context).toMatchObject({ reason: 'CONTRACT_MATCH', fields: expect.arrayContaining(['nature']) });
    expect(body.context?.['fields']).not.toContain('sourceNote');
    expect(String(body.context?.['auditPromise']).split('.')).toHaveLength(3);
  });

  it('learns of what the person may not know exactly what it learns of what does not exist', async () => {
    const [hidden, absent, malformed] = [
      await about(NURZHAN, alertId),
      await about(NURZHAN, UNKNOWN),
      await about(NURZHAN, 'no-id'),
    ];
    const visible = ({ status, body }: Answer) => [status, { ...body, context: { ...body.context, auditPromise: '' } }];
    expect(visible(hidden)).toEqual([
      200,
      { decision: false, context: { reason: 'NOT_FOUND', obligations: [], fields: [], auditPromise: '' } },
    ]);
    expect(visible(absent)).toEqual(visible(hidden));
    expect(visible(malformed)).toEqual(visible(hidden));
  });

  it('opens nothing by asking', async () => {
    const { pool } = gatehouse.agencies['police-liaison'];
    const opened = async () =>
      (await pool.query('select 1 from sharing.opened where item_id = $1', [alertId])).rowCount;
    expect((await about(AIDOS, alertId)).body.decision).toBe(true);
    expect(await opened()).toBe(0);
    await as(gatehouse, 'police-liaison').ask({ ...INVESTIGATE, path: `${INBOX}/${alertId}` });
    expect(await opened()).toBe(1);
  });

  it('asks of a duty as well', async () => {
    const duty = (name: string, context: object) =>
      post(
        `${PRISON}/access/v1/evaluation`,
        {
          subject: {
            type: 'person',
            id: 'pi-aigerim',
            properties: { roles: ['intelligence-analyst'], unit: 'prison-17-intelligence' },
          },
          action: { name },
          resource: { type: 'service', id: 'prison-intelligence' },
          context,
        },
        'prison-records-system',
      );
    const purpose = { purpose: 'PREVENT_SERIOUS_HARM' };
    expect((await duty('RaiseIntelligenceAlert', purpose)).body).toMatchObject({
      decision: true,
      context: { reason: 'OWN_DUTY' },
    });
    expect((await duty('ApproveIntelligenceReport', purpose)).body).toMatchObject({
      decision: false,
      context: { reason: 'ROLE_NOT_COVERED' },
    });
    expect((await duty('RaiseIntelligenceAlert', {})).body).toMatchObject({
      decision: false,
      context: { reason: 'PURPOSE_MISMATCH' },
    });
    expect((await duty('NoSuchDuty', purpose)).body).toMatchObject({
      decision: false,
      context: { reason: 'DECISION_FAILED' },
    });
    const { rows } = await gatehouse.agencies['prison-intelligence'].pool.query<{ id: string }>(
      `select record_id as id from audit.record where record::json ->> 'action' = 'Evaluate RaiseIntelligenceAlert'`,
    );
    const officer = as(gatehouse, 'prison-data-protection');
    expect(rows).toHaveLength(2);
    for (const { id } of rows)
      expect(await explained(officer, 'prison-intelligence', id)).toEqual(['made-again', true, true]);
  });

  it.each([
    ['no action', { action: undefined }],
    ['another action', { action: { name: 'delete' } }],
    ['another kind of resource', { resource: { type: 'document', id: UNKNOWN } }],
    ['another service', { action: { name: 'RaiseIntelligenceAlert' }, resource: { type: 'service', id: 'oversight' } }],
    ['no person', { subject: { type: 'service', id: 'x', properties: AIDOS.properties } }],
    ['a person without roles', { subject: { type: 'person', id: 'po-aidos', properties: { unit: 'almaty-ct-desk' } } }],
    ['roles that are texts', { subject: { ...AIDOS, properties: { ...AIDOS.properties, roles: ['a b'] } } }],
    ['a text for a purpose', { context: { ...INVESTIGATE, purpose: 'Erlan Sadykov (invented) told of it' } }],
    ['a text for a case', { context: { ...INVESTIGATE, caseRef: 'the case of the cousin' } }],
  ])('with %s is not understood, and gets no permission', async (_what, change) => {
    const body = { subject: AIDOS, action: OPEN, resource: item(alertId), context: INVESTIGATE, ...change };
    const answer = await post(`${POLICE}/access/v1/evaluation`, body);
    expect([answer.status, answer.body.decision, answer.body.context?.['reason']]).toEqual([
      200,
      false,
      'NOT_UNDERSTOOD',
    ]);
  });

  it('asks several questions at once, each with what it lacks from above', async () => {
    const several = async (semantic?: string) => {
      const body = {
        action: OPEN,
        context: INVESTIGATE,
        resource: item(alertId),
        evaluations: [{ subject: NURZHAN }, { subject: AIDOS }, { subject: AIDOS, resource: item(UNKNOWN) }],
        ...(semantic && { options: { evaluations_semantic: semantic } }),
      };
      const answer = await post(`${POLICE}/access/v1/evaluations`, body);
      return answer.body.evaluations?.map(({ decision }) => decision);
    };
    expect(await several()).toEqual([false, true, false]);
    expect(await several('deny_on_first_deny')).toEqual([false]);
    expect(await several('permit_on_first_permit')).toEqual([false, true]);
    const single = await post(`${POLICE}/access/v1/evaluations`, {
      subject: AIDOS,
      action: OPEN,
      resource: item(alertId),
      context: INVESTIGATE,
    });
    expect(single.body.decision).toBe(true);
  });

  it.each([
    ['too many questions', { evaluations: Array.from({ length: 51 }, () => ({ subject: AIDOS })) }],
    ['a semantic nobody knows', { evaluations: [{ subject: AIDOS }], options: { evaluations_semantic: 'guess' } }],
    ['a subject that is a word', { subject: 'po-aidos' }],
    ['a person with a text for a name', { subject: { ...AIDOS, id: 'Daniyar is an informer' } }],
  ])('with %s is told what is wrong', async (_what, body) => {
    const answer = await post(`${POLICE}/access/v1/evaluations`, { action: OPEN, resource: item(alertId), ...body });
    expect([answer.status, answer.body.type]).toEqual([400, 'urn:gatehouse:problem:validation-failed']);
  });

  it.each([
    ['a person', 'police-liaison', 'ROLE_NOT_COVERED'],
    ['a system of another agency', 'prison-records-system', 'NO_CONTRACT'],
  ])('that is %s is refused', async (_what, who, reason) => {
    const answer = await post(
      `${POLICE}/access/v1/evaluation`,
      { subject: AIDOS, action: OPEN, resource: item(alertId) },
      who,
    );
    expect([answer.status, answer.body]).toEqual([403, expect.objectContaining({ reason })]);
  });

  it('leaves a record of each question: who asked, about whom, what for', async () => {
    await about(NURZHAN, alertId);
    const path = '/oversight/v1/records?actor=police-case-system&agency=kz-police';
    const seen = await as(gatehouse, 'commissioner').askUntil({ purpose: 'OVERSIGHT', path }, ({ body }) =>
      JSON.stringify(body).includes('"askedAbout":{"person":"po-nurzhan"'),
    );
    const records = (seen.body['records'] as { record: Record<string, unknown> }[]).map(({ record }) => record);
    expect(
      records.find(({ askedAbout }) => (askedAbout as { person?: string })?.person === 'po-nurzhan'),
    ).toMatchObject({
      event: 'evaluated',
      action: 'Evaluate open',
      purpose: 'INVESTIGATE',
      caseRef: INVESTIGATE.caseRef,
      item: { id: alertId },
      actor: { agency: 'kz-police', person: 'police-case-system' },
    });
  });
});
