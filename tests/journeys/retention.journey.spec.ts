// For how long (MoU 12): a report that the memorandum lets the police keep for two days tells them so in its envelope, is read until the
// end of the second day of Almaty, and then opens for nobody and stands in no list. Through HTTP and Kafka, on a clock that stands still
// until it is moved.
import { allInstruments, loadSample, type HttpAnswer, type PersonaClient } from '@gatehouse/start';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { alert, disclosed, report } from './disclosed.ts';
import { HeldTime } from './held-time.ts';
import { INBOX, INVESTIGATE } from './raised.ts';

const PATIENCE_MS = 60_000;
const LONG = 'retain: { review: P12M, destroy: P5Y }';
const SHORT = 'retain: { review: P12M, destroy: P2D }';

/** The memorandum, its reports kept for two days. */
const instruments = allInstruments().map((source) => {
  if (!source.text.includes('\nid: kz-prisons-police\n')) return source;
  const [before, reports = ''] = source.text.split('clause: Article 7\n');
  return { ...source, text: `${before}clause: Article 7\n${reports.replace(LONG, SHORT)}` };
});

let time: HeldTime;
let liaison: PersonaClient;
let reportId: string;
let alertId: string;

beforeAll(async () => {
  time = await HeldTime.start({ instruments });
  const { 'police-liaison': police, 'prison-intelligence': prison } = time.gatehouse.agencies;
  await loadSample(police, prison);
  liaison = time.as('police-liaison');
  reportId = await disclosed(time.gatehouse, report());
  alertId = await disclosed(time.gatehouse, alert('RECRUITMENT_ACTIVITY'));
});
afterAll(() => time.end());

const item = (id: string) => ({ ...INVESTIGATE, path: `${INBOX}/${id}` });
const idsIn = ({ body }: HttpAnswer) => (body['items'] as { itemId: string }[]).map(({ itemId }) => itemId);
const listed = async (): Promise<string[]> => idsIn(await liaison.ask({ ...INVESTIGATE, path: `${INBOX}` })).toSorted();

it('stands in the envelope that arrives', async () => {
  const opened = await liaison.askUntil(item(reportId), ({ status }) => status === 200, PATIENCE_MS);
  expect(opened.body).toMatchObject({ destroyBy: '2026-11-25', reviewDue: '2027-11-23' });
  const other = await liaison.askUntil(item(alertId), ({ status }) => status === 200, PATIENCE_MS);
  expect(other.body).toMatchObject({ destroyBy: '2031-11-23', reviewDue: '2027-11-23' });
  expect(opened.body['obligations']).toContain('NOT_IN_PROCEEDINGS');
});

it('is not over on its last day', async () => {
  await time.moveTo('2026-11-25T18:59:00.000Z');
  expect((await liaison.ask(item(reportId))).status).toBe(200);
  expect(await listed()).toEqual([reportId, alertId].toSorted());
});

it('is over from the day after: it opens for nobody and stands in no list', async () => {
  await time.moveTo('2026-11-25T19:01:00.000Z');
  const refused = await liaison.ask(item(reportId));
  expect([refused.status, refused.body['reason']]).toEqual([403, 'RETENTION_LAPSED']);
  expect((await liaison.ask(item(alertId))).status).toBe(200);
  expect(await listed()).toEqual([alertId]);
});
