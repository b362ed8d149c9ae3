// Whoever holds an item learns what became of it: a finding, a new day of review, an alert that is over; and what follows when he
// does not acknowledge a correction in its time. Through HTTP and Kafka, on a clock that stands still until it is moved.
import { NO_CHANNELS } from '@gatehouse/escalation';
import { readStream } from '@gatehouse/event-store';
import { startMailSink, type MailSink } from '@gatehouse/local-stack';
import { ALERT, loadSample, raiseAlert, REPORT, SANITISATION, type HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HeldTime } from './held-time.ts';
import { ALERTS, INBOX, INVESTIGATE, IN_PRISON, REPORTS } from './raised.ts';

const PATIENCE = { timeoutMs: 60_000 };
const CORRECTION = 'prison-intelligence.correction.v1';
const CLEARANCE = 'prison-intelligence.alert-clearance.v1';

let time: HeldTime;
let sink: MailSink;
const mails: { raw: string; to: string[] }[] = [];

beforeAll(async () => {
  sink = await startMailSink({ onMail: (raw, to) => mails.push({ raw: raw.toString('latin1'), to }) });
  time = await HeldTime.start({ notices: { ...NO_CHANNELS, smtpUrl: sink.url } });
  await loadSample(time.gatehouse.agencies['police-liaison']);
}, 300_000);
afterAll(async () => {
  await time.end();
  await sink.stop();
});

type Row = Record<string, unknown> & { itemId: string };

const prison = () => time.gatehouse.agencies['prison-intelligence'];
const police = () => time.gatehouse.agencies['police-liaison'];
const rows = ({ body }: HttpAnswer): Row[] => (body['items'] as Row[] | undefined) ?? [];
const liaison = () => time.as('police-liaison');
const opened = (itemId: string) => liaison().ask({ ...INVESTIGATE, path: `${INBOX}/${itemId}` });
const openedWhen = (itemId: string, wanted: (answer: HttpAnswer) => boolean) =>
  liaison().askUntil({ ...INVESTIGATE, path: `${INBOX}/${itemId}` }, wanted, PATIENCE.timeoutMs);
const listed = async (query: string): Promise<string[]> =>
  rows(await liaison().ask({ ...INVESTIGATE, path: `${INBOX}?${query}` })).map(({ itemId }) => itemId);
const acknowledge = (itemId: string) =>
  liaison().ask({ ...INVESTIGATE, method: 'POST', path: `${INBOX}/${itemId}/acknowledgement` });

/** Evaluated, sanitised, approved and disseminated. Gives the report's URN and the item it goes out as. */
const disseminated = async (priority = 'ROUTINE'): Promise<{ reportUrn: string; itemId: string }> => {
  const [analyst, manager] = [time.as('analyst'), time.as('intelligence-manager')];
  const { body } = await analyst.ask({ ...INVESTIGATE, path: REPORTS, body: { ...REPORT, priority } });
  const reportUrn = String(body['reportUrn']);
  const act = (who: typeof analyst, name: string, said: object) =>
    who.ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}/${name}`, body: said });
  await act(analyst, 'sanitisation', SANITISATION);
  const handling = { code: 'C', conditions: [{ code: 'NO_OVERT_ACTION' }] };
  await act(manager, 'approval', { handling, reviewBy: time.inHours(24 * 30).slice(0, 10) });
  const { preview } = (await act(manager, 'preview', {})).body;
  expect((await act(manager, 'dissemination', { preview })).status).toBe(200);
  const { body: record } = await analyst.ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}` });
  return { reportUrn, itemId: String(record['itemId']) };
};

/** The same, arrived. */
const held = async (priority?: string): Promise<{ reportUrn: string; itemId: string }> => {
  const report = await disseminated(priority);
  await openedWhen(report.itemId, ({ status }) => status === 200);
  return report;
};

const post = (persona: string, reportUrn: string, act: string, body: object) =>
  time.as(persona).ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}/${act}`, body });

const alertOn = async (reportUrn: string, change: object = {}): Promise<string> => {
  const body = { ...ALERT, reportUrns: [reportUrn], validUntil: time.inHours(40), ...change };
  const raised = await raiseAlert(time.as('analyst'), { ...INVESTIGATE, body });
  expect(raised.status).toBe(201);
  return String(raised.body['alertId']);
};

/** The notice about an item, as the police list it. */
const noticeAbout = async (itemId: string, product: string, known: string[] = []): Promise<Row> => {
  const isNew = (row: Row) =>
    (row['about'] as { itemId?: string } | null)?.itemId === itemId && !known.includes(row.itemId);
  const request = { ...INVESTIGATE, path: `${INBOX}?product=${product}&limit=100` };
  const answer = await liaison().askUntil(request, (page) => rows(page).some(isNew), PATIENCE.timeoutMs);
  return rows(answer).find(isNew)!;
};

const trail = async (agency: ReturnType<typeof prison>, stream: string): Promise<string[]> =>
  (await readStream(agency.pool, `acknowledgement-clock-${stream}`)).map(({ type }) => type);
const trailUntil = (agency: () => ReturnType<typeof prison>, stream: string, type: string) =>
  eventually(async () => {
    const types = await trail(agency(), stream);
    expect(types).toContain(type);
    return types;
  }, PATIENCE);

describe('a report that police hold', () => {
  let report: { reportUrn: string; itemId: string };
  let alertId: string;
  beforeAll(async () => {
    report = await held();
    alertId = await alertOn(report.reportUrn);
    await openedWhen(alertId, ({ status }) => status === 200);
  }, 240_000);

  it('is marked at the police when a fact in it is contested, and so is what rests on it, until the finding is lifted', async () => {
    const contested = { marker: 'ACCURACY_CONTESTED', reason: 'The person disputes it.' };
    expect((await opened(report.itemId)).body['obligations']).not.toContain('RESTRICTED_USE');
    const named = { ...contested, reason: 'Daniyar Omarov (invented) disputes it.' };
    const refused = await post('intelligence-manager', report.reportUrn, 'markers', named);
    expect([refused.status, refused.body['refusal']]).toEqual([422, 'reason-names-somebody']);
    expect((await post('intelligence-manager', report.reportUrn, 'markers', contested)).status).toBe(200);
    const notice = await noticeAbout(report.itemId, CORRECTION);
    expect((await opened(notice.itemId)).body['content']).toEqual({
      correctionId: notice.itemId,
      itemId: report.itemId,
      what: 'FACT',
      effect: 'RESTRICT',
      reason: contested.reason,
      findings: { set: ['ACCURACY_CONTESTED'] },
      derivedItems: [alertId],
      ackWithin: 'PT72H',
    });
    const restricted = ({ body }: HttpAnswer) => JSON.stringify(body['obligations']).includes('RESTRICTED_USE');
    await openedWhen(report.itemId, restricted);
    await openedWhen(alertId, restricted);
    const lift = { ...contested, lift: true, reason: 'It was settled.' };
    expect((await post('analyst', report.reportUrn, 'markers', lift)).status).toBe(200);
    const lifting = await noticeAbout(report.itemId, CORRECTION, [notice.itemId]);
    expect((await opened(lifting.itemId)).body['content']).toMatchObject({
      effect: 'REPLACE',
      findings: { lifted: ['ACCURACY_CONTESTED'] },
    });
    await openedWhen(report.itemId, (answer) => !restricted(answer));
    await openedWhen(alertId, (answer) => !restricted(answer));
    for (const { itemId } of [notice, lifting]) expect((await acknowledge(itemId)).status).toBe(200);
  });
});

describe('an alert that is over', () => {
  let reportUrn: string;
  beforeAll(async () => ({ reportUrn } = await held()), 240_000);

  it('by the word of its originator is shown as cleared, and nobody is called about it any more', async () => {
    const alertId = await alertOn(reportUrn);
    await openedWhen(alertId, ({ body }) => body['state'] === 'open');
    // A list is a read model: it follows what can be opened.
    await eventually(async () => expect(await listed('state=open')).toContain(alertId), PATIENCE);
    const path = `${ALERTS}/${alertId}/clearance`;
    expect(
      (await time.as('analyst').ask({ ...INVESTIGATE, path, body: { reason: 'The danger is over.' } })).status,
    ).toBe(200);
    const cleared = await openedWhen(alertId, ({ body }) => body['state'] === 'cleared');
    expect(cleared.body).toMatchObject({ clearedAt: time.clock.now().toISOString(), corrections: [] });
    expect(cleared.body['obligations']).not.toContain('RESTRICTED_USE');
    const clearance = await noticeAbout(alertId, CLEARANCE);
    expect((await opened(clearance.itemId)).body).toMatchObject({
      about: { itemId: alertId, kind: 'clearance' },
      content: { itemId: alertId, type: 'RECRUITMENT_ACTIVITY', reason: 'The danger is over.' },
    });
    await trailUntil(police, alertId, 'AcknowledgementClockStopped');
    await trailUntil(prison, `${alertId}-kz-police`, 'AcknowledgementClockStopped');
    await eventually(
      async () =>
        expect([await listed('state=open'), await listed('state=cleared')]).toEqual([
          expect.not.arrayContaining([alertId]),
          [alertId],
        ]),
      PATIENCE,
    );
  });

  it('by the clock is shown as expired, is no longer open, and its clocks run out', async () => {
    const alertId = await alertOn(reportUrn, { validUntil: time.inHours(1) });
    await openedWhen(alertId, ({ status }) => status === 200);
    await time.moveTo(time.inHours(2));
    expect((await opened(alertId)).body['state']).toBe('expired');
    await eventually(
      async () => expect([await listed('state=expired'), await listed('overdue=true')]).toEqual([[alertId], []]),
      PATIENCE,
    );
    expect(await listed('state=open')).not.toContain(alertId);
    const board = { ...IN_PRISON, path: `${ALERTS}/${alertId}` };
    await time.as('analyst').askUntil(board, ({ body }) => body['status'] === 'expired', PATIENCE.timeoutMs);
    await trailUntil(police, alertId, 'IntelligenceAlertEscalated');
    const due = 'select 1 from escalation.clock where item_id = $1 and due_at is not null';
    for (const agency of [police(), prison()])
      await eventually(async () => expect((await agency.pool.query(due, [alertId])).rowCount).toBe(0), PATIENCE);
  });
});

describe('a report whose review is over', () => {
  it('closes on the day after its review, and opens again when it is revalidated', async () => {
    const report = await held();
    await time.moveTo(time.inHours(24 * 32));
    expect((await opened(report.itemId)).body['reason']).toBe('RETENTION_LAPSED');
    const reviewBy = time.inHours(24 * 100).slice(0, 10);
    const said = { reviewBy, reason: 'Still needed.' };
    expect((await post('intelligence-manager', report.reportUrn, 'revalidation', said)).status).toBe(200);
    const open = await openedWhen(report.itemId, ({ status }) => status === 200);
    expect(open.body['content']).toMatchObject({ reviewBy });
    expect(open.body['corrections']).toEqual(
      expect.arrayContaining([expect.objectContaining({ what: 'DATE', effect: 'REPLACE' })]),
    );
    // The list follows what can be opened; what is left open here would keep back what comes later.
    await noticeAbout(report.itemId, CORRECTION);
    const all = await listed(`product=${CORRECTION}&acknowledged=false`);
    for (const itemId of all) expect((await acknowledge(itemId)).status).toBe(200);
  });
});

describe('a correction that is not acknowledged in its time', () => {
  let report: { reportUrn: string; itemId: string };
  let noticeId: string;
  const regrade = { n: 2, grade: { scale: '3x5x2', source: '2', information: 'E' }, reason: 'Found to be wrong.' };
  const waiting: string[] = [];
  const onCall = (person: string) => ({
    person,
    contacts: [{ channel: 'email', address: `${person}@police.example` }],
  });
  const heldBack = async (): Promise<string[]> => {
    const sql = `select item_id from sharing.held where recipient = 'kz-police' and reason = 'OPEN_CORRECTION' order by position`;
    return (await prison().pool.query<{ item_id: string }>(sql)).rows.map(({ item_id }) => item_id);
  };
  const chainOf = async (): Promise<{ escalatedAt: string[]; acknowledgedBy: string | null }> => {
    const path = `${REPORTS}/${report.reportUrn}/disclosures`;
    const { body } = await time.as('analyst').ask({ ...INVESTIGATE, path });
    const chains = body['disclosures'] as {
      itemId: string;
      recipient: string;
      escalatedAt: string[];
      acknowledgedBy: string;
    }[];
    return chains.find((chain) => chain.itemId === noticeId && chain.recipient === 'kz-police')!;
  };

  beforeAll(async () => {
    const manager = time.as('police-duty-manager');
    const rota = { purpose: 'PREVENT_SERIOUS_HARM', path: '/police-liaison/v1/duty-rota' };
    const duty = { holder: onCall('po-aidos'), deputies: [onCall('po-nurzhan')], from: time.inHours(-1) };
    await manager.ask({ ...rota, path: `${rota.path}/duties`, body: { ...duty, until: time.inHours(24 * 60) } });
    const posts = [{ post: 'duty manager', ...onCall('po-raushan') }];
    expect((await manager.ask({ ...rota, path: `${rota.path}/line`, body: { posts } })).status).toBe(200);
    report = await held();
    await post('intelligence-manager', report.reportUrn, 'regrade', regrade);
    noticeId = (await noticeAbout(report.itemId, CORRECTION)).itemId;
    await trailUntil(police, noticeId, 'DutyHolderCalled');
  }, 240_000);

  it('is overdue exactly once at both ends, over a restart, and the line above is told without a word of it', async () => {
    await time.moveTo(time.inHours(71));
    await time.restart();
    await eventually(async () => expect((await chainOf()).escalatedAt).toEqual([]), PATIENCE);
    await time.moveTo(time.inHours(2));
    await trailUntil(prison, `${noticeId}-kz-police`, 'CorrectionOverdue');
    await trailUntil(police, noticeId, 'CorrectionOverdue');
    await time.restart();
    await time.moveTo(time.inHours(1));
    await eventually(async () => expect((await chainOf()).escalatedAt).toHaveLength(1), PATIENCE);
    for (const [agency, stream] of [
      [prison(), `${noticeId}-kz-police`],
      [police(), noticeId],
    ] as const)
      expect((await trail(agency, stream)).filter((type) => type === 'CorrectionOverdue')).toHaveLength(1);
    const above = await eventually(() => {
      const told = mails.filter(({ to }) => to.includes('po-raushan@police.example'));
      expect(told.length).toBeGreaterThan(0);
      return told;
    }, PATIENCE);
    for (const { raw } of above) {
      expect(raw).not.toMatch(/Omarov|Welder|Found to be wrong|KZ-2026-114|kz-prison-service/);
      expect(raw).not.toContain(noticeId);
    }
  });

  it('keeps back what is new of that product, and nothing that is immediate', async () => {
    for (let n = 0; n < 3; n += 1) waiting.push((await disseminated()).itemId);
    await eventually(async () => expect(await heldBack()).toEqual(waiting), PATIENCE);
    await held('IMMEDIATE');
    expect(await heldBack()).toEqual(waiting);
  });

  it('lets it go once it is acknowledged, in its order, each once', async () => {
    expect((await acknowledge(noticeId)).status).toBe(200);
    await eventually(async () => expect(await heldBack()).toEqual([]), PATIENCE);
    for (const itemId of waiting) await openedWhen(itemId, ({ status }) => status === 200);
    const sql = `select data ->> 'itemId' as item_id from store.events
      where type = 'DisclosureDecided' and data ->> 'recipient' = 'kz-police' and (data ->> 'released')::boolean
        and data ->> 'itemId' = any($1) order by transaction_id, sequence`;
    const { rows: sent } = await prison().pool.query<{ item_id: string }>(sql, [waiting]);
    expect(sent.map(({ item_id }) => item_id)).toEqual(waiting);
    await eventually(async () => expect((await chainOf()).acknowledgedBy).toBe('po-aidos'), PATIENCE);
  });
});
