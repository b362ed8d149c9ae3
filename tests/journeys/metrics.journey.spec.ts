// What those who run Gatehouse are shown of it.
import { plantDivergence } from '@gatehouse/policy/divergence';
import { REPORT } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, IN_PRISON, raised, REPORTS } from './raised.ts';
import { running, type Running } from './running.ts';

/** Of a database that does not answer in time a scrape shows nothing. */
const PATIENCE = { timeoutMs: 60_000 };

describe('the metrics of a running Gatehouse', () => {
  let gatehouse: Running;
  beforeAll(async () => {
    gatehouse = await running();
  });
  afterAll(() => gatehouse.end());

  const scrape = async (): Promise<string[]> => {
    const text = await (await fetch(`${gatehouse.url}/metrics`)).text();
    return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  };
  const valueOf = (lines: string[], name: string, ...labels: string[]): number => {
    const found = lines.filter((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)));
    expect([name, labels, found.length]).toEqual([name, labels, 1]);
    return Number(found[0]?.split(' ').at(-1));
  };
  const at = (service: string) => `gatehouse_service="${service}"`;

  it('follow an alert from one service to the other', async () => {
    await raised(gatehouse);
    await eventually(async () => {
      const lines = await scrape();
      const [prison, police] = [at('prison-intelligence'), at('police-liaison')];
      expect(valueOf(lines, 'gatehouse_bus_messages_total', police, 'lane="data"', 'outcome="kept"')).toBe(1);
      expect(valueOf(lines, 'gatehouse_bus_messages_total', prison, 'lane="receipts"', 'outcome="kept"')).toBe(1);
      expect(valueOf(lines, 'gatehouse_outbox_messages', prison, 'waits_for="receipt"')).toBe(0);
      expect(valueOf(lines, 'gatehouse_projection_lag_events', police, 'projection="received-items"')).toBe(0);
      expect(valueOf(lines, 'gatehouse_audit_unshipped_records', prison)).toBe(0);
      expect(valueOf(lines, 'gatehouse_log_unintegrated_records', at('oversight'))).toBe(0);
    }, PATIENCE);
  });

  it('say what waits and how long, when the other side cannot be reached', async () => {
    const { pool } = gatehouse.agencies['prison-intelligence'];
    await pool.query(
      `insert into bus.outbox (message_id, topic, key, value, headers, about, awaits_receipt, enqueued_at)
       values ('waits', 'no-such-topic', 'k', 'v', '{}', '{}', true, now() - interval '90 seconds')`,
    );
    const prison = at('prison-intelligence');
    await eventually(async () => {
      const lines = await scrape();
      expect(valueOf(lines, 'gatehouse_outbox_messages', prison, 'waits_for="bus"')).toBe(1);
      expect(valueOf(lines, 'gatehouse_outbox_oldest_seconds', prison, 'waits_for="bus"')).toBeGreaterThanOrEqual(90);
    }, PATIENCE);
    await eventually(async () => {
      const faults = valueOf(await scrape(), 'gatehouse_worker_steps_total', prison, 'worker="relay"', '"fault"');
      expect(faults).toBeGreaterThan(0);
    }, PATIENCE);
  });

  it('name pools, workers, the event loop and memory, each with its service', async () => {
    const lines = await scrape();
    for (const service of ['prison-intelligence', 'police-liaison', 'oversight']) {
      const pools = service === 'oversight' ? ['both'] : ['requests', 'hops'];
      await eventually(async () => {
        const now = await scrape();
        const waiting = pools.map((whom) =>
          valueOf(now, 'gatehouse_pool_connections', at(service), 'state="waiting"', `serves="${whom}"`),
        );
        expect(waiting).toEqual(pools.map(() => 0));
        expect(now.some((line) => line.includes('worker_steps_total') && line.includes(at(service)))).toBe(true);
      }, PATIENCE);
    }
    expect(valueOf(lines, 'process_resident_memory_bytes')).toBeGreaterThan(0);
    expect(lines.filter((line) => !line.includes('gatehouse_service="'))).toEqual([]);
  });

  // The last one: nothing is decided after it.
  it('tell when the policy engines differ; then nothing is ready, and everything is refused', async () => {
    const services = ['prison-intelligence', 'police-liaison', 'source-registry', 'oversight', 'policy'];
    await eventually(async () => {
      const before = await scrape();
      for (const service of services) expect(valueOf(before, 'gatehouse_engines_diverged', at(service))).toBe(0);
      expect(valueOf(before, 'gatehouse_decisions_shadowed_total', at('prison-intelligence'))).toBeGreaterThan(0);
    }, PATIENCE);
    const filed = () => as(gatehouse, 'analyst').ask({ ...IN_PRISON, path: REPORTS, body: REPORT });
    expect((await filed()).status).toBe(201);
    plantDivergence();
    await eventually(async () => {
      const after = await scrape();
      for (const service of services) expect(valueOf(after, 'gatehouse_engines_diverged', at(service))).toBe(1);
    }, PATIENCE);
    const answer = await fetch(`${gatehouse.url}/health/ready`);
    const readiness = (await answer.json()) as { services: Record<string, object> };
    expect(answer.status).toBe(503);
    for (const service of services)
      expect(readiness.services[service]).toMatchObject({ deciding: { refused: 'engines-diverged' } });
    const alarms = gatehouse
      .logged()
      .split('\n')
      .filter((line) => line.includes('"ENGINES_DIVERGED"'));
    expect(alarms).toHaveLength(services.length);
    expect(alarms.join()).not.toContain('Daniyar');
    expect((await filed()).status).toBe(403);
  });
});
