// Through the real HTTP stack: a duty manager plans the rota, an alert arrives, the mail server has a notice, nobody answers, the
// clock passes the deadline, both ends escalate, and the board says so.
import { loadSample, type PersonaClient } from '@gatehouse/start';
import { NO_CHANNELS } from '@gatehouse/escalation';
import { startMailSink, type MailSink } from '@gatehouse/local-stack';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALERTS, as, INBOX, INVESTIGATE, IN_PRISON, raised } from '../raised.ts';
import { running, type Running } from '../running.ts';

const ROTA = '/police-liaison/v1/duty-rota';
const PURPOSE = { purpose: 'PREVENT_SERIOUS_HARM' };
const DAY_MS = 86_400_000;
const WITHIN = { timeoutMs: 60_000 };

let gatehouse: Running;
let sink: MailSink;
const mails: { raw: string; to: string[] }[] = [];
/** runs on, moved by this much: the tokens of the journey are good for as long as it stands at 0 */
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
let manager: PersonaClient;
let liaison: PersonaClient;

beforeAll(async () => {
  sink = await startMailSink({ onMail: (raw, to) => mails.push({ raw: raw.toString('latin1'), to }) });
  gatehouse = await running({ clock, notices: { ...NO_CHANNELS, smtpUrl: sink.url } });
  await loadSample(gatehouse.agencies['police-liaison']);
  [manager, liaison] = [as(gatehouse, 'police-duty-manager'), as(gatehouse, 'police-liaison')];
}, 300_000);
afterAll(async () => {
  await gatehouse.end();
  await sink.stop();
});

const onCall = (person: string, address = `${person}@police.example`) => ({
  person,
  contacts: [{ channel: 'email', address }],
});
const inDays = (days: number): string => new Date(clock.now().getTime() + days * DAY_MS).toISOString();
const plan = (from: string, until: string, change: object = {}) =>
  manager.ask({
    ...PURPOSE,
    path: `${ROTA}/duties`,
    body: { holder: onCall('po-aidos'), deputies: [onCall('po-nurzhan')], from, until, ...change },
  });
const refusal = ({ status, body }: { status: number; body: Record<string, unknown> }) => [status, body['refusal']];
const mailsTo = (person: string) => mails.filter(({ to }) => to.includes(`${person}@police.example`));

describe('the rota', () => {
  const [from, until] = [new Date(Date.now() - 60_000).toISOString(), inDays(10)];

  it('is planned by a duty manager, and refuses what would leave somebody out or nobody there', async () => {
    expect((await plan(from, until)).status).toBe(201);
    expect(refusal(await plan(inDays(11), inDays(12)))).toEqual([422, 'gap-leaves-nobody']);
    expect(refusal(await plan(inDays(9), inDays(12)))).toEqual([422, 'duties-overlap']);
    expect(refusal(await plan(until, inDays(12), { deputies: [onCall('po-aidos')] }))).toEqual([
      422,
      'deputy-is-the-holder',
    ]);
    expect(
      refusal(await plan(until, inDays(12), { holder: onCall('x', 'x@police.example\r\nBcc: y@z.example') })),
    ).toEqual([422, 'contact-no-address']);
    const posts = [{ post: 'duty manager', ...onCall('po-raushan') }];
    expect((await manager.ask({ ...PURPOSE, path: `${ROTA}/line`, body: { posts } })).status).toBe(200);
  });

  it('is read by the staff of the unit, and edited by nobody who does not plan duties', async () => {
    const { status, body, headers } = await liaison.ask({ ...PURPOSE, path: ROTA });
    expect([status, body['unit'], body['covered'], body['coveredUntil']]).toEqual([200, 'almaty-ct-desk', true, until]);
    expect(headers.get('gatehouse-audit-promise')).toBeTruthy();
    const body2 = { posts: [{ post: 'x', ...onCall('x') }] };
    expect((await liaison.ask({ ...PURPOSE, path: `${ROTA}/line`, body: body2 })).status).toBe(403);
    expect((await as(gatehouse, 'analyst').ask({ ...PURPOSE, path: ROTA })).status).toBe(403);
  });

  it("of another unit is another one: the prison's is empty", async () => {
    const path = '/prison-intelligence/v1/duty-rota';
    const { body } = await as(gatehouse, 'prison-duty-manager').ask({ ...PURPOSE, path });
    expect(body).toMatchObject({ unit: 'prison-17-intelligence', covered: false, duties: [], line: [] });
  });
});

describe('an alert', () => {
  it('calls the one on duty when it arrives, once, and says nothing of itself', async () => {
    const { alertId } = await raised(gatehouse);
    const [mail] = await eventually(() => {
      expect(mailsTo('po-aidos')).toHaveLength(1);
      return mailsTo('po-aidos');
    }, WITHIN);
    expect(mail?.raw).toContain('Subject: PRIORITY: an item awaits you');
    expect(mail?.raw).not.toMatch(/Omarov|Welder|RECRUITMENT|attack|KZ-2026-114|kz-prison-service/);
    expect(mail?.raw).not.toContain(alertId);
  });

  it('acknowledged by a named officer calls nobody any more', async () => {
    const { alertId } = await raised(gatehouse);
    const item = { ...INVESTIGATE, path: `${INBOX}/${alertId}` };
    await liaison.askUntil(item, ({ status }) => status === 200);
    await liaison.ask({ ...item, method: 'POST', path: `${item.path}/acknowledgement` });
    const acknowledged = ({ body }: { body: object }) => /"acknowledgedAt":"/.test(JSON.stringify(body));
    await as(gatehouse, 'analyst').askUntil({ ...IN_PRISON, path: `${ALERTS}/${alertId}` }, acknowledged);
    expect(await trailUntil('prison-intelligence', `${alertId}-kz-police`, 'AcknowledgementClockStopped')).toEqual([
      'AcknowledgementClockStarted',
      'AcknowledgementClockStopped',
    ]);
    await trailUntil('police-liaison', alertId, 'AcknowledgementClockStopped');
  });

  it('that nobody acknowledges goes up the line, is escalated at both ends, and the board says so', async () => {
    const { alertId } = await raised(gatehouse);
    await trailUntil('police-liaison', alertId, 'DutyHolderCalled');
    ahead = DAY_MS + 60_000;
    const atPolice = await trailUntil('police-liaison', alertId, 'IntelligenceAlertEscalated');
    expect(atPolice.filter((type) => type === 'IntelligenceAlertEscalated')).toHaveLength(1);
    await trailUntil('prison-intelligence', `${alertId}-kz-police`, 'IntelligenceAlertEscalated');
    await eventually(() => expect(mailsTo('po-raushan').length).toBeGreaterThan(0), WITHIN);
    // Set back, as clocks are: the tokens are good again, and nothing is undone.
    ahead = 0;
    const analyst = as(gatehouse, 'analyst');
    const escalated = ({ body }: { body: object }) => /"escalatedAt":\["/.test(JSON.stringify(body));
    await analyst.askUntil({ ...IN_PRISON, path: `${ALERTS}/${alertId}` }, escalated);
    expect(gatehouse.logged()).toContain('"alarm":"ACKNOWLEDGEMENT_OVERDUE"');
  });
});

/** Types of the events in a clock, once this one is among them. */
const trailUntil = (service: 'police-liaison' | 'prison-intelligence', clockOf: string, type: string) =>
  eventually(async () => {
    const { rows } = await gatehouse.agencies[service].pool.query<{ type: string }>(
      'select type from store.events where stream_id = $1 order by version',
      [`acknowledgement-clock-${clockOf}`],
    );
    const types = rows.map((row) => row.type);
    expect(types).toContain(type);
    return types;
  }, WITHIN);
