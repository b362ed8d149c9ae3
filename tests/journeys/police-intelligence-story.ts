// What the police tell custody: recorded by one, approved by another, looked at before it leaves, and opened in the prison.
import { CASE, type HttpAnswer, type PersonaClient } from '@gatehouse/start';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { alert, disclosed } from './disclosed.ts';
import { policeReport } from './police-report.ts';
import { as, INBOX, INVESTIGATE } from './raised.ts';
import type { Running } from './running.ts';

const PRISON_INBOX = '/prison-intelligence/v1/inbox';
const itemsOf = ({ body }: HttpAnswer) => body['items'] as { itemId: string }[];

/** Tests, on a Gatehouse that runs with its sample loaded. */
export const policeIntelligence = (given: () => Running): void =>
  describe('police intelligence', () => {
    const PI = '/police-liaison/v1/police-intelligence';
    const custody = { purpose: 'SAFE_CUSTODY', caseRef: CASE };
    let gatehouse: Running;
    let liaison: PersonaClient;
    let neighbour: PersonaClient;
    let analyst: PersonaClient;
    let fromItem: string;
    const body = (change: object = {}) => policeReport(fromItem, { sourceDetail: 'CANARY-police-source', ...change });
    const record = (change: object = {}, who = liaison) => who.ask({ ...custody, path: PI, body: body(change) });

    beforeAll(async () => {
      gatehouse = given();
      [liaison, neighbour, analyst] = [
        as(gatehouse, 'police-liaison'),
        as(gatehouse, 'police-neighbour'),
        as(gatehouse, 'analyst'),
      ];
      fromItem = await disclosed(gatehouse, alert('CONTRABAND'));
      // He names a person of an item, so he has to be able to open it for this purpose.
      await liaison.askUntil({ ...INVESTIGATE, path: `${INBOX}/${fromItem}` }, ({ status }) => status === 200);
    });

    it('is recorded, approved by another, looked at, shared, and opened by the analyst in the prison', async () => {
      const investigate = { ...INVESTIGATE };
      const recorded = await liaison.ask({ ...investigate, path: PI, body: body() });
      expect(recorded.status).toBe(201);
      const id = String(recorded.body['itemId']);
      const own = await liaison.ask({ ...investigate, method: 'POST', path: `${PI}/${id}/approval` });
      expect([own.status, own.body['refusal']]).toEqual([422, 'approver-recorded-it']);
      const investigator = as(gatehouse, 'ct-investigator');
      expect((await investigator.ask({ ...investigate, method: 'POST', path: `${PI}/${id}/approval` })).status).toBe(
        200,
      );
      const preview = await liaison.ask({ ...custody, method: 'POST', path: `${PI}/${id}/preview` });
      const [prison] = preview.body['recipients'] as {
        party: string;
        effect: string;
        content: object;
        withheld: string[];
      }[];
      expect(prison).toMatchObject({ party: 'kz-prison-service', effect: 'PERMIT_REDACTED' });
      expect(JSON.stringify(prison?.content)).not.toContain('CANARY');
      expect(prison?.withheld).toEqual(expect.arrayContaining(['provenance.detail']));
      const share = (token: unknown, asked = custody) =>
        liaison.ask({ ...asked, path: `${PI}/${id}/dissemination`, body: { preview: token } });
      expect(await share('of another')).toMatchObject({ status: 422, body: { refusal: 'preview-unknown' } });
      const elsewhere = await share(preview.body['preview'], { ...custody, purpose: 'INVESTIGATE' });
      expect(elsewhere).toMatchObject({ status: 409, body: { refusal: 'preview-outdated' } });
      expect(await share(preview.body['preview'])).toMatchObject({
        status: 200,
        body: { recipients: ['kz-prison-service'] },
      });
      expect(await share(preview.body['preview'])).toMatchObject({ status: 409, body: { refusal: 'already-shared' } });

      const there = { purpose: 'SAFE_CUSTODY', path: `${PRISON_INBOX}/${id}` };
      const opened = await analyst.askUntil(there, ({ status }) => status === 200);
      expect(opened.body).toMatchObject({
        product: 'police-liaison.police-intelligence.v1',
        content: { subjects: [{ name: 'Daniyar Omarov (invented)', knownAs: expect.any(String), role: 'MAIN' }] },
        acknowledgedAt: null,
      });
      // The list is a read model: it follows what can be opened already.
      const unanswered = { purpose: 'SAFE_CUSTODY', path: `${PRISON_INBOX}?acknowledged=false` };
      await analyst.askUntil(unanswered, (list) => itemsOf(list).some(({ itemId }) => itemId === id));
      expect((await analyst.ask({ ...there, method: 'POST', path: `${there.path}/acknowledgement` })).status).toBe(200);
      const ours = { ...custody, path: `${PI}/${id}` };
      const answered = ({ body: report }: HttpAnswer) =>
        JSON.stringify(report['disclosures']).includes('"acknowledged":{');
      const { body: report } = await liaison.askUntil(ours, answered);
      const by = (person: string) => ({ by: person, at: expect.any(String) });
      expect(report['disclosures']).toEqual([
        expect.objectContaining({
          recipient: 'kz-prison-service',
          released: true,
          deliveredAt: expect.any(String),
          read: [by('pi-aigerim')],
          acknowledged: by('pi-aigerim'),
          actioned: [],
        }),
      ]);
    });

    it('is listed newest first, page by page, for whoever may read it, and the reading is recorded', async () => {
      const subjects = [{ role: 'MAIN', name: 'Somebody Else (invented)', category: 'CONTACT_ASSOCIATE' }];
      const routine = { subjects, priority: 'ROUTINE' };
      const recorded = [await record(routine), await record(routine)];
      expect(recorded.map(({ status }) => status)).toEqual([201, 201]);
      const ids = recorded.map(({ body: one }) => String(one['itemId'])).reverse();
      const page = (query: string, who = liaison) => who.ask({ ...custody, path: `${PI}?${query}` });
      const all = { ...custody, path: `${PI}?status=recorded&priority=ROUTINE&recordedBy=po-aidos&review=due` };
      const complete = (answer: HttpAnswer) => ids.every((id) => itemsOf(answer).some(({ itemId }) => itemId === id));
      expect(
        itemsOf(await liaison.askUntil(all, complete))
          .map(({ itemId }) => itemId)
          .slice(0, 2),
      ).toEqual(ids);
      const first = await page('status=recorded&limit=1');
      const cursor = String(first.body['next']);
      const second = await page(`status=recorded&limit=1&cursor=${cursor}`);
      expect([first, second].flatMap(itemsOf).map(({ itemId }) => itemId)).toEqual(ids);
      expect(first.headers.get('gatehouse-audit-promise')).toBeTruthy();
      for (const refused of [
        await page(`status=shared&cursor=${cursor}`),
        await page(`status=recorded&cursor=${cursor}`, as(gatehouse, 'ct-investigator')),
      ])
        expect([refused.status, refused.body['type']]).toEqual([400, 'urn:gatehouse:problem:cursor-invalid']);
      expect([
        (await page('', as(gatehouse, 'duty-officer'))).status,
        (await page('review=overdue')).body['items'],
      ]).toEqual([403, []]);
      const { rows } = await gatehouse.agencies['police-liaison'].pool.query<{ n: number }>(
        `select count(*)::int as n from audit.record where record::json ->> 'action' = 'ListPoliceIntelligence'`,
      );
      expect(rows[0]?.n).toBeGreaterThan(3);
    });

    it('names nobody of an item its author may not open, nor of one that does not exist', async () => {
      const nobody = {
        subjects: [
          { role: 'MAIN', name: 'X (invented)', category: 'SUSPECT', from: { itemId: randomUUID(), place: 0 } },
        ],
      };
      const hidden = { subjects: [{ ...nobody.subjects[0], from: { itemId: fromItem, place: 0 } }] };
      const asked = [
        await neighbour.ask({ ...INVESTIGATE, path: PI, body: body(nobody) }),
        await neighbour.ask({ ...INVESTIGATE, path: PI, body: body(hidden) }),
      ];
      for (const { status, body: problem } of asked)
        expect([status, problem['refusal']]).toEqual([422, 'subject-not-known']);
    });

    it('may name people the prison service never disclosed', async () => {
      const subjects = [{ role: 'MAIN', name: 'Somebody Else (invented)', category: 'CONTACT_ASSOCIATE' }];
      expect((await record({ subjects })).status).toBe(201);
    });

    it.each([
      { what: 'the duty officer', who: 'duty-officer', status: 403 },
      { what: "the prison's analyst", who: 'analyst', status: 403 },
    ])('is no duty of $what', async ({ who, status }) => {
      const person = as(gatehouse, who);
      expect((await record({}, person)).status).toBe(status);
      expect((await person.ask({ ...custody, path: `${PI}/${randomUUID()}` })).status).toBe(status);
    });

    it('that does not exist is not found', async () => {
      const path = `${PI}/${randomUUID()}`;
      const statuses = [
        (await liaison.ask({ ...custody, path })).status,
        (await liaison.ask({ ...custody, method: 'POST', path: `${path}/approval` })).status,
        (await liaison.ask({ ...custody, method: 'POST', path: `${path}/preview` })).status,
        (await liaison.ask({ ...custody, path: `${path}/dissemination`, body: { preview: 'x' } })).status,
      ];
      expect(statuses).toEqual([404, 404, 404, 404]);
    });
  });
