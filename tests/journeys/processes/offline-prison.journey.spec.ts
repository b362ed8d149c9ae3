// An offline prison is the same service with its own PostgreSQL and no link: it keeps working, and catches up when the link is back.
// Every service is a process of its own; the broker is out of reach for the prison's alone.
import { freePort } from '@gatehouse/local-stack';
import {
  ALERT,
  FEEDBACK,
  loadedSampleProgram,
  raiseAlert,
  readSettings,
  REPORT,
  SUBJECT_ID,
  type HttpAnswer,
  type ServiceName,
} from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ALERTS, as, approvedReport, INBOX, INVESTIGATE, IN_PRISON, REPORTS } from '../raised.ts';
import { deployment, type ManyProcesses } from './deployment.ts';

const OBSERVATIONS = '/prison-intelligence/v1/security-information-reports';
const STARTS_WITHIN_MS = 400_000;
const PATIENCE_MS = 120_000;
const WITHIN = { timeoutMs: 60_000 };
const HOUR_MS = 3_600_000;
const CALM = 5;

interface Report {
  reportUrn: string;
  itemId: string;
}

describe('a prison without a link', () => {
  let many: ManyProcesses;
  let before: Report;
  let beforeAlert: string;
  const late = { calm: [] as string[], urgent: [] as string[], report: {} as Report, feedbackId: '' };
  const heard = { observedAt: '', writtenAt: '' };
  const prison = () => many.processes['prison-intelligence'];

  beforeAll(async () => {
    many = await deployment();
    await many.start();
    for (const service of ['police-liaison', 'prison-intelligence'] as const)
      expect(await many.processes[service].runBeside(loadedSampleProgram, service)).toBe('0');
    before = await disseminated();
    beforeAlert = await alertOn(before.reportUrn, {});
    for (const itemId of [before.itemId, beforeAlert]) await arrived(itemId);
    expect(await prison().end('SIGTERM')).toBe('0');
    prison().start({ KAFKA_BROKERS: `127.0.0.1:${await freePort()}` });
    await prison().answers();
  }, STARTS_WITHIN_MS);
  afterAll(() => many.end());

  it(
    'works on: it takes in, disseminates, alerts, corrects and clears, and says that it is not ready',
    async () => {
      late.report = await disseminated(await observed());
      for (let n = 0; n < CALM; n += 1) late.calm.push(await alertOn(late.report.reportUrn, {}));
      const regrade = { n: 2, grade: { scale: '3x5x2', source: '2', information: 'E' }, reason: 'Found to be wrong.' };
      expect((await act('intelligence-manager', before.reportUrn, 'regrade', regrade)).status).toBe(200);
      const over = { ...IN_PRISON, path: `${ALERTS}/${beforeAlert}/clearance`, body: { reason: 'It is over.' } };
      expect((await as(many, 'analyst').ask(over)).status).toBe(200);
      for (const type of ['ESCAPE', 'ATTACK_PLANNING'])
        late.urgent.push(await alertOn(late.report.reportUrn, { type, priority: 'IMMEDIATE' }));
      expect((await fetch(`${prison().origin}/health/ready`)).status).toBe(503);
      await eventually(async () => {
        const { rows } = await asked('prison-intelligence', 'select from bus.outbox where sent_at is null');
        expect(rows.length).toBeGreaterThanOrEqual(1 + CALM + 1 + 1 + late.urgent.length);
      }, WITHIN);
    },
    PATIENCE_MS,
  );

  it(
    'keeps nobody else from working: the police answer meanwhile, and none of it is with them',
    async () => {
      const liaison = as(many, 'police-liaison');
      const path = `${INBOX}/${before.itemId}`;
      expect((await liaison.ask({ ...INVESTIGATE, method: 'POST', path: `${path}/acknowledgement` })).status).toBe(200);
      const said = await liaison.ask({ ...INVESTIGATE, path: `${path}/feedback`, body: FEEDBACK });
      late.feedbackId = String(said.body['feedbackId']);
      expect(late.feedbackId).toMatch(/^[0-9a-f-]{36}$/);
      for (const itemId of [...late.urgent, ...late.calm, late.report.itemId])
        expect((await as(many, 'police-liaison').ask({ ...INVESTIGATE, path: `${INBOX}/${itemId}` })).status).toBe(404);
    },
    PATIENCE_MS,
  );

  it(
    'catches up when the link is back, with what is IMMEDIATE first',
    async () => {
      const known = new Set(await sentItems());
      expect(await prison().end('SIGTERM')).toBe('0');
      prison().start();
      await prison().ready();
      for (const itemId of [late.report.itemId, ...late.calm]) await arrived(itemId);
      // What arrived may be there before it is recorded as sent, and on one lane before what is urgent on another.
      await eventually(async () => {
        const sent = (await sentItems()).filter((itemId) => !known.has(itemId));
        expect(sent.slice(0, late.urgent.length).sort()).toEqual([...late.urgent].sort());
        const { rows } = await asked(
          'police-liaison',
          `select data -> 'envelope' ->> 'itemId' as id from store.events where type = 'ItemReceived'`,
        );
        expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(late.urgent));
      }, WITHIN);
    },
    STARTS_WITHIN_MS,
  );

  it(
    'is shown at the police as it counts now, with its three instants',
    async () => {
      const regraded = ({ body }: HttpAnswer) => JSON.stringify(body['content']).includes('"E"');
      await opened(before.itemId, regraded);
      await opened(beforeAlert, ({ body }) => body['state'] === 'cleared');
      const { provenance } = (await opened(late.report.itemId, ({ status }) => status === 200)).body as {
        provenance: Record<string, string>;
      };
      expect(provenance).toMatchObject({ occurredAt: heard.observedAt, recordedAt: heard.writtenAt });
      const [published, received] = [provenance['publishedAt'], provenance['receivedAt']].map((at) =>
        Date.parse(at ?? ''),
      );
      expect(published).toBeGreaterThan(Date.parse(heard.writtenAt));
      expect(received).toBeGreaterThan(published ?? Infinity);
    },
    PATIENCE_MS,
  );

  it(
    'hears what was said meanwhile, and every message has its receipt',
    async () => {
      const inbox = { ...IN_PRISON, path: `/prison-intelligence/v1/inbox/${late.feedbackId}` };
      await as(many, 'intelligence-manager').askUntil(inbox, ({ status }) => status === 200, PATIENCE_MS);
      for (const alertId of [...late.calm, ...late.urgent]) {
        const board = { ...IN_PRISON, path: `${ALERTS}/${alertId}` };
        await as(many, 'analyst').askUntil(board, isDelivered, PATIENCE_MS);
      }
    },
    PATIENCE_MS,
  );

  it(
    'withdraws what it disseminated without a link from whoever has it by now',
    async () => {
      const said = { ground: 'DISPROVED', required: 'ERASE', reason: 'The source lied.' };
      expect((await act('intelligence-manager', late.report.reportUrn, 'withdrawal', said)).status).toBe(200);
      await opened(late.report.itemId, ({ status }) => status !== 200);
    },
    PATIENCE_MS,
  );

  /** Seen six days ago, written down an hour later, filed now. */
  const observed = async (): Promise<object> => {
    heard.observedAt = new Date(Date.now() - 6 * 24 * HOUR_MS).toISOString();
    heard.writtenAt = new Date(Date.parse(heard.observedAt) + HOUR_MS).toISOString();
    const body = {
      ...heard,
      place: 'Gallery 2 (invented)',
      text: 'He said that the attack had been right.',
      factOrOpinion: 'HEARD',
      subjects: [{ ref: SUBJECT_ID, role: 'MAIN' }],
      urgency: 'PRIORITY',
      obtainedLawfully: true,
    };
    const filed = await as(many, 'prison-officer').ask({ ...IN_PRISON, path: OBSERVATIONS, body });
    const sirUrn = String(filed.body['sirUrn']);
    const path = `${OBSERVATIONS}/${sirUrn}/registration`;
    await as(many, 'collator').ask({ ...IN_PRISON, path, body: {} });
    return { ...REPORT, observations: [sirUrn] };
  };

  const act = (persona: string, reportUrn: string, name: string, body: object): Promise<HttpAnswer> =>
    as(many, persona).ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}/${name}`, body });

  const disseminated = async (report: object = REPORT): Promise<Report> => {
    const reportUrn = await approvedReport(many, report);
    const { preview } = (await act('intelligence-manager', reportUrn, 'preview', {})).body;
    expect((await act('intelligence-manager', reportUrn, 'dissemination', { preview })).status).toBe(200);
    const { body } = await as(many, 'analyst').ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}` });
    return { reportUrn, itemId: String(body['itemId']) };
  };

  const alertOn = async (reportUrn: string, change: object): Promise<string> => {
    const validUntil = new Date(Date.now() + 24 * HOUR_MS).toISOString();
    const body = { ...ALERT, reportUrns: [reportUrn], validUntil, ...change };
    const raised = await raiseAlert(as(many, 'analyst'), { ...IN_PRISON, body });
    expect([raised.status, raised.body['refusal']]).toEqual([201, undefined]);
    return String(raised.body['alertId']);
  };

  const opened = (itemId: string, wanted: (answer: HttpAnswer) => boolean): Promise<HttpAnswer> =>
    as(many, 'police-liaison').askUntil({ ...INVESTIGATE, path: `${INBOX}/${itemId}` }, wanted, PATIENCE_MS);
  const arrived = (itemId: string): Promise<HttpAnswer> => opened(itemId, ({ status }) => status === 200);

  /** Items in the order in which the prison's records say that they were sent. */
  const sentItems = async (): Promise<string[]> => {
    const { rows } = await asked(
      'prison-intelligence',
      `select record::json -> 'item' ->> 'id' as id from audit.record
       where record::json ->> 'event' = 'sent' order by transaction_id, sequence`,
    );
    return rows.map(({ id }) => id ?? '');
  };

  const asked = async (service: ServiceName, text: string): Promise<pg.QueryResult<{ id?: string }>> => {
    const settings = await readSettings(service, many.processes[service].folder, {});
    const client = new pg.Client({ connectionString: settings.text('DATABASE_URL') });
    await client.connect();
    try {
      return await client.query<{ id?: string }>(text);
    } finally {
      await client.end();
    }
  };
});

const isDelivered = ({ body }: HttpAnswer): boolean =>
  /"recipient":"kz-police".*?"deliveredAt":"2/.test(JSON.stringify(body));
