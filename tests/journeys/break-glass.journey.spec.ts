// Ten past two at night, the memorandum is suspended, and an attack is planned: from the declaration of an emergency to its second
// review, with real services. The duty officer is shown the minimum and for four hours; the prison service, his line and whoever
// protects the data hear of it at once; two people outside the line say what it was; and whoever tries it on learns nothing.
import { attest } from '@gatehouse/personnel';
import { CASE, type HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { disclosed, policeReport } from './disclosed.ts';
import { acts, ACTS_OF_THE_NIGHT, emergency, EmergencyNight, nothing, PATIENCE } from './emergency-night.ts';
import { PREVENT, RAN, refusal } from './emergency-night.ts';
import type { HeldTime } from './held-time.ts';
import { INBOX } from './raised.ts';

const REVIEW = { purpose: 'INTEGRITY' };
const ACCESSES = '/police-liaison/v1/emergency-accesses';
const PRISON_INBOX = '/prison-intelligence/v1/inbox';
let night: EmergencyNight;
let time: HeldTime;

beforeAll(async () => {
  night = await EmergencyNight.fall();
  time = night.time;
}, 300_000);
afterAll(() => night.end());

const facts = (change: object = {}) => night.facts(change);
const breaks = (id: string, change: object = {}, who?: string) => night.breaks(id, change, who);
const reads = (id: string, query = '', who?: string) => night.reads(id, query, who);

describe('who tries it on', () => {
  it.each([
    ['an item he may not know of', 'duty-officer', () => night.reportId],
    ['an alert that is for others', 'police-liaison', () => night.planned],
    ['an id of nothing, for another post', 'police-liaison', () => randomUUID()],
  ])('learns no more of %s than of what does not exist', async (_what, who, id) => {
    const [hidden, unknown] = [await breaks(id(), {}, who), await breaks(randomUUID(), {}, who)];
    expect(nothing(hidden)).toEqual(nothing(unknown));
    expect(hidden.status).toBe(404);
    expect(nothing(await reads(id(), '', who))).toEqual(nothing(await reads(randomUUID(), '', who)));
  });

  it.each([
    [{ whoAtRisk: '?? 111' }, 'fact-says-nothing'],
    [{ where: 'Daniyar omarov  (invented)' }, 'facts-are-the-same'],
    [{ dutyContact: 'the duty desk' }, 'contact-not-reachable'],
    [{ when: '2026-11-20T00:00:00Z' }, 'danger-is-over'],
    [{ when: '2027-11-20T00:00:00Z' }, 'danger-not-imminent'],
  ])('with %j is told what is wrong, whatever the id', async (change, code) => {
    expect(refusal(await breaks(night.planned, change))).toEqual([422, code]);
    expect(refusal(await breaks(randomUUID(), change))).toEqual([422, code]);
  });

  it.each([{ nature: 'short' }, { when: 'tonight' }, { bySubject: undefined }, { more: 'than asked' }])(
    'with %j is told which field to correct',
    async (change) => {
      const answer = await breaks(night.planned, change);
      expect([answer.status, JSON.stringify(answer.body['errors'])]).toEqual([400, expect.stringMatching(/\w/)]);
    },
  );
});

describe('an emergency access', () => {
  let accessId: string;

  it('opens the minimum, for its purpose alone, where the suspended memorandum opens nothing', async () => {
    const usual = await time.as('duty-officer').ask({ ...PREVENT, path: `${INBOX}/${night.planned}` });
    expect(refusal(usual)).toEqual([403, 'MOU_SUSPENDED']);
    const asked = { ...emergency(night.planned), purpose: 'INVESTIGATE', caseRef: CASE, body: facts() };
    expect(refusal(await time.as('duty-officer').ask(asked))).toEqual([403, 'PURPOSE_MISMATCH']);
    const opened = await breaks(night.planned);
    expect(opened.body).toMatchObject({
      itemId: night.planned,
      until: '2026-11-24T01:10:00.000Z',
      reviewBy: time.inHours(72),
    });
    accessId = String(opened.body['accessId']);
    expect(opened.body['content']).toEqual({
      alertId: night.planned,
      subjects: [{ name: 'Daniyar Omarov (invented)' }],
      nature: 'A threat was heard.',
    });
    expect(opened.body['obligations']).toEqual(expect.arrayContaining(['TIMEBOX_4H', 'REVIEW_72H', 'REASON_TEXT']));
  });

  it('is told to the prison service within a minute, where it calls its duty, and to nobody else', async () => {
    const manager = time.as('intelligence-manager');
    const told = ({ body }: HttpAnswer) => (body['items'] as { itemId: string }[] | undefined)?.length === 1;
    const list = await manager.askUntil(
      { ...PREVENT, path: `${PRISON_INBOX}?product=police-liaison.emergency-access.v1` },
      told,
      60_000,
    );
    const [{ itemId }] = list.body['items'] as [{ itemId: string }];
    expect(itemId).toBe(accessId);
    const notice = await manager.ask({ ...PREVENT, path: `${PRISON_INBOX}/${itemId}` });
    expect(notice.body).toMatchObject({
      priority: 'IMMEDIATE',
      provenance: { originator: 'kz-police', agreements: ['kz-threat-to-life@1'] },
      content: { itemId: night.planned, usedBy: 'po-ermek', unit: 'almaty-duty-desk', ...facts() },
    });
    expect((await time.as('governor').ask({ ...PREVENT, path: `${PRISON_INBOX}/${itemId}` })).status).toBe(404);
    await eventually(() => expect(night.mailsTo('pi-aigerim').length).toBeGreaterThan(0), PATIENCE);
    const clock = `acknowledgement-clock-${accessId}-kz-prison-service`;
    await eventually(async () => expect(await night.typesIn(clock)).toEqual(RAN), PATIENCE);
  });

  it('is told to those above him and to whoever protects the data, and no mail says what it was about', async () => {
    await eventually(
      () => expect([night.mailsTo('po-bakyt').length, night.mailsTo('po-saltanat').length]).toEqual([1, 1]),
      PATIENCE,
    );
    expect(night.mailsTo('po-bakyt')[0]?.raw).toContain('an emergency access was used');
    const raw = night.mails.map((mail) => mail.raw).join('\n');
    expect(raw).not.toMatch(/CANARY|Omarov|ATTACK|visiting hall|po-ermek (?!@)/i);
    expect(raw).not.toContain(night.planned);
    expect(raw).not.toContain(accessId);
  });

  it('is the same one when he asks again', async () => {
    await time.moveTo('2026-11-23T21:20:00.000Z');
    const again = await breaks(night.planned);
    expect(again.body).toMatchObject({ accessId, until: '2026-11-24T01:10:00.000Z' });
    expect((await reads(night.planned)).body).toMatchObject({ accessId, content: { nature: 'A threat was heard.' } });
  });

  it('gives nothing beyond the minimum: to ask for it is an incident', async () => {
    expect(refusal(await reads(night.planned, '?fields=sourceNote'))).toEqual([403, 'ABSOLUTE_SOURCE']);
    const more = await reads(night.planned, '?fields=whatToDo');
    expect(refusal(more)).toEqual([403, 'EMERGENCY_SCOPE_EXCEEDED']);
    expect(more.body['obligations']).toEqual(['ACCESS_INCIDENT']);
    expect(time.gatehouse.logged()).toContain('"alarm":"ACCESS_INCIDENT"');
  });

  it('ends after four hours, and does not begin again before it was reviewed', async () => {
    await time.moveTo('2026-11-24T01:09:59.000Z');
    expect((await reads(night.planned)).status).toBe(200);
    await time.moveTo('2026-11-24T01:10:00.000Z');
    expect(refusal(await reads(night.planned))).toEqual([409, 'emergency-access-over']);
    expect(refusal(await breaks(night.planned))).toEqual([409, 'not-reviewed-yet']);
  });

  it('is open to one who has three of them unreviewed for no fourth item, whatever its id', async () => {
    const [second, third, fourth] = night.others as [string, string, string];
    expect((await breaks(second)).status).toBe(200);
    // Two at once: one of them is his third, and the other one too many, before any list shows the first.
    const both = await Promise.all([breaks(third), breaks(fourth)]);
    expect(both.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 409]));
    const refused = both[0]?.status === 409 ? third : fourth;
    expect(both.map(refusal)).toContainEqual([409, 'too-many-unreviewed']);
    expect(await night.typesIn(`emergency-access-${refused}-po-ermek`)).toEqual([]);
    const open = { ...REVIEW, path: `${ACCESSES}?review=open` };
    const three = ({ body }: HttpAnswer) => (body['items'] as unknown[] | undefined)?.length === 3;
    // Each look is a record, and of a reviewer the commissioner reads the first hundred: somebody else waits for the list.
    await time.as('police-duty-manager').askUntil(open, three, PATIENCE.timeoutMs);
    expect(three(await time.as('police-data-protection').ask(open))).toBe(true);
    expect(refusal(await breaks(refused))).toEqual([409, 'too-many-unreviewed']);
    expect(refusal(await breaks(randomUUID()))).toEqual([409, 'too-many-unreviewed']);
    expect((await breaks(second)).status).toBe(200);
  });

  describe('its review', () => {
    const reason = 'CANARY-reason The danger was real and near.';
    const finds = (who: string, verdict: string, id = accessId) =>
      time.as(who).ask({ ...REVIEW, path: `${ACCESSES}/${id}/review`, body: { verdict, reason } });
    const one = (who: string) => time.as(who).ask({ ...REVIEW, path: `${ACCESSES}/${accessId}` });

    it('is for reviewers alone, and of what there is', async () => {
      for (const who of ['duty-officer', 'police-duty-manager', 'police-liaison'])
        expect((await finds(who, 'JUSTIFIED')).status).toBe(403);
      expect((await one('duty-officer')).status).toBe(403);
      expect((await one('police-duty-manager')).body).toMatchObject({ usedBy: 'po-ermek', exceeded: 2 });
      expect((await finds('police-inspector', 'JUSTIFIED', randomUUID())).status).toBe(404);
      expect((await finds('police-inspector', 'FINE')).status).toBe(400);
    });

    it('shows what was declared and tried, and to the second reviewer nothing of the first', async () => {
      const first = await finds('police-data-protection', 'JUSTIFIED');
      expect(first.body).toMatchObject({ reviewed: 1, verdict: null, reviews: [{ by: 'po-saltanat' }] });
      expect(refusal(await finds('police-data-protection', 'JUSTIFIED'))).toEqual([409, 'reviewed-by-you']);
      expect((await one('police-inspector')).body).toMatchObject({
        declared: facts({ when: '2026-11-24T03:10:00.000Z' }),
        incidents: [{ fields: ['sourceNote'] }, { fields: ['whatToDo'] }],
        reviewed: 1,
        reviews: [],
      });
    });

    it('is escalated when it is late, and counts all the same', async () => {
      await time.moveTo('2026-11-26T21:10:01.000Z');
      for (const whose of ['', '-data-protection-officer'])
        await eventually(
          async () =>
            expect(await night.typesIn(`acknowledgement-clock-${accessId}${whose}`)).toContain(
              'EmergencyReviewOverdue',
            ),
          PATIENCE,
        );
      const second = await finds('police-inspector', 'JUSTIFIED');
      expect(second.body).toMatchObject({ reviewed: 2, verdict: 'JUSTIFIED' });
      expect((second.body['reviews'] as { late: boolean }[]).map(({ late }) => late)).toEqual([false, true]);
      const concluded = { ...REVIEW, path: `${ACCESSES}?review=concluded` };
      const listed = ({ body }: HttpAnswer) => (body['items'] as unknown[] | undefined)?.length === 1;
      const list = await time.as('police-data-protection').askUntil(concluded, listed);
      expect(list.body['items']).toMatchObject([{ accessId, verdict: 'JUSTIFIED', reviewed: 2, exceeded: 2 }]);
      expect(JSON.stringify(list.body)).not.toContain('CANARY');
    });
  });

  it('stands whole before the commissioner: what was tried, used, exceeded, told and found', async () => {
    const records = (actor: string) => ({
      purpose: 'OVERSIGHT',
      path: `/oversight/v1/records?actor=${actor}&agency=kz-police&limit=100`,
    });
    const commissioner = time.as('commissioner');
    const his = await commissioner.askUntil(
      records('po-ermek'),
      (answer) => acts(answer).includes('command-refused break-glass too-many-unreviewed'),
      PATIENCE.timeoutMs,
    );
    expect(acts(his)).toEqual(expect.arrayContaining(ACTS_OF_THE_NIGHT));
    expect(JSON.stringify(his.body)).not.toContain('CANARY');
    const found = (answer: HttpAnswer) => acts(answer).includes('command-accepted ReviewEmergencyAccess');
    for (const reviewer of ['po-saltanat', 'po-kairat'])
      await commissioner.askUntil(records(reviewer), found, PATIENCE.timeoutMs);
  });
});

describe('an emergency in the prison', () => {
  it('opens to its duty manager what the police know, and they are told', async () => {
    const { 'prison-intelligence': prison } = time.gatehouse.agencies;
    await attest(prison, { type: 'GrantVetting', data: { person: 'pi-gulnara', level: 'L1' } });
    const known = await disclosed(time.gatehouse, policeReport(), {
      from: 'police-liaison',
      recipient: 'kz-prison-service',
    });
    const item = { ...PREVENT, path: `${PRISON_INBOX}/${known}` };
    await time.as('intelligence-manager').askUntil(item, ({ status }) => status === 200, PATIENCE.timeoutMs);
    const manager = time.as('prison-duty-manager');
    expect((await manager.ask(item)).status).toBe(404);
    const opened = await manager.ask({ ...item, path: `${item.path}/emergency-access`, body: facts() });
    expect(Object.keys(opened.body['content'] as object).toSorted()).toEqual(['paragraphs', 'reportUrn', 'subjects']);
    expect(JSON.stringify(opened.body)).not.toContain('CANARY');
    const accessId = String(opened.body['accessId']);
    const notice = { ...PREVENT, path: `${INBOX}/${accessId}` };
    const told = await time.as('duty-officer').askUntil(notice, ({ status }) => status === 200, 60_000);
    expect(told.body['content']).toMatchObject({ itemId: known, usedBy: 'pi-gulnara', nature: facts().nature });
    await eventually(
      async () =>
        expect(await night.typesIn(`acknowledgement-clock-${accessId}-kz-police`, 'prison-intelligence')).toEqual(RAN),
      PATIENCE,
    );
    const read = { ...REVIEW, path: `/prison-intelligence/v1/emergency-accesses/${accessId}` };
    const isThere = ({ status }: HttpAnswer) => status === 200;
    expect((await time.as('prison-data-protection').askUntil(read, isThere)).body).toMatchObject({ reviewed: 0 });
  });
});
