import { afterEach, describe, expect, it } from '@jest/globals';
import { asWriter, startExample } from './example/example-service.fixture.ts';
import type { Example } from './example/example-service.fixture.ts';
import { send } from './example/raw-http.fixture.ts';
import { ProcessMetrics } from './metrics.ts';

let example: Example;
afterEach(() => example.close());

const scrape = async (headers: Record<string, string> = {}) => send(example.port, 'GET', '/metrics', headers);
const series = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('metrics', () => {
  it('count requests by pattern, method and status, and hold nothing a caller sent', async () => {
    example = await startExample();
    await send(example.port, 'GET', '/example/v1/notes/CANARY?q=CANARY', asWriter);
    await send(example.port, 'GET', '/example/v1/CANARY', asWriter);
    await send(example.port, 'PROPFIND', '/example/v1/notes', asWriter);
    const { status, headers, text } = await scrape();
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    const counted = series(text).filter((line) => line.startsWith('gatehouse_http_request_seconds_count'));
    const labels = (method: string, route: string, code: number) =>
      `gatehouse_http_request_seconds_count{gatehouse_service="example",method="${method}",route="${route}",status="${code}"} 1`;
    expect(counted).toEqual([
      labels('GET', '/example/v1/notes/:id', 403),
      labels('GET', 'none', 404),
      labels('other', 'none', 405),
    ]);
    expect(text).not.toContain('CANARY');
  });

  it('say of every series whose it is, the process included', async () => {
    const metrics = new ProcessMetrics();
    metrics.watch(async () => [
      { name: 'gatehouse_held_items', service: 'example', labels: {}, value: 3 },
      { name: 'gatehouse_worker_steps_total', service: 'example', labels: { worker: 'w', outcome: 'idle' }, value: 9 },
    ]);
    example = await startExample({ metrics });
    await scrape();
    const lines = series((await scrape()).text);
    expect(lines).toContain('gatehouse_held_items{gatehouse_service="example"} 3');
    expect(lines).toContain('gatehouse_worker_steps_total{worker="w",outcome="idle",gatehouse_service="example"} 9');
    expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_seconds{'))).toBe(true);
    expect(lines.some((line) => line.startsWith('process_resident_memory_bytes{'))).toBe(true);
    expect(lines.filter((line) => !line.includes('gatehouse_service="'))).toEqual([]);
  });

  it('leave out a service whose database does not answer', async () => {
    const metrics = new ProcessMetrics();
    metrics.watch(() => Promise.reject(new Error('away')));
    metrics.watch(() => new Promise(() => undefined));
    metrics.watch(async () => [{ name: 'gatehouse_parked_messages', service: 'example', labels: {}, value: 1 }]);
    example = await startExample({ metrics });
    expect(series((await scrape()).text)).toContain('gatehouse_parked_messages{gatehouse_service="example"} 1');
  });
});

describe('who may read them', () => {
  it('is this machine, and not what a proxy on it passes on', async () => {
    example = await startExample();
    expect((await scrape()).status).toBe(200);
    expect((await scrape({ 'x-forwarded-for': '203.0.113.7' })).body['type']).toBe(
      'urn:gatehouse:problem:route-unknown',
    );
  });

  it('is whoever has the token, where there is one, and nobody with another', async () => {
    example = await startExample({}, { metricsToken: 'letmesee' });
    const passedOn = { 'x-forwarded-for': '203.0.113.7' };
    expect((await scrape({ ...passedOn, authorization: 'Bearer letmesee' })).status).toBe(200);
    expect((await scrape({ ...passedOn, authorization: 'Bearer letmein' })).status).toBe(404);
    expect((await scrape({ authorization: 'Bearer letmein' })).status).toBe(404);
  });
});
