// The source registry as its people use it: a handler with his own sources, controllers who see no identity, and everybody
// else, who never learns that a source exists.
import { PERSONAS, type HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { as } from './raised.ts';
import { recordingQueries } from './recording-queries.ts';
import { CANARIES, HANDLING, IDENTITY, REGISTER, registered, RISK, SOURCES, type Registered } from './registered.ts';
import { running, type Running } from './running.ts';

/** Headers that are about the request and not about the source. */
const OF_THE_REQUEST = ['gatehouse-audit-promise', 'gatehouse-correlation-id', 'date'];
const shape = ({ status, headers, body }: HttpAnswer) => ({
  status,
  body,
  headers: [...headers].map(([name, value]) => (OF_THE_REQUEST.includes(name) ? [name] : [name, value])),
});

describe('the source registry', () => {
  let gatehouse: Running;
  let source: Registered;
  const ask = (persona: string, path: string, body?: object, method: 'GET' | 'POST' = body ? 'POST' : 'GET') =>
    as(gatehouse, persona).ask({ ...HANDLING, path, method, ...(body ? { body } : {}) });
  const post = (persona: string, path: string) => ask(persona, path, undefined, 'POST');

  beforeAll(async () => {
    gatehouse = await running();
    source = await registered(gatehouse);
  });
  afterAll(() => gatehouse.end());

  const own = () => `${SOURCES}/${source.sourceId}`;
  const entry = () => `${REGISTER}/${source.sourceId}`;
  const contact = { metAt: '2026-11-20T08:00:00Z', note: CANARIES.note };

  it('shows a handler his source whole, and links a report to it by a token alone', async () => {
    expect((await ask('source-handler', `${own()}/contacts`, contact)).status).toBe(201);
    const linked = await ask('source-handler', `${own()}/reports`, { reportUrn: 'IR-2026-9F2C4E71A0B3' });
    expect(linked.body).toMatchObject({ sourceToken: source.sourceToken });
    const opened = await ask('source-handler', own());
    expect(opened.body).toMatchObject({
      ...source,
      identity: IDENTITY,
      risk: { reasons: CANARIES.reasons },
      contacts: [{ note: CANARIES.note }],
      reports: ['IR-2026-9F2C4E71A0B3'],
    });
    expect(opened.headers.get('gatehouse-audit-promise')).not.toBeNull();
    expect(linked.body['sourceToken']).not.toContain(source.sourceId);
  });

  it('gives equal tokens for one source and another for another: nothing corroborates itself', async () => {
    const other = await registered(gatehouse, { name: 'Another CANARYNAME (invented)' });
    expect(other.sourceToken).not.toBe(source.sourceToken);
    const again = await ask('source-handler', `${own()}/reports`, { reportUrn: 'IR-2026-000000000001' });
    expect(again.body['sourceToken']).toBe(source.sourceToken);
  });

  it.each([
    { does: 'opens it', path: '', body: undefined },
    { does: 'records a contact', path: '/contacts', body: contact },
    { does: 'judges its risk', path: '/risk-assessments', body: RISK() },
    { does: 'links a report', path: '/reports', body: { reportUrn: 'IR-2026-9F2C4E71A0B3' } },
  ])('answers another handler who $does as if there were none', async ({ path, body }) => {
    const hidden = await ask('source-handler-neighbour', `${own()}${path}`, body);
    const unknown = await ask('source-handler-neighbour', `${SOURCES}/${randomUUID()}${path}`, body);
    expect(shape(hidden)).toEqual(shape(unknown));
    expect(hidden.status).toBe(404);
  });

  it('costs another handler the same queries whether there is one or not', async () => {
    const queriesOf = (id: string, path: string, body?: object) =>
      recordingQueries([id], () => ask('source-handler-neighbour', `${SOURCES}/${id}${path}`, body));
    // What follows the source's own events asks about it too, for a moment.
    for (const [path, body] of [['', undefined] as const, ['/contacts', contact] as const])
      await eventually(async () => {
        const hidden = await queriesOf(source.sourceId, path, body);
        expect(hidden.length).toBeGreaterThan(1);
        expect(await queriesOf(randomUUID(), path, body)).toEqual(hidden);
      });
  });

  it.each(PERSONAS.filter(({ roles }) => !roles.some((role) => role.startsWith('source-'))).map(({ name }) => name))(
    'tells %s nothing: known and unknown are one answer on every route',
    async (persona) => {
      for (const path of [SOURCES, REGISTER]) {
        const [known, unknown] = [
          await ask(persona, `${path}/${source.sourceId}`),
          await ask(persona, `${path}/${randomUUID()}`),
        ];
        expect(shape(known)).toEqual(shape(unknown));
        expect(known.status).toBe(403);
        expect((await ask(persona, path)).status).toBe(403);
      }
    },
  );

  it('keeps the two trades apart: no handler on the register, no controller on sources', async () => {
    expect((await ask('source-handler', entry())).status).toBe(403);
    expect((await ask('registry-controller', own())).status).toBe(403);
  });

  it('shows a controller every entry and who handles it, and nothing of who it is', async () => {
    const opened = await ask('registry-controller', entry());
    expect(opened.body).toMatchObject({ codeName: source.codeName, handler: 'pi-daniyar', contacts: 1 });
    const list = await as(gatehouse, 'registry-controller').askUntil({ ...HANDLING, path: REGISTER }, ({ body }) =>
      JSON.stringify(body).includes(source.codeName),
    );
    for (const text of [opened, list].map(({ body }) => JSON.stringify(body)))
      for (const canary of Object.values(CANARIES)) expect(text).not.toContain(canary);
    expect((await ask('registry-controller', `${REGISTER}/${randomUUID()}`)).status).toBe(404);
  });

  it('tells a controller, and no handler, that two entries are about one person', async () => {
    const body = { identity: { ...IDENTITY, name: 'written otherwise' }, risk: RISK() };
    const second = (await ask('source-handler-neighbour', SOURCES, body)).body as unknown as Registered;
    expect(second.sourceToken).not.toBe(source.sourceToken);
    await eventually(async () => {
      const { body: list } = await ask('registry-controller', REGISTER);
      const rows = list['entries'] as { sourceId: string; sameAs: string[] }[];
      expect(rows.find(({ sourceId }) => sourceId === second.sourceId)?.sameAs).toEqual([source.codeName]);
    });
    expect(JSON.stringify(await ask('source-handler-neighbour', SOURCES))).not.toContain(source.codeName);
  });

  it('opens an identity for a reason, after a second controller, to the one who asked', async () => {
    const requests = `${entry()}/identity-requests`;
    const { requestId } = (await ask('registry-controller', requests, { reason: CANARIES.reason })).body;
    const open = (who: string) => post(who, `${requests}/${requestId}/opening`);
    expect((await open('registry-controller')).body).toMatchObject({ refusal: 'identity-not-approved' });
    expect((await post('registry-controller', `${requests}/${requestId}/approval`)).body).toMatchObject({
      refusal: 'requester-cannot-approve',
    });
    expect((await post('registry-deputy', `${requests}/${requestId}/approval`)).status).toBe(200);
    expect((await open('registry-deputy')).body).toMatchObject({ refusal: 'not-the-requester' });
    const opened = await open('registry-controller');
    expect(opened.body).toMatchObject({ identity: IDENTITY });
    expect(opened.headers.get('gatehouse-audit-promise')).not.toBeNull();
    const hours = (Date.parse(String(opened.body['openUntil'])) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(3.9);
    expect(hours).toBeLessThanOrEqual(4);
  });

  it('records handlers under one pseudonym, and no person the records are about', async () => {
    const { pool } = gatehouse.agencies['source-registry'];
    const { rows } = await pool.query<{ record: string }>('select record from audit.record');
    const records = rows.map(
      ({ record }) => JSON.parse(record) as { actor: { person: string; roles: string[] }; subjects: [] },
    );
    const handlers = records
      .filter(({ actor }) => actor.roles.includes('source-handler'))
      .map(({ actor }) => actor.person);
    expect(new Set(handlers).size).toBe(2);
    for (const person of handlers) expect(person).toMatch(/^handler:[A-Za-z0-9_-]{43}$/);
    expect(rows.map(({ record }) => record).join('\n')).not.toMatch(/pi-daniyar|pi-sholpan|prison-17-source-unit/);
    expect(records.flatMap(({ subjects }) => subjects)).toEqual([]);
    const { rows: kept } = await pool.query<{ n: number }>(
      `select count(*)::int as n from audit.record where record::json ->> 'action' = 'OpenSourceIdentity' and record::json ->> 'event' = 'read'`,
    );
    expect(kept).toEqual([{ n: 1 }]);
  });

  it('takes a source from the handler before and gives it to the next at once', async () => {
    const moved = await registered(gatehouse, { name: 'Moved CANARYNAME (invented)' });
    const path = `${REGISTER}/${moved.sourceId}/handler`;
    const to = (person: string) => ask('registry-controller', path, { person, reason: 'leave' });
    expect((await to('pi-yerlan')).body).toMatchObject({ refusal: 'own-source' });
    expect((await to('pi-sholpan')).status).toBe(200);
    expect((await ask('source-handler', `${SOURCES}/${moved.sourceId}`)).status).toBe(404);
    expect((await ask('source-handler-neighbour', `${SOURCES}/${moved.sourceId}`)).status).toBe(200);
    expect((await ask('registry-controller', `${REGISTER}/${moved.sourceId}`)).body).toMatchObject({
      handler: 'pi-sholpan',
    });
    expect(JSON.stringify(await ask('source-handler', SOURCES))).not.toContain(moved.codeName);
    expect(
      (await ask('registry-controller', `${REGISTER}/${moved.sourceId}/deregistration`, { reason: 'end' })).status,
    ).toBe(200);
    expect((await ask('source-handler-neighbour', `${SOURCES}/${moved.sourceId}`)).status).toBe(404);
  });
});
