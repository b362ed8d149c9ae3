// The originator's consent the other way round (MoU 9): the prison asks the police for consent to pass their intelligence on, uses it
// so, and the police see in their ledger what became of it. Through HTTP and Kafka.
import { attest } from '@gatehouse/personnel';
import { CASE, loadSample, type HttpAnswer } from '@gatehouse/start';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { auditedAs } from './audited.ts';
import { alert, disclosed } from './disclosed.ts';
import { policeReport } from './police-report.ts';
import { as, INBOX, INVESTIGATE } from './raised.ts';
import { running, type Running } from './running.ts';

const PI = '/police-liaison/v1/police-intelligence';
const REQUESTS = '/police-liaison/v1/consent-requests';
const PRISON_INBOX = '/prison-intelligence/v1/inbox';
const PASS_ON = { use: 'PASS_ON', recipient: 'kz-probation' };
const WHY = 'CANARY-why: Probation plans the place where he will live.';

let gatehouse: Running;
let itemId: string;
/** the reference under which the prison service disclosed the man whom the report is about */
let knownAs: string;

const who = (persona: string) => as(gatehouse, persona);
const ask = (persona: string, path: string, body: object) => who(persona).ask({ ...INVESTIGATE, path, body });
const use = (persona = 'analyst') => ask(persona, `${PRISON_INBOX}/${itemId}/uses`, PASS_ON);
const request = (persona = 'analyst') =>
  ask(persona, `${PRISON_INBOX}/${itemId}/consent-requests`, { ...PASS_ON, justification: WHY });
const answer = (requestId: string, kind: string, body: object = {}, persona = 'police-manager') =>
  ask(persona, `${REQUESTS}/${requestId}/${kind}`, { reason: 'CANARY-reason: as the desk agreed.', ...body });
const until = () => ({ validUntil: new Date(Date.now() + 86_400_000).toISOString() });

type Row = Record<string, unknown>;
const rows = ({ body }: HttpAnswer): Row[] => (body['items'] as Row[] | undefined) ?? [];
const waitsAtPolice = (requestId: string) =>
  who('police-manager').askUntil({ ...INVESTIGATE, path: `${REQUESTS}?status=waiting` }, (page) =>
    rows(page).some((row) => row['requestId'] === requestId),
  );
const stands = (requestId: string, state: string) =>
  who('analyst').askUntil({ ...INVESTIGATE, path: `${PRISON_INBOX}/${itemId}` }, ({ body }) =>
    (body['consents'] as Row[]).some((one) => one['requestId'] === requestId && one['state'] === state),
  );
const usesInLedger = ({ body }: HttpAnswer): Row[] => (body['disclosures'] as { uses: Row[] }[])[0]?.uses ?? [];

const recorded = async (): Promise<string> => {
  const fromItem = await disclosed(gatehouse, alert('CONTRABAND'));
  await who('police-liaison').askUntil(
    { ...INVESTIGATE, path: `${INBOX}/${fromItem}` },
    ({ status }) => status === 200,
  );
  const { body } = await ask('police-liaison', PI, policeReport(fromItem));
  return String(body['itemId']);
};

beforeAll(async () => {
  gatehouse = await running();
  const { 'police-liaison': police, 'prison-intelligence': prison } = gatehouse.agencies;
  await loadSample(police, prison);
  itemId = await recorded();
  expect((await ask('ct-investigator', `${PI}/${itemId}/approval`, {})).status).toBe(200);
  const { preview } = (await ask('police-liaison', `${PI}/${itemId}/preview`, {})).body;
  expect((await ask('police-liaison', `${PI}/${itemId}/dissemination`, { preview })).status).toBe(200);
  const { body } = await who('analyst').askUntil(
    { ...INVESTIGATE, path: `${PRISON_INBOX}/${itemId}` },
    ({ status }) => status === 200,
  );
  knownAs = String((body['content'] as { subjects: { knownAs: string }[] }).subjects[0]?.knownAs);
});
afterAll(() => gatehouse.end());

describe('police intelligence that the prison would pass on', () => {
  let requestId: string;

  it('waits for the consent of the police, and is nothing to whoever may not see it', async () => {
    const pending = await use();
    expect([pending.status, pending.body['status'], pending.body['content']]).toEqual([202, 'consent-needed', null]);
    const hidden = [await use('psychologist'), await request('psychologist')];
    const none = await ask('psychologist', `${PRISON_INBOX}/${randomUUID()}/uses`, PASS_ON);
    for (const { status, body } of [...hidden, none]) expect([status, body]).toEqual([404, none.body]);
  });

  it('is asked for, and stands with the manager of the police and nobody else', async () => {
    const { status, body } = await request();
    requestId = String(body['requestId']);
    expect(status).toBe(201);
    const row = rows(await waitsAtPolice(requestId)).find((one) => one['requestId'] === requestId);
    expect(row).toMatchObject({ from: 'kz-prison-service', status: 'waiting' });
    expect(row!['content']).toMatchObject({ itemId, use: 'PASS_ON', recipient: 'kz-probation', justification: WHY });
    const others = await who('police-liaison').ask({ ...INVESTIGATE, path: REQUESTS });
    expect([others.status, JSON.stringify(others.body)]).not.toContain(WHY);
    expect((await answer(requestId, 'consent', until(), 'police-liaison')).status).toBe(403);
    expect((await answer(randomUUID(), 'consent', until())).status).toBe(404);
  });

  it('is used under the consent, and the police read in their ledger what became of it', async () => {
    expect((await answer(requestId, 'consent', until())).body).toEqual({ requestId, status: 'granted' });
    await stands(requestId, 'granted');
    const done = await use();
    expect([done.status, done.body['status'], done.body['requestId']]).toEqual([200, 'used', requestId]);
    expect(done.body['content']).toHaveProperty('paragraphs');
    const { body } = await who('police-liaison').askUntil(
      { purpose: 'SAFE_CUSTODY', caseRef: CASE, path: `${PI}/${itemId}` },
      (report) => usesInLedger(report).length > 0,
    );
    const told = { requestId, use: 'PASS_ON', passedTo: 'kz-probation', by: 'pi-aigerim' };
    expect(usesInLedger({ body } as HttpAnswer)).toEqual([expect.objectContaining(told)]);
    const received = await auditedAs('receive', gatehouse.agencies['police-liaison']);
    const uses = received.filter(({ item }) => (item as Row)['product'] === 'prison-intelligence.item-use.v1');
    expect(uses).toEqual([expect.objectContaining({ event: 'received', purpose: 'INVESTIGATE' })]);
  });

  it('is used no more once the consent is taken back', async () => {
    expect((await answer(requestId, 'withdrawal')).body).toEqual({ requestId, status: 'withdrawn' });
    await stands(requestId, 'withdrawn');
    const stopped = await use();
    expect([stopped.status, stopped.body['reason']]).toEqual([403, 'ORIGINATOR_CONTROL']);
  });

  it('is decided by nobody with a conflict, whichever reference that was declared by', async () => {
    const again = String((await request()).body['requestId']);
    await waitsAtPolice(again);
    await attest(gatehouse.agencies['police-liaison'], {
      type: 'DeclareConflict',
      data: { person: 'po-madiyar', subject: knownAs },
    });
    const hidden = await answer(again, 'consent', until());
    expect([hidden.status, hidden.body]).toEqual([404, (await answer(randomUUID(), 'consent', until())).body]);
  });

  it('logged no word of it', () => expect(gatehouse.logged()).not.toContain('CANARY'));
});
