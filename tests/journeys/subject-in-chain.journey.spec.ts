// N34 through real HTTP: governors get the alerts of their prison under an internal instruction; this one names somebody in
// the governor's own chain. To him it does not exist, in status, headers, body and number of queries.
import { testIssuer } from '@gatehouse/identity/test-issuer';
import { attest } from '@gatehouse/personnel';
import { append, inTransaction } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { partiesTold } from './parties-told.ts';
import { recordingQueries } from './recording-queries.ts';
import { alertOf, aboutAlerts, ITEM_ID, readCase, type NeedToKnowCase } from './restated.ts';
import { writtenOut } from './written-out.ts';
import { running, type Running } from './running.ts';

const OF_THE_REQUEST = ['gatehouse-audit-promise', 'gatehouse-correlation-id', 'date'];
const DEPUTY = 'gov-deputy';
const PATIENCE = { timeoutMs: 60_000 };

describe('N34: an alert about somebody in the chain of the governor who asks', () => {
  let given: NeedToKnowCase;
  let gatehouse: Running;
  let issuer: Awaited<ReturnType<typeof testIssuer>>;

  const ask = async (path: string, { person = given.caller.person, method = 'GET' } = {}) => {
    const { agency, unit, roles } = given.caller;
    const token = await issuer.mint({ sub: person, agency, unit, roles }, { at: new Date(given.now) });
    const headers = { authorization: `Bearer ${token}`, 'gatehouse-purpose': given.request.purpose };
    const response = await fetch(`${gatehouse.url}/prison-intelligence/v1/actionable-alerts${path}`, {
      method,
      headers,
    });
    const shown = [...response.headers].map(([name, value]) =>
      OF_THE_REQUEST.includes(name) ? [name] : [name, value],
    );
    return { status: response.status, headers: shown, text: await response.text() };
  };

  beforeAll(async () => {
    given = await readCase('N34');
    const clock = new HeldClock(given.now);
    issuer = await testIssuer();
    const instruments = given.agreements.map(aboutAlerts).map(writtenOut);
    gatehouse = await running({ clock, instruments, identity: { issuer: issuer.issuer, jwksUri: issuer.jwksUri } });
    await partiesTold(gatehouse);
    const prison = gatehouse.agencies['prison-intelligence'];
    for (const person of [given.caller.person, DEPUTY]) {
      await attest(prison, { type: 'GrantVetting', data: { person, level: 'L2' } });
      const [{ course, until } = { course: '', until: '' }] = given.caller.training;
      await attest(prison, { type: 'CertifyTraining', data: { person, course, until } });
    }
    const { person, chain } = given.caller;
    await attest(prison, { type: 'AttestChain', data: { person, people: chain } });
    const raised = { type: 'IntelligenceAlertRaised', data: { ...alertOf(given), alertType: 'STAFF_CORRUPTION' } };
    const metadata = { correlationId: 'restated', purpose: given.request.purpose };
    await inTransaction(prison.pool, (client) =>
      append(client, `intelligence-alert-${ITEM_ID}`, 0, [raised], { metadata, recordedAt: clock.now() }),
    );
    await eventually(async () => {
      const { rows } = await prison.pool.query<{ n: number }>('select count(*)::int as n from read.alert_board');
      if (rows[0]?.n !== 1) throw new Error('it does not stand on the board yet');
    }, PATIENCE);
  });
  afterAll(async () => {
    await gatehouse.end();
    await issuer.close();
  });

  it.each([
    ['opened', 'GET', ''],
    ['acknowledged', 'POST', '/acknowledgement'],
  ])('is answered exactly as an unknown id when %s', async (_way, method, suffix) => {
    const hidden = await ask(`/${ITEM_ID}${suffix}`, { method });
    expect(hidden.status).toBe(given.expected.outward);
    expect(hidden).toEqual(await ask(`/${randomUUID()}${suffix}`, { method }));
  });

  it('costs the same queries as an unknown id', async () => {
    const queriesOf = (id: string) => recordingQueries([id, given.caller.person], () => ask(`/${id}`));
    // What still follows the alert asks about it too, for a moment.
    await eventually(async () => {
      const hidden = await queriesOf(ITEM_ID);
      expect(hidden.length).toBeGreaterThan(2);
      expect(await queriesOf(randomUUID())).toEqual(hidden);
    }, PATIENCE);
  });

  it('is in nobody’s list who may not know of it, and in that of a governor it is not about', async () => {
    expect(JSON.parse((await ask('')).text)).toEqual({ items: [], next: null });
    expect((await ask('', { person: DEPUTY })).text).toContain(ITEM_ID);
    const opened = await ask(`/${ITEM_ID}`, { person: DEPUTY });
    expect([opened.status, opened.text.includes('CANARY-N34-nature')]).toEqual([200, true]);
    expect(opened.text).not.toMatch(/CANARY-N34-(sourceNote|history|dutyContact|reportUrns|alias)/);
  });

  it('stands in the audit with reason, obligation and instrument', async () => {
    const { rows } = await gatehouse.agencies['prison-intelligence'].pool.query<{ record: string }>(
      `select record from audit.record where record::json ->> 'action' = 'open'
       and record::json -> 'item' ->> 'id' = $1 and record::json -> 'actor' ->> 'person' = $2 limit 1`,
      [ITEM_ID, given.caller.person],
    );
    const { effect, reason, reasonsInOrder, obligations } = given.expected;
    expect(JSON.parse(rows[0]?.record ?? '{}')).toMatchObject({
      decision: { effect, reason, reasonsInOrder, obligations: expect.arrayContaining(obligations) },
      agreements: ['kz-prison-instruction-7@1'],
      fields: [],
    });
  });

  it('left nothing in the log and crossed to nobody', async () => {
    expect(gatehouse.logged()).not.toContain('CANARY');
    const { rows } = await gatehouse.agencies['prison-intelligence'].pool.query('select 1 from bus.outbox');
    expect(rows).toEqual([]);
  });
});
