// No personal data where those who run Gatehouse look: a word of its own in every personal field, a day's work done with them,
// and then everything read that an operator, a collector or a broker gets to see.
import { approvalAsOf, CASE, raiseAlert, type HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ALERTS, INBOX, IN_PRISON, INVESTIGATE, REPORTS } from '../raised.ts';
import { Watched } from '../watched.ts';
import {
  CANARIES,
  CANARY_ALERT,
  CANARY_FEEDBACK,
  CANARY_REPORT,
  CANARY_SANITISATION,
  leaks,
  PEOPLE,
  STRAY,
} from './canaries.ts';
import { onTheBus } from './on-the-bus.ts';
import { tablesWith } from './tables-with.ts';

/** What somebody recorded; not the case that a caller only names, which the audit trail keeps. */
const RECORDED = CANARIES.filter((word) => word !== STRAY);

/**
 * Tables in which words about people stand plainly: rows made of events, for reading, for answering again and for what is under way. No event,
 * and no record of the audit trail.
 */
const HOLDING_PLAIN_WORDS = [
  'police_liaison read.inbox_item',
  'prison_intelligence escalation.terms',
  'prison_intelligence read.alert_board',
  'prison_intelligence read.inbox_item',
  'prison_intelligence read.known_name',
  'prison_intelligence read.report_register',
];

const PATIENCE = { timeoutMs: 60_000 };

let gatehouse: Watched;
afterEach(() => gatehouse.end());

/** A report, an alert on it, its way to the police, and their answer. */
const work = async (): Promise<string> => {
  const [analyst, manager, liaison] = ['analyst', 'intelligence-manager', 'police-liaison'].map((name) =>
    gatehouse.as(name),
  ) as [ReturnType<Watched['as']>, ReturnType<Watched['as']>, ReturnType<Watched['as']>];
  const report = await analyst.ask({ ...IN_PRISON, path: REPORTS, body: CANARY_REPORT });
  const reportUrn = String(report.body['reportUrn']);
  await analyst.ask({ ...IN_PRISON, path: `${REPORTS}/${reportUrn}/sanitisation`, body: CANARY_SANITISATION });
  await manager.ask({ ...IN_PRISON, path: `${REPORTS}/${reportUrn}/approval`, body: approvalAsOf(new Date()) });
  const validUntil = new Date(Date.now() + 86_400_000).toISOString();
  const headers = { 'idempotency-key': `"${STRAY}"` };
  const body = { ...CANARY_ALERT, reportUrns: [reportUrn], validUntil };
  const raised = await raiseAlert(analyst, { ...IN_PRISON, body });
  expect([report.status, raised.status]).toEqual([201, 201]);
  const item = `${INBOX}/${String(raised.body['alertId'])}`;
  const opened = await liaison.askUntil({ ...INVESTIGATE, path: item }, ({ status }) => status === 200);
  expect(leaks({ seen: JSON.stringify(opened.body) }, CANARIES).length).toBeGreaterThan(3);
  await liaison.ask({ ...INVESTIGATE, method: 'POST', path: `${item}/acknowledgement`, headers });
  const answered = await liaison.ask({ ...INVESTIGATE, path: `${item}/feedback`, body: CANARY_FEEDBACK });
  expect(answered.status).toBe(200);
  return item;
};

/** Requests that go wrong, each with personal data in it, and what each is answered. */
const mistakes = async (item: string): Promise<HttpAnswer[]> => {
  const [analyst, neighbour] = [gatehouse.as('analyst'), gatehouse.as('police-neighbour')];
  const wrong = [
    { path: REPORTS, body: { ...CANARY_REPORT, [STRAY]: STRAY } },
    { path: REPORTS, body: { ...CANARY_REPORT, prison: { name: STRAY } } },
    {
      path: REPORTS,
      body: { ...CANARY_REPORT, paragraphs: CANARY_REPORT.paragraphs.map((p) => ({ ...p, grade: STRAY })) },
    },
    { path: ALERTS, body: { ...CANARY_ALERT, reportUrns: [STRAY], validUntil: STRAY } },
    {
      path: `${ALERTS}/preview`,
      body: { ...CANARY_ALERT, reportUrns: ['IR-2026-000000000000'], validUntil: '2027-01-01T00:00:00Z' },
    },
    { path: `${ALERTS}/${STRAY}` },
    { path: `${REPORTS}/${STRAY}/approval`, method: 'POST' as const },
    { path: `/${STRAY}` },
  ].map((request) => analyst.ask({ ...IN_PRISON, ...request }));
  const refused = [
    neighbour.ask({ ...INVESTIGATE, path: item }),
    neighbour.ask({ ...INVESTIGATE, path: `${item}?fields=${STRAY}` }),
    neighbour.ask({ ...INVESTIGATE, path: `${INBOX}?cursor=${STRAY}` }),
    neighbour.ask({ purpose: 'CURIOSITY', caseRef: STRAY, path: item }),
    neighbour.ask({ ...IN_PRISON, path: REPORTS, body: CANARY_REPORT }),
  ];
  return Promise.all([...wrong, ...refused]);
};

/** Everything that is open to those who run it. The name of an unknown field is the caller's own and told him alone. */
const watchedPlaces = async (errors: HttpAnswer[]): Promise<Record<string, string>> => {
  const { topics, keys, headers, values } = await onTheBus(gatehouse.process.namespace);
  return {
    log: await gatehouse.logged(),
    terminal: gatehouse.process.output,
    spans: JSON.stringify(await gatehouse.spans()),
    metrics: await (await fetch(`${gatehouse.marked.url}/metrics`)).text(),
    errors: JSON.stringify(errors.map(({ body }) => body)).replaceAll(`"/${STRAY}"`, '""'),
    topics,
    keys,
    headers,
    values,
  };
};

const settled = () =>
  eventually(async () => {
    const names = (await gatehouse.spans()).map(({ name }) => name);
    expect(names.filter((name) => name === 'receive receipt').length).toBeGreaterThan(0);
    expect(await (await fetch(`${gatehouse.marked.url}/metrics`)).text()).toMatch(
      /audit_unshipped_records\{gatehouse_service="prison-intelligence"\} 0/,
    );
  }, PATIENCE);

describe('a day’s work', () => {
  it('leaves nothing personal in logs, spans, metrics, errors, topics, keys, headers or on the wire', async () => {
    gatehouse = await Watched.start();
    const errors = await mistakes(await work());
    expect(errors.every(({ status }) => status >= 400)).toBe(true);
    await settled();
    // Everything has arrived, the answer of the police too: in these tables, and in no other.
    await eventually(
      async () => expect(await tablesWith(gatehouse.process.namespace, RECORDED)).toEqual(HOLDING_PLAIN_WORDS),
      PATIENCE,
    );
    const places = await watchedPlaces(errors);
    expect(leaks(places, CANARIES)).toEqual([]);
    // The terminal of npm start introduces the sample: its people and its case.
    const { terminal: _terminal, ...others } = places;
    expect(leaks(others, [CASE, ...PEOPLE])).toEqual([]);
    // Each place was really looked at.
    expect(
      leaks(places, ['"msg":"request"', '/inbox/:itemId', 'http_request_seconds', 'urn:gatehouse:problem']),
    ).toEqual(
      expect.arrayContaining([
        'log: "msg":"request"',
        'spans: /inbox/:itemId',
        'metrics: http_request_seconds',
        'errors: urn:gatehouse:problem',
      ]),
    );
    expect([places['topics'], places['headers']]).toEqual([
      expect.stringContaining('kz-prisons-police'),
      expect.stringContaining('traceparent'),
    ]);
  }, 240_000);

  it('is caught when it tells: a planted leak in the log and in a header', async () => {
    gatehouse = await Watched.start({ GATEHOUSE_PLANTED_BUG: 'tells-what-was-written' });
    await work();
    await settled();
    // The log is written beside the work, not with it.
    await eventually(async () => expect(leaks({ log: await gatehouse.logged() }, CANARIES)).not.toEqual([]), PATIENCE);
    const told = new Set(leaks(await watchedPlaces([]), CANARIES).map((leak) => leak.split(':')[0]));
    expect(told).toEqual(new Set(['headers', 'log']));
  }, 240_000);
});
