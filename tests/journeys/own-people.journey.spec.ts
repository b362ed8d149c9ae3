// The prison service's own people as recipients, through real HTTP: the assessment group reads a report, its correction and its
// withdrawal; the governor is called about an alert until he acknowledges it; the publisher sees both in the chain. And the police
// duty officer, who is assigned to no case, is told that the threat he was warned of is over.
import { NO_CHANNELS } from '@gatehouse/escalation';
import { startMailSink, type MailSink } from '@gatehouse/local-stack';
import { ALERT, loadSample, loadSampleRotas, raiseAlert, type HttpAnswer, type PersonaClient } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { CONVICT, reportOn, SUSPECT } from './alert-reports.ts';
import { ALERTS, approvedReport, as, INBOX, INVESTIGATE, IN_PRISON, REPORTS } from './raised.ts';
import { running, type Running } from './running.ts';

const DISSEMINATED = '/prison-intelligence/v1/disseminated-reports';
const ACTIONABLE = '/prison-intelligence/v1/actionable-alerts';
const ASSESS = { purpose: 'RISK_ASSESS_CLASSIFY' };
const GROUP = 'kz-prison-service/assessment-group';
const GOVERNOR = 'kz-prison-service/governor';
const WITHIN = { timeoutMs: 60_000 };

let gatehouse: Running;
let sink: MailSink;
const mails: { raw: string; to: string[] }[] = [];
let manager: PersonaClient;
let group: PersonaClient;

beforeAll(async () => {
  sink = await startMailSink({ onMail: (raw, to) => mails.push({ raw: raw.toString('latin1'), to }) });
  gatehouse = await running({ notices: { ...NO_CHANNELS, smtpUrl: sink.url } });
  const { 'prison-intelligence': prison, 'police-liaison': police } = gatehouse.agencies;
  await loadSample(prison, police);
  await loadSampleRotas([prison, police]);
  [manager, group] = [as(gatehouse, 'intelligence-manager'), as(gatehouse, 'assessment-group')];
}, 300_000);
afterAll(async () => {
  await gatehouse.end();
  await sink.stop();
});

interface Chain {
  itemId: string;
  recipient: string;
  read: { by: string }[];
  acknowledgedBy: string | null;
  deliveredAt: string | null;
}

const chainWith = ({ body }: HttpAnswer, recipient: string): Chain[] =>
  ((body['disclosures'] ?? []) as Chain[]).filter((chain) => chain.recipient === recipient);
const trail = async (stream: string): Promise<string[]> => {
  const { rows } = await gatehouse.agencies['prison-intelligence'].pool.query<{ type: string }>(
    'select type from store.events where stream_id = $1 order by version',
    [`acknowledgement-clock-${stream}`],
  );
  return rows.map(({ type }) => type);
};
const mailsTo = (person: string) => mails.filter(({ to }) => to.includes(`${person}@prisons.example`));

describe('a report for the assessment group', () => {
  let reportUrn: string;
  let itemId: string;
  let correctionId: string;
  const open = (id: string, client = group, purpose: object = ASSESS) =>
    client.ask({ ...ASSESS, ...purpose, path: `${DISSEMINATED}/${id}` });
  const acknowledge = (id: string, client = group) =>
    client.ask({ ...ASSESS, method: 'POST', path: `${DISSEMINATED}/${id}/acknowledgement` });
  const listed = (kind: string, id: string) =>
    group.askUntil({ ...ASSESS, path: `${DISSEMINATED}?kind=${kind}` }, ({ body }) =>
      JSON.stringify(body['items']).includes(id),
    );
  const chain = (wanted: (answer: HttpAnswer) => boolean) =>
    manager.askUntil({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}/disclosures` }, wanted, WITHIN.timeoutMs);

  it('stands in the preview as a recipient of its own, although it was shared for another purpose', async () => {
    reportUrn = await approvedReport(gatehouse);
    const shown = await manager.ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}/preview`, body: {} });
    const recipients = shown.body['recipients'] as { own: boolean; roles: string[]; reason: string }[];
    expect(recipients.filter(({ own }) => own)).toEqual([
      expect.objectContaining({ roles: ['assessment-group'], reason: 'CONTRACT_MATCH' }),
    ]);
    const { preview } = shown.body;
    await manager.ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}/dissemination`, body: { preview } });
    const board = await chain((answer) => chainWith(answer, GROUP).length === 1);
    expect(chainWith(board, GROUP)).toMatchObject([{ released: true, deliveredAt: expect.any(String), read: [] }]);
    itemId = chainWith(board, GROUP)[0]!.itemId;
  });

  it('is listed, opened with its grades and without what the instruction keeps back, and acknowledged by name', async () => {
    await listed('report', itemId);
    const { status, body, headers } = await open(itemId);
    expect([status, headers.get('gatehouse-audit-promise')]).toEqual([200, expect.any(String)]);
    expect(body).toMatchObject({ itemId, kind: 'report', acknowledgedBy: null, corrections: [] });
    expect(body['content']).toMatchObject({ reportUrn, version: 1, paragraphs: [{ n: 1 }, { n: 2 }] });
    for (const never of ['provenance', 'sanitisedBy', 'sourceNote', 'reasonableGrounds', 'aliases'])
      expect(JSON.stringify(body['content'])).not.toContain(never);
    expect((await acknowledge(itemId)).body).toMatchObject({ itemId, acknowledgedBy: 'pa-kanat' });
    expect((await open(itemId)).body['acknowledgedBy']).toBe('pa-kanat');
    const board = await chain((answer) => chainWith(answer, GROUP)[0]?.acknowledgedBy === 'pa-kanat');
    expect(chainWith(board, GROUP)[0]?.read).toMatchObject([{ by: 'pa-kanat' }]);
  });

  it('does not exist for anybody else of the house', async () => {
    for (const who of ['governor', 'psychologist', 'security-manager']) {
      const client = as(gatehouse, who);
      const [hidden, unknown] = [await open(itemId, client), await open(randomUUID(), client)];
      expect([hidden.status, hidden.body['type']]).toEqual([unknown.status, unknown.body['type']]);
      expect(JSON.stringify(hidden.body)).not.toMatch(/invented|protection/);
      expect((await acknowledge(itemId, client)).status).not.toBe(200);
    }
    expect((await open(itemId, group, { purpose: 'SAFE_CUSTODY' })).status).toBe(403);
  });

  it('is shown as it was corrected, and the correction is an item with a clock of its own', async () => {
    const grade = { scale: '3x5x2', source: '2', information: 'E' };
    const said = { n: 2, grade, reason: 'Found to be wrong.' };
    const regraded = await manager.ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}/regrade`, body: said });
    expect(regraded.body['holders']).toEqual(['kz-police', GROUP]);
    const { body } = await open(itemId);
    expect(body['content']).toMatchObject({ version: 2, paragraphs: [{ grade: { information: 'A' } }, { grade }] });
    correctionId = (body['corrections'] as { noticeId: string }[])[0]!.noticeId;
    await listed('correction', correctionId);
    expect((await open(correctionId)).body['content']).toMatchObject({
      itemId,
      reason: 'Found to be wrong.',
      paragraphs: [{ n: 2, grade }],
    });
    await eventually(async () => expect(await trail(`${correctionId}-${GROUP}`)).toContain('DutyHolderCalled'), WITHIN);
    expect((await acknowledge(correctionId)).body).toMatchObject({ acknowledgedBy: 'pa-kanat' });
    const clock = `${correctionId}-${GROUP}`;
    await eventually(async () => expect((await trail(clock)).at(-1)).toBe('AcknowledgementClockStopped'), WITHIN);
    const { rows } = await gatehouse.agencies['prison-intelligence'].pool.query(
      'select recipient from sharing.open_correction where notice_id = $1 and recipient = $2',
      [correctionId, GROUP],
    );
    expect(rows).toEqual([]);
  });

  it('opens for nobody once it is taken back; the withdrawal says so and no more', async () => {
    const said = { ground: 'DISPROVED', required: 'ERASE', reason: 'The source lied.' };
    await manager.ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}/withdrawal`, body: said });
    expect((await open(itemId)).status).toBe(403);
    const list = await group.askUntil({ ...ASSESS, path: `${DISSEMINATED}?kind=withdrawal` }, ({ body }) =>
      JSON.stringify(body['items']).includes(itemId),
    );
    const [withdrawal] = list.body['items'] as { itemId: string }[];
    const opened = await open(withdrawal!.itemId);
    expect(opened.body['content']).toMatchObject({ itemId, ground: 'DISPROVED', required: 'ERASE' });
    expect(JSON.stringify(opened.body)).not.toContain('lied');
    // The list follows the report itself; that its withdrawal went to the group stands in the ledger on its own time.
    await chain((answer) => chainWith(answer, GROUP).some((one) => one.itemId === withdrawal!.itemId));
    expect((await acknowledge(withdrawal!.itemId)).body['acknowledgedBy']).toBe('pa-kanat');
    const board = await chain(
      (answer) => chainWith(answer, GROUP).filter(({ acknowledgedBy }) => acknowledgedBy).length === 3,
    );
    expect(chainWith(board, GROUP)).toHaveLength(3);
  });
});

describe('an alert for the governor', () => {
  let alertId: string;

  it('calls the one on duty in his prison, once, and says nothing of itself', async () => {
    const reportUrn = await reportOn(gatehouse, 'good');
    const validUntil = new Date(Date.now() + 3_600_000).toISOString();
    const threat = { priority: 'IMMEDIATE', whoAtRisk: { subjectId: CONVICT }, bySubject: { subjectId: SUSPECT } };
    const body = { ...ALERT, ...threat, type: 'THREAT_TO_LIFE', reportUrns: [reportUrn], validUntil };
    alertId = String((await raiseAlert(as(gatehouse, 'analyst'), { ...IN_PRISON, body })).body['alertId']);
    const [mail] = await eventually(() => {
      expect(mailsTo('pg-marat')).toHaveLength(1);
      return mailsTo('pg-marat');
    }, WITHIN);
    expect(mail?.raw).toContain('Subject: IMMEDIATE: an item awaits you');
    expect(mail?.raw).not.toMatch(/Omarov|Abenov|THREAT|attack|KZ-2026-114|kz-prison-service/);
    expect(mail?.raw).not.toContain(alertId);
  });

  it('stops calling when he acknowledges by name, and the publisher sees it', async () => {
    const alert = { ...IN_PRISON, path: `${ACTIONABLE}/${alertId}` };
    const governor = as(gatehouse, 'governor');
    expect((await governor.askUntil(alert, ({ status }) => status === 200)).status).toBe(200);
    await governor.ask({ ...alert, method: 'POST', path: `${alert.path}/acknowledgement` });
    const clock = `${alertId}-${GOVERNOR}`;
    await eventually(async () => expect((await trail(clock)).at(-1)).toBe('AcknowledgementClockStopped'), WITHIN);
    expect(await trail(clock)).not.toContain('IntelligenceAlertEscalated');
    const board = await as(gatehouse, 'analyst').askUntil(
      { ...IN_PRISON, path: `${ALERTS}/${alertId}` },
      (answer) => chainWith(answer, GOVERNOR)[0]?.acknowledgedBy === 'pg-marat',
    );
    expect(chainWith(board, GOVERNOR)[0]?.read).toMatchObject([{ by: 'pg-marat' }]);
  });

  it('that is over is told to the police duty officer, who is assigned to no case, and to no colleague of the desk', async () => {
    const duty = as(gatehouse, 'duty-officer');
    const warned = { ...IN_PRISON, path: `${INBOX}/${alertId}` };
    await duty.askUntil(warned, ({ status }) => status === 200, WITHIN.timeoutMs);
    const reason = { reason: 'The danger is over.' };
    await as(gatehouse, 'analyst').ask({ ...IN_PRISON, path: `${ALERTS}/${alertId}/clearance`, body: reason });
    const about = (answer: HttpAnswer) =>
      ((answer.body['items'] ?? []) as { itemId: string; content: { itemId?: string } }[]).find(
        ({ content }) => content.itemId === alertId,
      );
    const list = await duty.askUntil({ ...IN_PRISON, path: INBOX }, (answer) => about(answer) !== undefined, 60_000);
    const notice = { ...IN_PRISON, path: `${INBOX}/${about(list)!.itemId}` };
    expect((await duty.ask(notice)).body['content']).toMatchObject({
      type: 'THREAT_TO_LIFE',
      reason: 'The danger is over.',
    });
    expect((await duty.ask(warned)).body['state']).toBe('cleared');
    const done = await duty.ask({ ...notice, method: 'POST', path: `${notice.path}/acknowledgement` });
    expect(done.body['acknowledgedBy']).toBe('po-ermek');
    expect((await as(gatehouse, 'police-neighbour').ask(notice)).status).toBe(404);
  });
});
