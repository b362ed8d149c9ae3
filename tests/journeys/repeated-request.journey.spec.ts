// The same request sent again, because nobody knows whether the first one arrived: one effect, one answer.
import { ALERT, loadSample, type HttpAnswer, type PersonaClient, REPORT } from '@gatehouse/start';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ALERTS, as, IN_PRISON, INBOX, INVESTIGATE, raised, REPORTS } from './raised.ts';
import { running, type Running } from './running.ts';

describe('a request with an idempotency key', () => {
  let gatehouse: Running;
  let analyst: PersonaClient;

  beforeAll(async () => {
    gatehouse = await running();
    await loadSample(gatehouse.agencies['police-liaison']);
    analyst = as(gatehouse, 'analyst');
  });
  afterAll(() => gatehouse.end());

  const report = (key: string, body: object = REPORT, by = analyst) =>
    by.ask({ ...IN_PRISON, path: REPORTS, body, headers: { 'idempotency-key': key } });
  const reports = async (): Promise<number> => {
    const { rows } = await gatehouse.agencies['prison-intelligence'].pool.query<{ n: number }>(
      `select count(*)::int as n from store.streams where stream_id like 'intelligence-report-%'`,
    );
    return rows[0]?.n ?? 0;
  };
  const slug = ({ status, body }: HttpAnswer) => [status, String(body['type']).replace('urn:gatehouse:problem:', '')];
  const promise = ({ headers }: HttpAnswer) => headers.get('gatehouse-audit-promise');

  it('sent twenty times at once records one report', async () => {
    const [key, before] = [randomUUID(), await reports()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => report(key)));
    const last = await report(key);
    expect((await reports()) - before).toBe(1);
    expect(last.status).toBe(201);
    for (const answer of answers) {
      if (answer.status === 201) expect([answer.body, promise(answer)]).toEqual([last.body, promise(last)]);
      else expect(slug(answer)).toEqual([409, 'idempotency-key-under-way']);
    }
    expect(last.headers.get('idempotency-repeated')).toBe('true');
  });

  it('and another body is refused, and does nothing', async () => {
    const key = randomUUID();
    await report(key);
    const before = await reports();
    expect(slug(await report(key, { ...REPORT, reasonableGrounds: 'something else' }))).toEqual([
      422,
      'idempotency-key-reused',
    ]);
    expect(await reports()).toBe(before);
  });

  it('that was refused is refused again with the same answer; one of a wrong form may be corrected', async () => {
    const key = randomUUID();
    const refused = [await report(key, { ...REPORT, subjects: [] }), await report(key, { ...REPORT, subjects: [] })];
    expect(refused.map(({ body }) => body['refusal'])).toEqual(['report-without-subject', 'report-without-subject']);
    expect(refused[0]?.body).toEqual(refused[1]?.body);
    const corrected = randomUUID();
    expect((await report(corrected, { ...REPORT, prison: 7 })).status).toBe(400);
    expect((await report(corrected)).status).toBe(201);
  });

  it("of another person is nobody else's, and a malformed one is told", async () => {
    const key = randomUUID();
    const [his, hers] = [await report(key), await report(key, REPORT, as(gatehouse, 'intelligence-manager'))];
    expect(his.status).toBe(201);
    expect(hers.headers.get('idempotency-repeated')).toBeNull();
    expect(slug(await report('short'))).toEqual([400, 'idempotency-key-malformed']);
  });

  it('tells nobody whether an item exists', async () => {
    const { alertId } = await raised(gatehouse);
    await as(gatehouse, 'police-liaison').askUntil({ ...INVESTIGATE, path: INBOX }, ({ body }) =>
      JSON.stringify(body).includes(alertId),
    );
    const neighbour = as(gatehouse, 'police-neighbour');
    const twice = async (id: string) => {
      const key = { 'idempotency-key': randomUUID() };
      const ask = () =>
        neighbour.ask({ ...INVESTIGATE, method: 'POST', path: `${INBOX}/${id}/acknowledgement`, headers: key });
      return [await ask(), await ask()].map(({ status, body, headers }) => ({
        status,
        body,
        headers: [...headers.keys()],
      }));
    };
    const [hidden, unknown] = [await twice(alertId), await twice(randomUUID())];
    expect(hidden).toEqual(unknown);
    expect(hidden.map(({ status }) => status)).toEqual([404, 404]);
  });

  it('is refused where what is shown is never kept: a preview, and what is passed on', async () => {
    const preview = await analyst.ask({
      ...IN_PRISON,
      path: `${ALERTS}/preview`,
      body: {
        ...ALERT,
        reportUrns: ['IR-2026-000000000000'],
        validUntil: new Date(Date.now() + 86_400_000).toISOString(),
      },
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(slug(preview)).toEqual([400, 'idempotency-key-unsupported']);
    const used = await as(gatehouse, 'police-liaison').ask({
      ...INVESTIGATE,
      path: `${INBOX}/${randomUUID()}/uses`,
      body: { use: 'PROCEEDINGS' },
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(slug(used)).toEqual([400, 'idempotency-key-unsupported']);
  });

  it('leaves a record of each repetition', async () => {
    const key = randomUUID();
    await report(key);
    const records = async () => {
      const { rows } = await gatehouse.agencies['prison-intelligence'].pool.query<{ n: number }>(
        `select count(*)::int as n from audit.record where record::json ->> 'action' = 'repeat'`,
      );
      return rows[0]?.n ?? 0;
    };
    const before = await records();
    await report(key);
    expect((await records()) - before).toBe(1);
  });
});
