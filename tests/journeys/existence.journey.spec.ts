// May the caller know that it exists? What he may not know of is answered exactly as what does not exist: same status,
// headers, body, and number of queries (ruling 4). What cannot be recorded is not released (evidence first).
import { loadSample, type HttpAnswer, type PersonaClient } from '@gatehouse/start';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { as, INBOX, INVESTIGATE, raised } from './raised.ts';
import { recordingQueries } from './recording-queries.ts';
import { eventually } from '@gatehouse/testing';
import { asOwner, running, type Running } from './running.ts';

/** Headers that are about the request and not about the item: their values differ between any two requests. */
const OF_THE_REQUEST = ['gatehouse-audit-promise', 'gatehouse-correlation-id', 'date'];
const PATIENCE = { timeoutMs: 60_000 };

describe('an item', () => {
  let gatehouse: Running;
  let alertId: string;
  let liaison: PersonaClient;
  let neighbour: PersonaClient;

  beforeAll(async () => {
    gatehouse = await running();
    await loadSample(gatehouse.agencies['police-liaison']);
    [liaison, neighbour] = [as(gatehouse, 'police-liaison'), as(gatehouse, 'police-neighbour')];
    ({ alertId } = await raised(gatehouse));
    await liaison.askUntil({ ...INVESTIGATE, path: INBOX }, ({ body }) => JSON.stringify(body).includes(alertId));
  });
  afterAll(() => gatehouse.end());

  const item = (id: string): string => `${INBOX}/${id}`;
  const shape = ({ status, headers, body }: HttpAnswer) => ({
    status,
    body,
    headers: [...headers].map(([name, value]) => (OF_THE_REQUEST.includes(name) ? [name] : [name, value])),
  });

  it.each([
    { way: 'opened', method: 'GET' as const, path: item },
    {
      way: 'opened by a field of the source',
      method: 'GET' as const,
      path: (id: string) => `${item(id)}?fields=sourceNote`,
    },
    { way: 'acknowledged', method: 'POST' as const, path: (id: string) => `${item(id)}/acknowledgement` },
    {
      way: 'answered',
      method: 'POST' as const,
      path: (id: string) => `${item(id)}/feedback`,
      body: { outcome: 'NO_TRACE', regrades: [{ n: 1, grade: { scale: '3x5x2', source: '9', information: 'Z' } }] },
    },
  ])('that exists and one that does not are the same to a neighbour when $way', async ({ method, path, body }) => {
    const ask = (id: string) => neighbour.ask({ ...INVESTIGATE, method, path: path(id), ...(body && { body }) });
    const [hidden, unknown] = [await ask(alertId), await ask(randomUUID())];
    expect(shape(hidden)).toEqual(shape(unknown));
    expect(hidden.status).toBe(404);
  });

  it.each([
    { way: 'opened', queries: 6, request: (id: string) => ({ path: item(id) }) },
    {
      way: 'acknowledged',
      queries: 5,
      request: (id: string) => ({ method: 'POST' as const, path: `${item(id)}/acknowledgement` }),
    },
    {
      way: 'answered',
      queries: 5,
      request: (id: string) => ({ path: `${item(id)}/feedback`, body: { outcome: 'NO_TRACE' } }),
    },
  ])('that exists and one that does not cost the same queries when $way', async ({ queries, request }) => {
    const queriesOf = (id: string): Promise<string[]> =>
      recordingQueries([id, 'po-nurzhan'], () => neighbour.ask({ ...INVESTIGATE, ...request(id) }));
    // What still follows the arrival of the item asks about it too, for a moment.
    await eventually(async () => {
      const hidden = await queriesOf(alertId);
      expect(hidden).toHaveLength(queries);
      expect(await queriesOf(randomUUID())).toEqual(hidden);
    }, PATIENCE);
  });

  it("is in the list of the one who is assigned, and in nobody else's", async () => {
    const list = INBOX;
    const his = await liaison.ask({ ...INVESTIGATE, path: list });
    const theirs = await neighbour.ask({ ...INVESTIGATE, path: list });
    expect((his.body['items'] as { itemId: string }[]).map(({ itemId }) => itemId)).toEqual([alertId]);
    expect([theirs.status, theirs.body]).toEqual([200, { items: [], next: null }]);
  });

  it('is shown page by page, with a cursor that opens for nobody else', async () => {
    const { alertId: second } = await raised(gatehouse);
    const both = ({ body }: HttpAnswer) => (body['items'] as object[]).length === 2;
    await liaison.askUntil({ ...INVESTIGATE, path: INBOX }, both);
    const page = await liaison.ask({ ...INVESTIGATE, path: `${INBOX}?limit=1` });
    const cursor = String(page.body['next']);
    const rest = await liaison.ask({ ...INVESTIGATE, path: `${INBOX}?limit=1&cursor=${cursor}` });
    const ids = [page, rest].flatMap(({ body }) => (body['items'] as { itemId: string }[]).map(({ itemId }) => itemId));
    expect(ids).toEqual([alertId, second]);
    expect(rest.body['next']).toBeNull();
    const stolen = await neighbour.ask({ ...INVESTIGATE, path: `${INBOX}?cursor=${cursor}` });
    expect([stolen.status, stolen.body['type']]).toEqual([400, 'urn:gatehouse:problem:cursor-invalid']);
  });

  it('is acknowledged once, however many times at once', async () => {
    const ask = () => liaison.ask({ ...INVESTIGATE, method: 'POST', path: `${item(alertId)}/acknowledgement` });
    const answers = await Promise.all(Array.from({ length: 6 }, ask));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.every(({ headers }) => headers.get('gatehouse-audit-promise') !== null)).toBe(true);
    const { 'police-liaison': police, 'prison-intelligence': prison } = gatehouse.agencies;
    const events = (type: string) => `select count(*)::int as n from store.events where type = '${type}'`;
    expect((await police.pool.query(events('ItemAcknowledged'))).rows).toEqual([{ n: 1 }]);
    const recorded = await police.pool.query<{ event: string; n: number }>(
      `select record::json ->> 'event' as event, count(*)::int as n from audit.record
       where record::json ->> 'action' = 'acknowledge' and record::json -> 'item' ->> 'id' = $1 and record::json ->> 'event' <> 'refused'
       group by 1 order by 1`,
      [alertId],
    );
    expect(recorded.rows).toEqual([
      { event: 'acknowledged', n: 1 },
      { event: 'read', n: 5 },
    ]);
    await eventually(
      async () => expect((await prison.pool.query(events('DisclosureAcknowledged'))).rows).toEqual([{ n: 1 }]),
      PATIENCE,
    );
  });

  it('is not released while its reading cannot be recorded, and is again once it can', async () => {
    const asOwnerOfPolice = (statement: string) =>
      asOwner(gatehouse, 'police-liaison', (pool) => pool.query(statement));
    await asOwnerOfPolice('alter table audit.record rename to record_away');
    try {
      const opened: HttpAnswer[] = [];
      // Workers that cannot record hold connections while they try: it may be these that are missing first.
      await eventually(async () => {
        opened.push(await liaison.ask({ ...INVESTIGATE, path: item(alertId) }));
        expect(opened.at(-1)?.body['type']).toBe('urn:gatehouse:problem:evidence-unavailable');
      }, PATIENCE);
      for (const { status, headers, body } of opened) {
        expect([status, headers.get('retry-after') === null]).toEqual([503, false]);
        expect(JSON.stringify(body)).not.toContain('invented');
      }
      expect((await liaison.ask({ ...INVESTIGATE, path: INBOX })).status).toBe(503);
    } finally {
      await asOwnerOfPolice('alter table audit.record_away rename to record');
    }
    // Workers hold their connections a moment longer.
    const again = await liaison.askUntil({ ...INVESTIGATE, path: item(alertId) }, ({ status }) => status !== 503);
    expect(again.status).toBe(200);
  });
});
