// What a recipient says came of an item: shown on the board to whoever may see it, and a doubt about a grade waits for a manager
// (domain reference 4.1; story A.9). What the police send is entered here as it arrives: as the foreign facts of its receipt.
import { ALERTS, loadSample } from '@gatehouse/start';
import { append, inTransaction } from '@gatehouse/event-store';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { as, IN_PRISON, raised } from './raised.ts';
import { running, type Running } from './running.ts';

const PROPOSALS = '/prison-intelligence/v1/regrade-proposals';
const GRADE = { scale: '3x5x2', source: '3', information: 'E' };

describe('feedback on an alert', () => {
  let gatehouse: Running;
  let alertId: string;
  let reportUrn: string;
  let feedbackId: string;

  /** Enters a feedback as it would arrive from a party. Gives its id. */
  const arrives = async (originator: string): Promise<string> => {
    const id = randomUUID();
    const { pool, clock, party } = gatehouse.agencies['prison-intelligence'];
    const now = clock.now().toISOString();
    const regrades = [{ n: 1, grade: GRADE }];
    const said = { outcome: 'DISPROVED', comment: 'CANARY-comment', givenBy: 'po-aidos', givenAt: now };
    const payload = { feedbackId: id, itemId: alertId, ...said, regrades };
    const ids = { messageId: id, eventId: id, itemId: id, disclosureId: id, traceId: id };
    const envelope = {
      ...ids,
      type: 'police-liaison.item-feedback-given.v1',
      schemaVersion: '1.0.0',
      product: 'police-liaison.item-feedback.v1',
      originator,
      unit: 'almaty-ct-desk',
      recipient: party,
      occurredAt: now,
      recordedAt: now,
      publishedAt: now,
      purpose: 'INVESTIGATE',
      caseRef: null,
      basis: { kind: 'MOU', agreements: ['kz-police-prisons@1'] },
      underVersions: { 'kz-police-prisons': 1 },
      classification: 'RESTRICTED',
      handling: { code: 'P', conditions: [] },
      markers: [],
      priority: 'ROUTINE',
      subjects: [{ ref: 'pseudonym', role: 'MAIN', category: 'SUSPECT', cases: [], auditRef: 'reference' }],
      reviewBy: null,
      destroyBy: null,
      obligations: [],
      degraded: false,
      order: { key: id, sequence: 1, predecessor: null },
      payload,
    };
    const agreements = envelope.basis.agreements;
    const provenance = {
      originator,
      topic: 't',
      messageId: id,
      disclosureId: id,
      agreements,
      bundleVersion: 1,
      receivedAt: now,
      jws: '',
    };
    const facts = [
      [`item-feedback-${id}`, { type: 'ItemFeedbackReceived', data: { envelope, provenance } }],
      [
        `regrade-proposal-${id}`,
        { type: 'RegradeProposed', data: { feedbackId: id, itemId: alertId, from: originator, regrades } },
      ],
    ] as const;
    await inTransaction(pool, async (client) => {
      for (const [stream, event] of facts)
        await append(client, stream, 0, [event], { metadata: { correlationId: id }, recordedAt: clock.now() });
    });
    return id;
  };
  const manager = () => as(gatehouse, 'intelligence-manager');
  const decide = (id: string, kind: 'acceptance' | 'decline', persona = 'intelligence-manager') =>
    as(gatehouse, persona).ask({
      ...IN_PRISON,
      path: `${PROPOSALS}/${id}/${kind}`,
      body: { reason: 'He was not there.' },
    });

  beforeAll(async () => {
    gatehouse = await running();
    await loadSample(gatehouse.agencies['police-liaison']);
    await loadSample(gatehouse.agencies['prison-intelligence']);
    ({ alertId, reportUrn } = await raised(gatehouse));
    feedbackId = await arrives('kz-police');
  });
  afterAll(() => gatehouse.end());

  it('stands on the board of the alert it is about, read on its own record', async () => {
    const { body } = await as(gatehouse, 'analyst').ask({ ...IN_PRISON, path: `${ALERTS}/${alertId}` });
    expect(body['feedback']).toEqual([
      { feedbackId, from: 'kz-police', content: expect.objectContaining({ outcome: 'DISPROVED', itemId: alertId }) },
    ]);
    const { rows } = await gatehouse.agencies['prison-intelligence'].pool.query(
      `select 1 from audit.record where record::json ->> 'event' = 'read' and record::json -> 'item' ->> 'id' = $1`,
      [feedbackId],
    );
    expect(rows).toHaveLength(1);
  });

  it('from somebody who never held the item is not taken', async () => {
    const foreign = await arrives('kz-probation');
    const { body } = await as(gatehouse, 'analyst').ask({ ...IN_PRISON, path: `${ALERTS}/${alertId}` });
    expect(body['feedback']).toHaveLength(1);
    expect((await decide(foreign, 'acceptance')).status).toBe(404);
  });

  it('that doubts a grade waits in the list of proposals, with what was said', async () => {
    const listed = await manager().askUntil({ ...IN_PRISON, path: `${PROPOSALS}?status=proposed` }, ({ body }) =>
      JSON.stringify(body).includes(feedbackId),
    );
    const items = listed.body['items'] as { feedbackId: string; content: { regrades: object[] } }[];
    expect(items.find((item) => item.feedbackId === feedbackId)?.content.regrades).toEqual([{ n: 1, grade: GRADE }]);
  });

  it('is decided by a manager alone, once, for the report beneath the alert', async () => {
    expect((await decide(feedbackId, 'acceptance', 'analyst')).status).toBe(403);
    expect((await decide(randomUUID(), 'decline')).status).toBe(404);
    const accepted = await decide(feedbackId, 'acceptance');
    expect([accepted.status, accepted.body]).toEqual([200, { feedbackId, status: 'accepted', reportUrn }]);
    const again = await decide(feedbackId, 'decline');
    expect([again.status, again.body['refusal']]).toEqual([409, 'proposal-decided']);
    const listed = { ...IN_PRISON, path: `${PROPOSALS}?status=accepted` };
    await manager().askUntil(listed, ({ body }) => JSON.stringify(body).includes(reportUrn));
  });

  it('logged no word of it', () => expect(gatehouse.logged()).not.toContain('CANARY'));
});
