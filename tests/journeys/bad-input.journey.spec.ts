// The hostile caller: each request is refused in the form of RFC 9457 with a stable type, says nothing that was sent,
// and leaves nothing behind but the audit row of an authenticated refusal.
import { ALERT, loadSample } from '@gatehouse/start';
import { requestToken } from '@gatehouse/identity';
import { eventually } from '@gatehouse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ALERTS, as, INBOX, INVESTIGATE, raised } from './raised.ts';
import { partiesTold } from './parties-told.ts';
import { running, type Running } from './running.ts';

const CANARY = 'CANARY-bad-input';

interface Sent {
  persona?: string;
  token?: string | null;
  method?: string;
  path: string;
  purpose?: string | null;
  body?: string | Uint8Array<ArrayBuffer>;
  type?: string;
}

/** Rows by table: what a request leaves behind anywhere. */
type Left = Record<string, number>;

/** Every table of the two services that a request could write to. */
const TABLES = [
  'store.events',
  'bus.outbox',
  'bus.inbox',
  'sharing.held',
  'sharing.parked',
  'sharing.opened',
  'audit.record',
];

/** What goes on by itself after an item came: events that no clock has seen, clocks that call somebody, messages that leave. */
const GOES_ON = [
  `select from store.events e where not exists (select from escalation.position p
     where (e.transaction_id, e.sequence) <= (p.transaction_id::xid8, p.sequence::bigint))`,
  'select from escalation.clock where due_at <= now()',
  'select from bus.outbox',
];
const PATIENCE = { timeoutMs: 60_000 };

describe('a hostile or mistaken request', () => {
  let gatehouse: Running;
  const tokens = new Map<string, string>();
  let approved: string;
  let alertId: string;
  let before: Left;
  let refusals: number;

  const tokenOf = async (persona: string): Promise<string> => {
    const known =
      tokens.get(persona) ?? (await requestToken(gatehouse.issuer, persona, gatehouse.access.secretOf(persona)));
    tokens.set(persona, known);
    return known;
  };

  const send = async ({
    persona = 'analyst',
    token,
    method,
    path,
    purpose = 'PREVENT_SERIOUS_HARM',
    body,
    type = 'application/json',
  }: Sent) => {
    const bearer = token === undefined ? await tokenOf(persona) : token;
    const response = await fetch(`${gatehouse.url}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(purpose === null ? {} : { 'gatehouse-purpose': purpose }),
        'gatehouse-case': 'KZ-2026-114',
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    expect(text).not.toContain(CANARY);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = JSON.parse(text) as {
      type: string;
      title: string;
      status: number;
      detail: string;
      [member: string]: unknown;
    };
    expect(problem).toMatchObject({
      type: expect.stringMatching(/^urn:gatehouse:problem:/),
      title: expect.any(String),
      status: response.status,
      detail: expect.any(String),
    });
    return { status: response.status, slug: problem.type.replace('urn:gatehouse:problem:', ''), problem };
  };

  const left = async (): Promise<Left> => {
    const counted: Left = {};
    for (const [service, { pool }] of Object.entries(gatehouse.agencies)) {
      for (const table of TABLES) {
        const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from ${table}`);
        counted[`${service} ${table}`] = rows[0]?.n ?? 0;
      }
    }
    return counted;
  };
  const refusalsIn = async (): Promise<number> => {
    const refused = `select count(*)::int as n from audit.record where record::json ->> 'event' in ('refused', 'command-refused')`;
    const counts = await Promise.all(
      Object.values(gatehouse.agencies).map(({ pool }) => pool.query<{ n: number }>(refused)),
    );
    return counts.reduce((sum, { rows }) => sum + (rows[0]?.n ?? 0), 0);
  };

  const alert = (change: object) =>
    JSON.stringify({
      ...ALERT,
      reportUrns: [approved],
      validUntil: new Date(Date.now() + 86_400_000).toISOString(),
      ...change,
    });

  beforeAll(async () => {
    gatehouse = await running();
    await partiesTold(gatehouse);
    await loadSample(gatehouse.agencies['police-liaison']);
    ({ alertId, reportUrn: approved } = await raised(gatehouse));
    const open = { ...INVESTIGATE, path: `${INBOX}/${alertId}` };
    await as(gatehouse, 'police-liaison').askUntil(open, ({ status }) => status === 200);
    // The receipt of that first reading is on its way to the prison service, and clocks call people at both ends: it is none of what a
    // request leaves.
    const { 'prison-intelligence': prison, 'police-liaison': police } = gatehouse.agencies;
    const read = `select 1 from store.events where type = 'DisclosureRead'`;
    await eventually(async () => expect((await prison.pool.query(read)).rowCount).toBe(1), PATIENCE);
    for (const going of GOES_ON)
      for (const { pool } of [prison, police])
        await eventually(async () => expect((await pool.query(going)).rowCount).toBe(0), PATIENCE);
  });
  afterAll(() => gatehouse.end());
  beforeEach(async () => {
    before = await left();
    refusals = await refusalsIn();
  });

  /** Nothing was written anywhere. */
  const leavesNothing = async () => expect(await left()).toEqual(before);
  /** Nothing was written but one audit row, and that of a refusal. */
  const leavesOneRefusal = async () => {
    const after = await left();
    const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
    expect(changed).toEqual([expect.stringMatching(/ audit\.record$/)]);
    expect(after[changed[0] ?? '']).toBe((before[changed[0] ?? ''] ?? 0) + 1);
    expect(await refusalsIn()).toBe(refusals + 1);
  };

  describe('without a right to ask', () => {
    afterEach(leavesNothing);

    it('no token', async () =>
      expect(await send({ token: null, path: INBOX })).toMatchObject({ status: 401, slug: 'token-missing' }));

    it('a token signed by somebody else', async () => {
      const [header, claims, signature = ''] = (await tokenOf('analyst')).split('.');
      const forged = `${header}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
      expect(await send({ token: forged, path: INBOX })).toMatchObject({ status: 401, slug: 'token-invalid' });
    });

    it('a token that says it needs no signature', async () => {
      const claims = (await tokenOf('analyst')).split('.')[1];
      const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
      expect(await send({ token: `${none}.${claims}.`, path: INBOX })).toMatchObject({
        status: 401,
        slug: 'token-invalid',
      });
    });

    it('no purpose', async () =>
      expect(await send({ purpose: null, path: INBOX })).toMatchObject({ status: 400, slug: 'purpose-missing' }));

    it('a purpose that is no word', async () =>
      expect(await send({ purpose: 'because I can', path: INBOX })).toMatchObject({
        status: 400,
        slug: 'purpose-malformed',
      }));
  });

  describe('with a body that is none', () => {
    afterEach(leavesNothing);

    it('unknown fields are named by place, not by value', async () => {
      const answer = await send({ path: ALERTS, body: alert({ secretLevel: CANARY }) });
      expect(answer).toMatchObject({ status: 400, slug: 'unknown-field' });
      expect(JSON.stringify(answer.problem['errors'])).toContain('/secretLevel');
    });

    it('ten megabytes', async () =>
      expect(await send({ path: ALERTS, body: alert({ nature: 'x'.repeat(10 * 1024 * 1024) }) })).toMatchObject({
        status: 413,
        slug: 'body-too-large',
      }));

    it('invalid UTF-8', async () => {
      const body = Buffer.concat([Buffer.from('{"type":"'), Buffer.of(0xc3, 0x28), Buffer.from('"}')]);
      expect(await send({ path: ALERTS, body })).toMatchObject({ status: 400, slug: 'invalid-utf8' });
    });

    it('a NUL character', async () =>
      expect(await send({ path: ALERTS, body: alert({ nature: 'a\u0000b' }) })).toMatchObject({
        status: 400,
        slug: 'nul-character',
      }));

    it('no JSON', async () =>
      expect(await send({ path: ALERTS, body: '{' })).toMatchObject({ status: 400, slug: 'malformed-json' }));

    it('a form', async () =>
      expect(await send({ path: ALERTS, body: 'type=x', type: 'application/x-www-form-urlencoded' })).toMatchObject({
        status: 415,
        slug: 'media-type-unsupported',
      }));

    it('an answer with a field nobody knows', async () => {
      const body = JSON.stringify({ outcome: 'ACTED', secret: CANARY });
      expect(
        await send({ persona: 'police-liaison', purpose: 'INVESTIGATE', path: `${INBOX}/${alertId}/feedback`, body }),
      ).toMatchObject({ status: 400, slug: 'unknown-field' });
    });

    it('police intelligence without a grade', async () => {
      const body = JSON.stringify({ subjects: [], paragraphs: [{ n: 1, text: CANARY }] });
      expect(
        await send({ persona: 'police-liaison', path: '/police-liaison/v1/police-intelligence', body }),
      ).toMatchObject({ status: 400, slug: 'validation-failed' });
    });

    it('a field no product has', async () =>
      expect(
        await send({ persona: 'police-liaison', purpose: 'INVESTIGATE', path: `${INBOX}/${alertId}?fields=shoeSize` }),
      ).toMatchObject({ status: 400, slug: 'unknown-field' }));

    it("somebody else's cursor", async () =>
      expect(
        await send({ persona: 'police-liaison', purpose: 'INVESTIGATE', path: `${INBOX}?cursor=abc.def.ghi.jkl.mno` }),
      ).toMatchObject({ status: 400, slug: 'cursor-invalid' }));
  });

  describe('that is understood and refused', () => {
    afterEach(leavesOneRefusal);

    it('an alert without a report', async () =>
      expect(await send({ path: ALERTS, body: alert({ reportUrns: [] }) })).toMatchObject({
        status: 422,
        problem: { refusal: 'alert-without-report' },
      }));

    it('an alert on a report nobody knows', async () =>
      expect(await send({ path: ALERTS, body: alert({ reportUrns: [CANARY] }) })).toMatchObject({
        status: 422,
        problem: { refusal: 'report-unknown' },
      }));

    it('an unknown handling condition', async () =>
      expect(
        await send({
          path: ALERTS,
          body: alert({ handling: { code: 'C', conditions: [{ code: 'BURN_AFTER_READING' }] } }),
        }),
      ).toMatchObject({
        status: 422,
        problem: { refusal: 'handling-condition-unknown' },
      }));

    it('a duty of somebody else', async () =>
      expect(await send({ persona: 'police-liaison', path: ALERTS, body: alert({}) })).toMatchObject({
        status: 403,
        slug: 'duty-refused',
      }));

    it('a purpose outside the agreement', async () =>
      expect(await send({ persona: 'police-liaison', purpose: 'RESEARCH', path: `${INBOX}/${alertId}` })).toMatchObject(
        { status: 403, problem: { reason: 'PURPOSE_MISMATCH' } },
      ));

    it('a purpose outside every list', async () =>
      expect(await send({ persona: 'police-liaison', purpose: 'IMMIGRATION_CONTROL', path: INBOX })).toMatchObject({
        status: 403,
        problem: { reason: 'PURPOSE_MISMATCH' },
      }));

    it('a field that exists and was never sent, by its category', async () =>
      expect(
        await send({
          persona: 'police-liaison',
          purpose: 'INVESTIGATE',
          path: `${INBOX}/${alertId}?fields=sourceNote`,
        }),
      ).toMatchObject({ status: 403, problem: { reason: 'ABSOLUTE_SOURCE' } }));

    it('an answer before the acknowledgement', async () =>
      expect(
        await send({
          persona: 'police-liaison',
          purpose: 'INVESTIGATE',
          path: `${INBOX}/${alertId}/feedback`,
          body: JSON.stringify({ outcome: 'ACTED', comment: CANARY }),
        }),
      ).toMatchObject({ status: 409, problem: { refusal: 'item-not-acknowledged' } }));

    it('an answer to an id that names nothing', async () =>
      expect(
        await send({
          persona: 'police-liaison',
          purpose: 'INVESTIGATE',
          path: `${INBOX}/${randomUUID()}/feedback`,
          body: JSON.stringify({ outcome: 'ACTED' }),
        }),
      ).toMatchObject({ status: 404, slug: 'not-found' }));

    it('an acknowledgement by the wrong agency', async () =>
      expect(await send({ method: 'POST', path: `${INBOX}/${alertId}/acknowledgement` })).toMatchObject({
        status: 404,
        slug: 'not-found',
      }));

    it('an id that names nothing', async () =>
      expect(
        await send({ persona: 'police-liaison', purpose: 'INVESTIGATE', path: `${INBOX}/${randomUUID()}` }),
      ).toMatchObject({ status: 404, slug: 'not-found' }));
  });
});
