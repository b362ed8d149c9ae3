// The police's daily work: what came is found by filters, corrected and taken back as the prison service says, acknowledged by
// name and answered; and the police tell custody in turn.
import { CASE, loadSample, type HttpAnswer, type PersonaClient } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { alert, correction, disclosed, report, withdrawal } from './disclosed.ts';
import { policeIntelligence } from './police-intelligence-story.ts';
import { as, INBOX, INVESTIGATE, raised } from './raised.ts';
import { running, type Running } from './running.ts';

const PREVENT = { purpose: 'PREVENT_SERIOUS_HARM', caseRef: CASE };
const PRISON_INBOX = '/prison-intelligence/v1/inbox';
const PERSONNEL = '/police-liaison/v1/personnel';
const ALERT = 'prison-intelligence.intelligence-alert.v1';
const REPORT = 'prison-intelligence.intelligence-report.v1';
const PATIENCE = { timeoutMs: 60_000 };

interface Listed {
  itemId: string;
  product: string;
  content: Record<string, unknown>;
}

let gatehouse: Running;
let liaison: PersonaClient;
let neighbour: PersonaClient;
let analyst: PersonaClient;

beforeAll(async () => {
  gatehouse = await running();
  const { 'police-liaison': police, 'prison-intelligence': prison } = gatehouse.agencies;
  await loadSample(police, prison);
  [liaison, neighbour, analyst] = [
    as(gatehouse, 'police-liaison'),
    as(gatehouse, 'police-neighbour'),
    as(gatehouse, 'analyst'),
  ];
});
afterAll(() => gatehouse.end());

const item = (id: string) => ({ ...INVESTIGATE, path: `${INBOX}/${id}` });
const open = (id: string, who = liaison) => who.ask(item(id));
const opens = (id: string, who = liaison) => who.askUntil(item(id), ({ status }) => status === 200, PATIENCE.timeoutMs);
const acknowledge = (id: string, who = liaison) =>
  who.ask({ ...INVESTIGATE, method: 'POST', path: `${INBOX}/${id}/acknowledgement` });
const answer = (id: string, body: object, who = liaison) =>
  who.ask({ ...INVESTIGATE, path: `${INBOX}/${id}/feedback`, body });
const itemsOf = ({ body }: HttpAnswer) => body['items'] as Listed[];
const list = async (query: string, who = liaison) =>
  itemsOf(await who.ask({ ...INVESTIGATE, path: `${INBOX}?${query}` }));
const idsIn = async (query: string) => (await list(query)).map(({ itemId }) => itemId);
const inPrison = async (sql: string, values: unknown[]): Promise<number> => {
  const { rows } = await gatehouse.agencies['prison-intelligence'].pool.query<{ n: number }>(
    `select count(*)::int as n ${sql}`,
    values,
  );
  return rows[0]?.n ?? 0;
};

describe('the list', () => {
  let alertId: string;
  let reportId: string;
  let urgent: string;

  beforeAll(async () => {
    ({ alertId } = await raised(gatehouse));
    reportId = await disclosed(gatehouse, report());
    urgent = await disclosed(gatehouse, alert('GANG_OR_NETWORK', { priority: 'IMMEDIATE' }));
    const all = ({ body }: HttpAnswer) => [alertId, reportId, urgent].every((id) => JSON.stringify(body).includes(id));
    await liaison.askUntil({ ...INVESTIGATE, path: INBOX }, all, PATIENCE.timeoutMs);
  });

  it('begins with what is immediate, however late it came', async () =>
    expect(await idsIn('')).toEqual([urgent, alertId, reportId]));

  it('is narrowed by what is asked for', async () => {
    expect(await idsIn(`product=${REPORT}`)).toEqual([reportId]);
    expect(await idsIn('type=RECRUITMENT_ACTIVITY')).toEqual([alertId]);
    expect(await idsIn('priority=IMMEDIATE')).toEqual([urgent]);
    expect(await idsIn('from=kz-probation')).toEqual([]);
    expect(await idsIn('receivedFrom=2099-01-01T00:00:00Z')).toEqual([]);
    expect(await idsIn('acknowledged=true')).toEqual([]);
    expect(await idsIn('corrected=true&overdue=false')).toEqual([]);
  });

  it('goes on with a cursor, for the same person and the same filters alone', async () => {
    const pages: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor: string = next && `&cursor=${next}`;
      const page: HttpAnswer = await liaison.ask({ ...INVESTIGATE, path: `${INBOX}?limit=1${cursor}` });
      pages.push(...itemsOf(page).map(({ itemId }) => itemId));
      next = page.body['next'] as string | null;
    }
    expect(pages).toEqual([urgent, alertId, reportId]);
    const { body } = await liaison.ask({ ...INVESTIGATE, path: `${INBOX}?limit=1&product=${ALERT}` });
    const cursor = String(body['next']);
    const status = async (query: string, who = liaison) =>
      (await who.ask({ ...INVESTIGATE, path: `${INBOX}?limit=1&cursor=${cursor}${query}` })).status;
    expect(await status(`&product=${ALERT}`)).toBe(200);
    expect([
      await status(''),
      await status(`&product=${REPORT}`),
      await status(`&product=${ALERT}`, neighbour),
    ]).toEqual([400, 400, 400]);
  });

  it('tells the type of an alert by no filter to whom it does not show it', async () => {
    const office = as(gatehouse, 'personnel-police');
    const body = { course: 'handling-intelligence' };
    await office.ask({ purpose: 'INTEGRITY', path: `${PERSONNEL}/po-aidos/lapsed-certificates`, body });
    const [first] = await list(`product=${ALERT}&priority=IMMEDIATE`);
    expect([first?.itemId, first?.content['type']]).toEqual([urgent, undefined]);
    expect(await list('type=GANG_OR_NETWORK')).toEqual([]);
    const until = '2030-01-01T00:00:00Z';
    await office.ask({ purpose: 'INTEGRITY', path: `${PERSONNEL}/po-aidos/certificates`, body: { ...body, until } });
    expect(await idsIn('type=GANG_OR_NETWORK')).toEqual([urgent]);
  });

  it.each(['limit=0', 'priority=HIGH', 'overdue=maybe', 'receivedFrom=yesterday', 'case=KZ-1'])(
    'is refused for %s',
    async (query) => expect((await liaison.ask({ ...INVESTIGATE, path: `${INBOX}?${query}` })).status).toBe(400),
  );
});

describe('a correction', () => {
  let reportId: string;
  let alertId: string;
  let notice: string;
  const gradesIn = ({ body }: HttpAnswer) =>
    (body['content'] as { paragraphs: { grade: { information: string } }[] }).paragraphs.map(
      (p) => p.grade.information,
    );

  beforeAll(async () => {
    [reportId, alertId] = [await disclosed(gatehouse, report()), await disclosed(gatehouse, alert('CONTRABAND'))];
    expect(gradesIn(await opens(reportId))).toEqual(['A', 'D']);
    await opens(alertId);
    notice = await disclosed(gatehouse, correction(reportId, [alertId, randomUUID()]));
    await opens(notice);
  });

  it('is shown in the item, with what was corrected and when; the earlier grade is shown to nobody', async () => {
    const opened = await open(reportId);
    expect(gradesIn(opened)).toEqual(['A', 'E']);
    expect(opened.body['corrections']).toEqual([
      { noticeId: notice, what: 'GRADE', effect: 'REPLACE', paragraphs: [2], at: expect.any(String) },
    ]);
  });

  it('marks what rests on the item', async () =>
    expect((await open(alertId)).body['basisChanges']).toEqual([
      { noticeId: notice, kind: 'correction', at: expect.any(String) },
    ]));

  it('is found in the list, and is an item of its own', async () => {
    await eventually(async () => expect(await idsIn('corrected=true')).toEqual([reportId]), PATIENCE);
    const { body } = await open(notice);
    expect(body).toMatchObject({
      product: 'prison-intelligence.correction.v1',
      about: { itemId: reportId, kind: 'correction' },
      content: { what: 'GRADE', reason: 'Found wrong by the police.', derivedItems: [alertId] },
    });
    expect((await open(notice, neighbour)).status).toBe(404);
  });

  it('is closed at its originator by the name of who acknowledged it', async () => {
    const openThere = () => inPrison('from sharing.open_correction where notice_id = $1', [notice]);
    expect(await openThere()).toBe(1);
    expect((await acknowledge(notice)).body).toMatchObject({ itemId: notice, acknowledgedBy: 'po-aidos' });
    await eventually(async () => expect(await openThere()).toBe(0), PATIENCE);
    expect(await answer(notice, { outcome: 'ACTED' })).toMatchObject({
      status: 422,
      body: { refusal: 'feedback-on-a-notice' },
    });
  });
});

describe('a withdrawn item', () => {
  it('is refused to everybody, by its reason to whom it was open; its notice is not', async () => {
    const id = await disclosed(gatehouse, report());
    await opens(id);
    const notice = await disclosed(gatehouse, withdrawal(id));
    await opens(notice);
    const [opened, again, answered] = [await open(id), await acknowledge(id), await answer(id, { outcome: 'ACTED' })];
    for (const refused of [opened, again, answered])
      expect([refused.status, refused.body['reason']]).toEqual([403, 'LEGAL_BASIS_ENDED']);
    expect((await open(id, neighbour)).status).toBe(404);
    await eventually(async () => expect(await idsIn(`product=${REPORT}`)).not.toContain(id), PATIENCE);
    expect((await acknowledge(notice)).status).toBe(200);
  });
});

describe('an answer', () => {
  let id: string;
  const disproved = {
    outcome: 'DISPROVED',
    comment: 'The cellmate was elsewhere.',
    regrades: [{ n: 2, grade: { scale: '3x5x2', source: '2', information: 'E' } }],
  };
  const given = (feedbackId: unknown) =>
    inPrison(`from store.events where type = 'ItemReceived' and data -> 'envelope' ->> 'itemId' = $1`, [feedbackId]);
  const actioned = () =>
    inPrison(
      `from store.events where type = 'DisclosureActioned' and data ->> 'itemId' = $1 and data ->> 'by' = 'po-aidos'`,
      [id],
    );

  beforeAll(async () => {
    id = await disclosed(gatehouse, report());
    await opens(id);
  });

  it('comes after the acknowledgement', async () => {
    expect(await answer(id, disproved)).toMatchObject({ status: 409, body: { refusal: 'item-not-acknowledged' } });
    expect((await acknowledge(id)).status).toBe(200);
  });

  it('reaches the prison service as a fact of its own, with the grades it suggests', async () => {
    const answered = await answer(id, disproved);
    expect([answered.status, answered.body['itemId']]).toEqual([200, id]);
    const { feedbackId } = answered.body;
    await eventually(async () => expect(await given(feedbackId)).toBe(1), PATIENCE);
    const there = await analyst.askUntil(
      { ...PREVENT, purpose: 'INVESTIGATE', path: `${PRISON_INBOX}/${String(feedbackId)}` },
      ({ status }) => status === 200,
    );
    expect(there.body['content']).toEqual({
      feedbackId,
      itemId: id,
      ...disproved,
      givenBy: 'po-aidos',
      givenAt: answered.body['givenAt'],
    });
    expect(await answer(id, disproved)).toMatchObject({ status: 200, body: { feedbackId } });
    expect(await actioned()).toBe(0);
  });

  it('that a step was taken is told by a receipt too', async () => {
    expect((await answer(id, { outcome: 'ACTED' })).status).toBe(200);
    await eventually(async () => expect(await actioned()).toBe(1), PATIENCE);
  });

  it.each([
    { what: 'an outcome that is none', body: { outcome: 'MAYBE' }, status: 400 },
    { what: 'a field nobody knows', body: { outcome: 'ACTED', urgent: true }, status: 400 },
    {
      what: 'a paragraph it has not',
      body: { outcome: 'DISPROVED', regrades: [{ n: 9, grade: { scale: '3x5x2', source: '2', information: 'E' } }] },
      status: 422,
    },
    {
      what: 'a grade off its scale',
      body: { outcome: 'DISPROVED', regrades: [{ n: 2, grade: { scale: 'EUP', source: '2', information: 'E' } }] },
      status: 422,
    },
  ])('is refused with $what', async ({ body, status }) => expect((await answer(id, body)).status).toBe(status));

  it('is taken from nobody who may not open the item', async () => {
    const foreign = [await acknowledge(id, analyst), await answer(id, { outcome: 'ACTED' }, analyst)];
    const hidden = [await acknowledge(id, neighbour), await answer(id, { outcome: 'ACTED' }, neighbour)];
    for (const refused of [...foreign, ...hidden])
      expect([refused.status, refused.body['title']]).toEqual([404, 'Not found']);
  });
});

describe('a threat to a life', () => {
  it('opens for the duty officer without an assignment, and for nobody else', async () => {
    const id = await disclosed(
      gatehouse,
      alert('THREAT_TO_LIFE', { priority: 'IMMEDIATE', purpose: 'PREVENT_SERIOUS_HARM' }),
    );
    const duty = as(gatehouse, 'duty-officer');
    const now = { purpose: 'PREVENT_SERIOUS_HARM', path: `${INBOX}/${id}` };
    const opened = await duty.askUntil(now, ({ status }) => status === 200);
    expect(opened.body).toMatchObject({ content: { type: 'THREAT_TO_LIFE' }, priority: 'IMMEDIATE' });
    const due = Date.parse(String(opened.body['acknowledgeBy']));
    expect(due - Date.parse(String((opened.body['provenance'] as { receivedAt: string }).receivedAt))).toBe(900_000);
    expect((await liaison.ask({ ...PREVENT, path: now.path })).status).toBe(404);
    expect((await duty.ask({ ...now, method: 'POST', path: `${now.path}/acknowledgement` })).status).toBe(200);
  });
});

policeIntelligence(() => gatehouse);
