// Ten past two at night, the memorandum is suspended, and an attack is planned: from the declaration of an emergency to its second
// review, with real services. The duty officer is shown the minimum and for four hours; the prison service, his line and whoever
// protects the data hear of it at once; two people outside the line say what it was; and whoever tries it on learns nothing.
import { NO_CHANNELS } from '@gatehouse/escalation';
import { startMailSink, type MailSink } from '@gatehouse/local-stack';
import { attest } from '@gatehouse/personnel';
import { loadSample, loadSampleRotas, type HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { alert, disclosed, policeReport, report } from './disclosed.ts';
import { HeldTime } from './held-time.ts';
import { INBOX } from './raised.ts';

const NIGHT = '2026-11-23T21:10:00.000Z';
const PREVENT = { purpose: 'PREVENT_SERIOUS_HARM' };
const REVIEW = { purpose: 'INTEGRITY' };
const ACCESSES = '/police-liaison/v1/emergency-accesses';
const PRISON_INBOX = '/prison-intelligence/v1/inbox';
const NOTICE = 'police-liaison.emergency-access.v1';
const PATIENCE = { timeoutMs: 60_000 };

let time: HeldTime;
let sink: MailSink;
const mails: { raw: string; to: string[] }[] = [];
let planned: string;
let others: string[];
let reportId: string;

const attack = () => {
  const item = alert('ATTACK_PLANNING', { priority: 'IMMEDIATE', ...PREVENT });
  return disclosed(time.gatehouse, { ...item, payload: { ...item.payload, validUntil: time.inHours(200) } });
};

beforeAll(async () => {
  sink = await startMailSink({ onMail: (raw, to) => mails.push({ raw: raw.toString('latin1'), to }) });
  time = await HeldTime.start({ notices: { ...NO_CHANNELS, smtpUrl: sink.url } });
  const { 'prison-intelligence': prison, 'police-liaison': police } = time.gatehouse.agencies;
  await loadSample(prison, police);
  await loadSampleRotas([prison, police]);
  await time.moveTo(NIGHT);
  [planned, reportId] = [await attack(), await disclosed(time.gatehouse, report())];
  others = [await attack(), await attack(), await attack()];
  for (const id of [planned, ...others])
    await time.as('duty-officer').askUntil({ ...PREVENT, path: `${INBOX}/${id}` }, ({ status }) => status === 200);
  await time
    .as('police-liaison')
    .askUntil(
      { purpose: 'INVESTIGATE', caseRef: 'KZ-2026-114', path: `${INBOX}/${reportId}` },
      ({ status }) => status === 200,
    );
  await suspended();
}, 300_000);
afterAll(async () => {
  await time.end();
  await sink.stop();
});

const suspended = async (): Promise<void> => {
  const order = { scope: { kind: 'all' }, reason: 'A review of the safeguards (invented).' };
  const path = '/policy/v1/instruments/kz-prisons-police/suspensions';
  await time.as('police-signatory').ask({ purpose: 'OVERSIGHT', path, body: order });
  await eventually(() => {
    const { bundle } = time.gatehouse.agencies['police-liaison'].keeper.current()!;
    expect(bundle.instruments.find(({ compiled }) => compiled.id === 'kz-prisons-police')?.state).toBe('SUSPENDED');
  }, PATIENCE);
};

const facts = (change: object = {}) => ({
  whoAtRisk: 'Visitors of Saturday morning (invented)',
  bySubject: 'Daniyar Omarov (invented)',
  where: 'The visiting hall of Prison 17 (invented)',
  when: time.inHours(6),
  nature: 'CANARY-nature an attack with a sharpened tool when the hall is full.',
  dutyContact: 'Duty desk, +7 000 000 02 02 (invented)',
  ...change,
});
const emergency = (id: string) => ({ ...PREVENT, path: `${INBOX}/${id}/emergency-access` });
const breaks = (id: string, change: object = {}, who = 'duty-officer') =>
  time.as(who).ask({ ...emergency(id), body: facts(change) });
const reads = (id: string, query = '', who = 'duty-officer') =>
  time.as(who).ask({ ...emergency(id), path: `${emergency(id).path}${query}` });
const refusal = ({ status, body }: HttpAnswer) => [status, body['refusal'] ?? body['reason']];
const nothing = ({ status, body, headers }: HttpAnswer) => [status, { ...body, instance: null }, [...headers.keys()]];
const mailsTo = (person: string) => mails.filter(({ to }) => to.some((one) => one.startsWith(`${person}@`)));

describe('who tries it on', () => {
  it.each([
    ['an item he may not know of', 'duty-officer', () => reportId],
    ['an alert that is for others', 'police-liaison', () => planned],
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
    expect(refusal(await breaks(planned, change))).toEqual([422, code]);
    expect(refusal(await breaks(randomUUID(), change))).toEqual([422, code]);
  });

  it.each([{ nature: 'short' }, { when: 'tonight' }, { bySubject: undefined }, { more: 'than asked' }])(
    'with %j is told which field to correct',
    async (change) => {
      const answer = await breaks(planned, change);
      expect([answer.status, JSON.stringify(answer.body['errors'])]).toEqual([400, expect.stringMatching(/\w/)]);
    },
  );

  it('for another purpose is refused as anybody would be', async () => {
    const asked = { ...emergency(planned), purpose: 'INVESTIGATE', caseRef: 'KZ-2026-114', body: facts() };
    expect(refusal(await time.as('duty-officer').ask(asked))).toEqual([403, 'PURPOSE_MISMATCH']);
  });

  it('reads nothing before he has declared anything', async () => expect((await reads(planned)).status).toBe(404));
});

describe('an emergency access', () => {
  let accessId: string;

  it('opens the minimum, where the suspended memorandum opens nothing', async () => {
    const usual = await time.as('duty-officer').ask({ ...PREVENT, path: `${INBOX}/${planned}` });
    expect(refusal(usual)).toEqual([403, 'MOU_SUSPENDED']);
    const opened = await breaks(planned);
    expect(opened.body).toMatchObject({
      itemId: planned,
      until: '2026-11-24T01:10:00.000Z',
      reviewBy: time.inHours(72),
    });
    accessId = String(opened.body['accessId']);
    expect(opened.body['content']).toEqual({
      alertId: planned,
      subjects: [{ name: 'Daniyar Omarov (invented)' }],
      nature: 'A threat was heard.',
    });
    expect(opened.body['obligations']).toEqual(expect.arrayContaining(['TIMEBOX_4H', 'REVIEW_72H', 'REASON_TEXT']));
  });

  it('is told to the prison service within a minute, where it calls its duty, and to nobody else', async () => {
    const manager = time.as('intelligence-manager');
    const told = ({ body }: HttpAnswer) => (body['items'] as { itemId: string }[] | undefined)?.length === 1;
    const list = await manager.askUntil({ ...PREVENT, path: `${PRISON_INBOX}?product=${NOTICE}` }, told, 60_000);
    const [{ itemId }] = list.body['items'] as [{ itemId: string }];
    expect(itemId).toBe(accessId);
    const notice = await manager.ask({ ...PREVENT, path: `${PRISON_INBOX}/${itemId}` });
    expect(notice.body).toMatchObject({
      priority: 'IMMEDIATE',
      provenance: { originator: 'kz-police', agreements: ['kz-threat-to-life@1'] },
      content: { itemId: planned, usedBy: 'po-ermek', unit: 'almaty-duty-desk', ...facts() },
    });
    expect((await time.as('governor').ask({ ...PREVENT, path: `${PRISON_INBOX}/${itemId}` })).status).toBe(404);
    await eventually(() => expect(mailsTo('pi-aigerim').length).toBeGreaterThan(0), PATIENCE);
    const clock = await time.gatehouse.agencies['police-liaison'].pool.query<{ type: string; data: object }>(
      'select type, data from store.events where stream_id = $1 order by version',
      [`acknowledgement-clock-${accessId}-kz-prison-service`],
    );
    expect(clock.rows.map(({ type }) => type)).toEqual(['AcknowledgementClockStarted', 'AcknowledgementClockStopped']);
    expect(clock.rows[1]?.data).toMatchObject({ inTime: true });
  });

  it('is told to those above him and to whoever protects the data, and no mail says what it was about', async () => {
    await eventually(
      () => expect([mailsTo('po-bakyt').length, mailsTo('po-saltanat').length]).toEqual([1, 1]),
      PATIENCE,
    );
    expect(mailsTo('po-bakyt')[0]?.raw).toContain('an emergency access was used');
    const raw = mails.map((mail) => mail.raw).join('\n');
    expect(raw).not.toMatch(/CANARY|Omarov|ATTACK|visiting hall|po-ermek (?!@)/i);
    expect(raw).not.toContain(planned);
    expect(raw).not.toContain(accessId);
  });

  it('is the same one when he asks again', async () => {
    await time.moveTo('2026-11-23T21:20:00.000Z');
    const again = await breaks(planned);
    expect(again.body).toMatchObject({ accessId, until: '2026-11-24T01:10:00.000Z' });
    expect((await reads(planned)).body).toMatchObject({ accessId, content: { nature: 'A threat was heard.' } });
  });

  it('gives nothing beyond the minimum: to ask for it is an incident', async () => {
    expect(refusal(await reads(planned, '?fields=sourceNote'))).toEqual([403, 'ABSOLUTE_SOURCE']);
    const more = await reads(planned, '?fields=whatToDo');
    expect(refusal(more)).toEqual([403, 'EMERGENCY_SCOPE_EXCEEDED']);
    expect(more.body['obligations']).toEqual(['ACCESS_INCIDENT']);
    expect(time.gatehouse.logged()).toContain('"alarm":"ACCESS_INCIDENT"');
  });

  it('ends after four hours, and does not begin again before it was reviewed', async () => {
    await time.moveTo('2026-11-24T01:09:59.000Z');
    expect((await reads(planned)).status).toBe(200);
    await time.moveTo('2026-11-24T01:10:00.000Z');
    expect(refusal(await reads(planned))).toEqual([409, 'emergency-access-over']);
    expect(refusal(await breaks(planned))).toEqual([409, 'not-reviewed-yet']);
  });

  it('is open to one who has three of them unreviewed for no fourth item, whatever its id', async () => {
    for (const id of others.slice(0, 2)) expect((await breaks(id)).status).toBe(200);
    const open = { ...REVIEW, path: `${ACCESSES}?review=open` };
    const three = ({ body }: HttpAnswer) => (body['items'] as unknown[] | undefined)?.length === 3;
    await time.as('police-data-protection').askUntil(open, three);
    expect(refusal(await breaks(others[2]!))).toEqual([409, 'too-many-unreviewed']);
    expect(refusal(await breaks(randomUUID()))).toEqual([409, 'too-many-unreviewed']);
    expect((await breaks(others[0]!)).status).toBe(200);
  });

  describe('its review', () => {
    const finds = (who: string, verdict: string, reason = 'CANARY-reason The danger was real and near.') =>
      time.as(who).ask({ ...REVIEW, path: `${ACCESSES}/${accessId}/review`, body: { verdict, reason } });
    const one = (who: string) => time.as(who).ask({ ...REVIEW, path: `${ACCESSES}/${accessId}` });

    it('is for reviewers alone, and of what there is', async () => {
      for (const who of ['duty-officer', 'police-duty-manager', 'police-liaison'])
        expect((await finds(who, 'JUSTIFIED')).status).toBe(403);
      expect((await one('duty-officer')).status).toBe(403);
      expect((await one('police-duty-manager')).body).toMatchObject({ usedBy: 'po-ermek', exceeded: 2 });
      const nowhere = { ...REVIEW, path: `${ACCESSES}/${randomUUID()}/review` };
      const said = { verdict: 'JUSTIFIED', reason: 'There is nothing to see.' };
      expect((await time.as('police-inspector').ask({ ...nowhere, body: said })).status).toBe(404);
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
      const overdue = async () => {
        const { rows } = await time.gatehouse.agencies['police-liaison'].pool.query<{ n: number }>(
          "select count(*)::int as n from store.events where type = 'EmergencyReviewOverdue' and data->>'itemId' = $1",
          [accessId],
        );
        return rows[0]?.n;
      };
      await eventually(async () => expect(await overdue()).toBe(2), PATIENCE);
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
    const acts = ({ body }: HttpAnswer) =>
      ((body['records'] ?? []) as { record: Kept }[]).map(({ record }) =>
        `${record.event} ${record.action} ${record.decision?.reason ?? ''}`.trim(),
      );
    const commissioner = time.as('commissioner');
    const his = await commissioner.askUntil(records('po-ermek'), (answer) =>
      acts(answer).includes('command-refused break-glass too-many-unreviewed'),
    );
    expect(acts(his)).toEqual(
      expect.arrayContaining([
        'refused break-glass NO_SUCH_ITEM',
        'command-refused break-glass fact-says-nothing',
        'command-accepted UseEmergencyAccess',
        'read break-glass THREAT_TO_LIFE',
        'command-accepted ReportScopeExceeded',
        'refused break-glass EMERGENCY_SCOPE_EXCEEDED',
        'refused break-glass emergency-access-over',
      ]),
    );
    expect(JSON.stringify(his.body)).not.toContain('CANARY');
    const found = (answer: HttpAnswer) => acts(answer).includes('command-accepted ReviewEmergencyAccess');
    for (const reviewer of ['po-saltanat', 'po-kairat']) await commissioner.askUntil(records(reviewer), found);
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
    await time.as('intelligence-manager').askUntil(item, ({ status }) => status === 200);
    const manager = time.as('prison-duty-manager');
    expect((await manager.ask(item)).status).toBe(404);
    const opened = await manager.ask({ ...item, path: `${item.path}/emergency-access`, body: facts() });
    expect(Object.keys(opened.body['content'] as object).toSorted()).toEqual(['paragraphs', 'reportUrn', 'subjects']);
    expect(JSON.stringify(opened.body)).not.toContain('CANARY');
    const accessId = String(opened.body['accessId']);
    const notice = { ...PREVENT, path: `${INBOX}/${accessId}` };
    const told = await time.as('duty-officer').askUntil(notice, ({ status }) => status === 200, 60_000);
    expect(told.body['content']).toMatchObject({ itemId: known, usedBy: 'pi-gulnara', nature: facts().nature });
    const review = { ...REVIEW, path: `/prison-intelligence/v1/emergency-accesses/${accessId}/review` };
    const body = { verdict: 'UNJUSTIFIED', reason: 'The report said nothing of tonight.' };
    const first = await time.as('prison-data-protection').askUntil({ ...review, body }, ({ status }) => status === 200);
    expect(first.body).toMatchObject({ reviewed: 1, verdict: null });
  });
});

interface Kept {
  event: string;
  action: string;
  decision: { reason: string } | null;
}
