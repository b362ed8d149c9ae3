// A message nobody could accept may be a warning nobody got: whoever answers for the duty sees it, has it tried again, or
// dismisses it with a reason. What is in it, nobody sees.
import { kafkaBus } from '@gatehouse/event-bus';
import type { HttpAnswer, PersonaClient } from '@gatehouse/start';
import { eventually, testKafka } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { as, INVESTIGATE } from './raised.ts';
import { running, type Running } from './running.ts';

const PARKED = '/police-liaison/v1/parked-messages';
const SAFE_CUSTODY = { purpose: 'SAFE_CUSTODY' };
const REASON = { reason: 'Told by telephone; nothing of it was for us.' };
const PATIENCE = { timeoutMs: 60_000 };

describe('a message that nobody could accept', () => {
  let gatehouse: Running;
  let manager: PersonaClient;
  let parkedId: string;

  beforeAll(async () => {
    gatehouse = await running();
    manager = as(gatehouse, 'police-duty-manager');
    await onTheLane('CANARY-no-envelope');
    parkedId = await eventually(async () => {
      const [row] = rowsOf(await list());
      expect(row).toBeDefined();
      return row!.parkedId;
    }, PATIENCE);
  });
  afterAll(() => gatehouse.end());

  const onTheLane = async (value: string): Promise<void> => {
    const { brokers, principals } = testKafka();
    const bus = kafkaBus({ brokers, username: 'admin', password: principals['admin'] ?? '', clientId: 'stranger' });
    const lane = 'kz-prisons-police.prison-intelligence.intelligence-alert.v1.kz-prison-service.kz-police';
    await bus.publish([{ topic: `${gatehouse.namespace}.${lane}`, key: 'k', value, headers: { 'message-id': 'm-1' } }]);
    await bus.close();
  };
  const list = (by = manager, path = PARKED) => by.ask({ ...SAFE_CUSTODY, path });
  const settle = (what: string, { id = parkedId, by = manager, body = {} as object } = {}) =>
    by.ask({ ...SAFE_CUSTODY, method: 'POST', path: `${PARKED}/${id}/${what}`, body });
  const rowsOf = ({ body }: HttpAnswer) =>
    (body['items'] ?? []) as { parkedId: string; code: string; trying: boolean }[];

  it('is listed with its lane and its reason, never with what is in it', async () => {
    const answer = await list();
    expect(answer.body).toMatchObject({
      items: [{ parkedId, sender: 'kz-prison-service', code: 'malformed', trying: false, waitingBehind: 0 }],
      more: false,
    });
    expect(JSON.stringify(answer.body)).not.toContain('CANARY');
    expect(gatehouse.logged()).toContain('MESSAGE_PARKED');
    expect(gatehouse.logged()).not.toContain('CANARY');
  });

  it('is shown to nobody else, and settled by nobody else', async () => {
    const liaison = as(gatehouse, 'police-liaison');
    expect((await liaison.ask({ ...INVESTIGATE, path: PARKED })).status).toBe(403);
    expect((await settle('dismissal', { by: liaison, body: REASON })).status).toBe(403);
    const prison = as(gatehouse, 'prison-duty-manager');
    expect((await list(prison)).status).toBe(403);
    expect(rowsOf(await list(prison, '/prison-intelligence/v1/parked-messages'))).toEqual([]);
    expect(
      (
        await prison.ask({
          ...SAFE_CUSTODY,
          method: 'POST',
          path: `/prison-intelligence/v1/parked-messages/${parkedId}/retry`,
        })
      ).status,
    ).toBe(404);
  });

  it('tried again has the reason of now, and stays', async () => {
    expect((await settle('retry')).body).toEqual({ parkedId, status: 'trying' });
    await eventually(
      async () => expect(rowsOf(await list())).toMatchObject([{ code: 'malformed', trying: false }]),
      PATIENCE,
    );
  });

  it('is not dismissed without a reason', async () => {
    for (const body of [{}, { reason: 'no' }, { ...REASON, more: 1 }])
      expect((await settle('dismissal', { body })).status).toBe(400);
    expect(rowsOf(await list())).toHaveLength(1);
  });

  it('is unknown when it never was, whatever its name', async () => {
    for (const id of [randomUUID(), 'x']) expect((await settle('dismissal', { id, body: REASON })).status).toBe(404);
  });

  it('dismissed is gone from the list, stays gone when it comes again, and is settled for good', async () => {
    expect((await settle('dismissal', { body: REASON })).status).toBe(200);
    await onTheLane('CANARY-no-envelope');
    await onTheLane('CANARY-another');
    await eventually(async () => expect(rowsOf(await list())).toHaveLength(1), PATIENCE);
    expect(rowsOf(await list())[0]?.parkedId).not.toBe(parkedId);
    const again = await settle('retry');
    expect([again.status, again.body['refusal']]).toEqual([409, 'parked-message-settled']);
  });
});
