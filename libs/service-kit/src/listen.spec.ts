import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { asWriter, exampleService, startExample } from './example/example-service.fixture.ts';
import { exchange, send } from './example/raw-http.fixture.ts';
import { listen } from './listen.ts';
import type { Listening } from './listen.ts';
import { ProcessMetrics } from './metrics.ts';
import { registerReadiness, type Watched } from './readiness.ts';
import { openApiDocument } from './openapi.ts';

let open: Listening | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

describe('one port', () => {
  it('gives each service its own requests, and others theirs with the prefix cut off', async () => {
    const [first, second] = [await exampleService(), await exampleService({ service: 'second' })];
    const echo = {
      prefix: 'identity',
      handler: (request: { url?: string }, response: { end(text: string): void }) =>
        response.end(
          JSON.stringify({ url: request.url, originalUrl: (request as { originalUrl?: string }).originalUrl }),
        ),
    };
    open = await listen([first.app, second.app], [echo], 0);
    for (const service of ['example', 'second']) {
      expect((await send(open.port, 'GET', `/${service}/v1/notes`, asWriter)).status).toBe(200);
    }
    const answer = await fetch(`${open.origin}/identity/token?x=1`);
    expect(await answer.json()).toEqual({ url: '/token?x=1', originalUrl: '/identity/token?x=1' });
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await (await fetch(`${open.origin}/identity?x`)).json()).toMatchObject({ url: '/?x' });
  });

  it('does not start with two handlers under one prefix', async () => {
    const { app } = await exampleService();
    const same = { prefix: 'example', handler: () => undefined };
    await expect(listen([app], [same], 0)).rejects.toThrow('two handlers');
    await app.close();
  });

  it('answers an extra handler that throws', async () => {
    const { app } = await exampleService();
    const broken = { prefix: 'broken', handler: () => Promise.reject(new Error('CANARY')) };
    open = await listen([app], [broken], 0);
    const answer = await send(open.port, 'GET', '/broken');
    expect([answer.status, answer.body['type']]).toEqual([500, 'urn:gatehouse:problem:internal']);
    expect(answer.text).not.toContain('CANARY');
  });
});

describe('health', () => {
  it('is live, and ready when every part of every service is', async () => {
    const example = await startExample();
    open = example;
    let bus = true;
    registerReadiness(example.app, 'database', () => true);
    registerReadiness(example.app, 'bus', async () => bus);
    expect((await send(open.port, 'GET', '/health/live')).body).toEqual({ status: 'live' });
    const ready = await send(open.port, 'GET', '/health/ready');
    expect([ready.status, ready.body]).toEqual([
      200,
      { status: 'ready', services: { example: { database: true, bus: true } } },
    ]);
    bus = false;
    const unready = await send(open.port, 'GET', '/health/ready');
    expect([unready.status, unready.body]).toMatchObject([
      503,
      { services: { example: { database: true, bus: false } } },
    ]);
    expect((await send(open.port, 'POST', '/health/live')).status).toBe(405);
  });

  it('goes on taking requests while a part works badly, and says what is wrong', async () => {
    const example = await startExample();
    open = example;
    registerReadiness(example.app, 'database', () => true);
    registerReadiness(example.app, 'horizon', () => ({ degraded: { heldByPid: 4711 } }));
    const answer = await send(open.port, 'GET', '/health/ready');
    expect([answer.status, answer.body]).toEqual([
      200,
      { status: 'degraded', services: { example: { database: true, horizon: { degraded: { heldByPid: 4711 } } } } },
    ]);
  });

  it('is that of what moves beside the services as well, and of it alone where there is none', async () => {
    const metrics = new ProcessMetrics();
    metrics.watch(async () => [{ name: 'gatehouse_lanes_drifts_total', service: 'keeper', labels: {}, value: 2 }]);
    const keeper: Watched = { name: 'keeper', checks: { bus: () => false }, metrics };
    open = await listen([], [], 0, '127.0.0.1', {}, [keeper]);
    const answer = await send(open.port, 'GET', '/health/ready');
    expect([answer.status, answer.body]).toEqual([503, { status: 'not-ready', services: { keeper: { bus: false } } }]);
    const { text } = await send(open.port, 'GET', '/metrics');
    expect(text).toContain('gatehouse_lanes_drifts_total{gatehouse_service="keeper"} 2');
  });

  it('is not ready when a part fails or does not answer', async () => {
    const example = await startExample();
    open = example;
    registerReadiness(example.app, 'broken', () => Promise.reject(new Error('gone')));
    registerReadiness(example.app, 'silent', () => new Promise(() => undefined));
    const answer = await send(open.port, 'GET', '/health/ready');
    expect([answer.status, answer.body]).toEqual([
      503,
      { status: 'not-ready', services: { example: { broken: false, silent: false } } },
    ]);
  });
});

describe('the OpenAPI document', () => {
  it('is one for all services and says what the routes declare', async () => {
    const [first, second] = [await exampleService(), await exampleService({ service: 'second' })];
    open = await listen([first.app, second.app], [], 0);
    const document = JSON.parse((await send(open.port, 'GET', '/openapi.json')).text);
    expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument([first.app, second.app]))));
    expect(document.openapi).toBe('3.1.0');
    const { post, get } = document.paths['/example/v1/notes'];
    expect(post).toMatchObject({
      operationId: 'example.Note.write',
      tags: ['example'],
      security: [{ token: [] }],
      'x-gatehouse-access': { access: 'duty', action: 'WriteNote' },
      responses: { 403: { $ref: '#/components/responses/problem-403' } },
    });
    expect(get.parameters).toContainEqual({ $ref: '#/components/parameters/purpose' });
    const health = document.paths['/second/v1/notes/health'].get;
    expect([health.security, health.parameters, health.responses['401']]).toEqual([undefined, [], undefined]);
    const { schema } = document.components.responses['problem-403'].content['application/problem+json'];
    expect(schema.allOf[1].properties.type.enum).toEqual([
      'urn:gatehouse:problem:duty-refused',
      'urn:gatehouse:problem:refused-by-policy',
    ]);
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['NoteDto', 'ParagraphDto', 'Problem']),
    );
    for (const reference of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = reference[1]!.split('/').reduce((part, key) => part?.[key], document);
      expect([reference[1], typeof found]).toEqual([reference[1], 'object']);
    }
  });
});

describe('closing', () => {
  it('finishes what runs and ends connections that are kept alive', async () => {
    let release = () => {};
    let arrived = () => {};
    const running = new Promise<void>((resolve) => (arrived = resolve));
    const slow = {
      prefix: 'slow',
      handler: async (_request: unknown, response: { end(text: string): void }) => {
        arrived();
        await new Promise<void>((resolve) => (release = resolve));
        response.end('done');
      },
    };
    const listening = await listen([(await exampleService()).app], [slow], 0);
    const idle = connect(listening.port, '127.0.0.1');
    idle.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(idle, 'data');
    const ended = once(idle, 'close');
    const answer = fetch(`${listening.origin}/slow`);
    await running;
    const closed = listening.close();
    await ended;
    release();
    const released = performance.now();
    expect(await (await answer).text()).toBe('done');
    await closed;
    expect(performance.now() - released).toBeLessThan(2_500); // well before the connection would end by itself
    await expect(exchange(listening.port, 'GET / HTTP/1.1\r\n\r\n')).rejects.toThrow('ECONNREFUSED');
  });
});
