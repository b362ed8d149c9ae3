// The keys of one alert and one report are destroyed: for everybody it is as if they had never been, what stands beside them goes on,
// and what was recorded about them is proven as before.
import { destroyMarked, inTransaction, markForDestruction } from '@gatehouse/event-store';
import { verifyLog } from '@gatehouse/oversight/verifier';
import { systemClock } from '@gatehouse/service-kit/clock';
import type { Agency } from '@gatehouse/sharing';
import { loadSample } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { as, INBOX, IN_PRISON, INVESTIGATE, raised, REPORTS } from './raised.ts';
import { running, type Running } from './running.ts';

const PATIENCE = { timeoutMs: 60_000 };

const erase = async ({ pool, itemKeys }: Agency, item: string): Promise<void> => {
  await inTransaction(pool, (client) => markForDestruction(client, [item], systemClock.now()));
  await destroyMarked(pool, itemKeys!);
};

describe('an item whose key was destroyed', () => {
  let gatehouse: Running;
  let gone: { alertId: string; reportUrn: string };
  let stays: { alertId: string; reportUrn: string };
  const atPolice = (alertId: string) =>
    as(gatehouse, 'police-liaison').ask({ ...INVESTIGATE, path: `${INBOX}/${alertId}` });
  const atPrison = (urn: string) => as(gatehouse, 'analyst').ask({ ...IN_PRISON, path: `${REPORTS}/${urn}` });

  beforeAll(async () => {
    gatehouse = await running();
    await loadSample(...Object.values(gatehouse.agencies));
    gone = await raised(gatehouse);
    stays = await raised(gatehouse);
    expect([(await atPolice(gone.alertId)).status, (await atPrison(gone.reportUrn)).status]).toEqual([200, 200]);
    await erase(gatehouse.agencies['police-liaison'], `received-item-${gone.alertId}`);
    await erase(gatehouse.agencies['prison-intelligence'], `intelligence-report-${gone.reportUrn}`);
  });
  afterAll(() => gatehouse.end());

  const holds = async (): Promise<void> => {
    const unknown = randomUUID();
    const [erased, none] = [await atPolice(gone.alertId), await atPolice(unknown)];
    expect(erased.status).toBe(404);
    const said = (body: object): string => JSON.stringify(body).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id');
    expect(said(erased.body)).toBe(said(none.body));
    expect((await atPrison(gone.reportUrn)).status).toBe(404);
    expect([(await atPolice(stays.alertId)).status, (await atPrison(stays.reportUrn)).status]).toEqual([200, 200]);
  };

  it('is not there for anybody, its neighbour is', () => holds());

  it('stays so after a restart, and nothing stands still for it', async () => {
    gatehouse = await gatehouse.restart();
    await holds();
    const next = await raised(gatehouse);
    expect((await atPolice(next.alertId)).status).toBe(200);
  });

  it('is in a log that is proven whole', async () => {
    await eventually(async () => {
      const { size } = await verifyLog({ url: `${gatehouse.url}/oversight/v1/log`, vkey: gatehouse.logKey });
      expect(size).toBeGreaterThan(20);
    }, PATIENCE);
  });
});
