// A reader who has the item already: it is decided and recorded again, and not sent.
import { loadSample, type HttpAnswer } from '@gatehouse/start';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ALERTS, as, IN_PRISON, INBOX, INVESTIGATE, raised } from './raised.ts';
import { running, type Running } from './running.ts';

let gatehouse: Running;
let alertId: string;
beforeAll(async () => {
  gatehouse = await running();
  await loadSample(gatehouse.agencies['police-liaison']);
  ({ alertId } = await raised(gatehouse));
  await as(gatehouse, 'police-liaison').askUntil({ ...INVESTIGATE, path: INBOX }, ({ body }) =>
    JSON.stringify(body).includes(alertId),
  );
  // The first reading is told to the prison service, whose record changes with it.
  await as(gatehouse, 'police-liaison').ask({ ...INVESTIGATE, path: `${INBOX}/${alertId}` });
  await as(gatehouse, 'analyst').askUntil({ ...IN_PRISON, path: `${ALERTS}/${alertId}` }, readByPolice, 60_000);
});
afterAll(() => gatehouse.end());

const readByPolice = ({ body }: HttpAnswer): boolean =>
  (body['disclosures'] as { recipient: string; read: object[] }[]).some(
    ({ recipient, read }) => recipient === 'kz-police' && read.length > 0,
  );

const readings = async (service: 'police-liaison' | 'prison-intelligence'): Promise<number> => {
  const { rows } = await gatehouse.agencies[service].pool.query<{ n: number }>(
    `select count(*)::int as n from audit.record
     where record::json -> 'item' ->> 'id' = $1 and record::json ->> 'event' = 'read'`,
    [alertId],
  );
  return rows[0]?.n ?? 0;
};

it.each([
  { what: 'an item of the inbox', who: 'police-liaison', service: 'police-liaison', at: INVESTIGATE, path: INBOX },
  { what: 'a record of one’s own', who: 'analyst', service: 'prison-intelligence', at: IN_PRISON, path: ALERTS },
] as const)('$what is not sent twice, and each reading is recorded', async ({ who, service, at, path }) => {
  const reader = as(gatehouse, who);
  const ask = (etag?: string) =>
    reader.ask({ ...at, path: `${path}/${alertId}`, headers: etag ? { 'if-none-match': etag } : {} });
  const first = await ask();
  const before = await readings(service);
  const again = await ask(first.headers.get('etag') ?? 'none');
  expect([again.status, again.body]).toEqual([304, {}]);
  expect(again.headers.get('gatehouse-audit-promise')).not.toBe(first.headers.get('gatehouse-audit-promise'));
  expect((await readings(service)) - before).toBe(1);
});

it('a tag tells nobody that an item exists', async () => {
  const etag = (await as(gatehouse, 'police-liaison').ask({ ...INVESTIGATE, path: `${INBOX}/${alertId}` })).headers;
  const neighbour = as(gatehouse, 'police-neighbour');
  for (const tag of ['*', etag.get('etag') ?? '']) {
    const ask = (id: string) =>
      neighbour.ask({ ...INVESTIGATE, path: `${INBOX}/${id}`, headers: { 'if-none-match': tag } });
    const [hidden, unknown] = [await ask(alertId), await ask(randomUUID())];
    expect([hidden.status, hidden.body, [...hidden.headers.keys()]]).toEqual([
      404,
      unknown.body,
      [...unknown.headers.keys()],
    ]);
  }
});
