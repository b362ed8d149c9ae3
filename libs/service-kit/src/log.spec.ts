import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { asWriter, startExample } from './example/example-service.fixture.ts';
import type { Example } from './example/example-service.fixture.ts';
import { send } from './example/raw-http.fixture.ts';
import { TerminalFault } from './faults.ts';
import { errorForLog } from './log.ts';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const json = { ...asWriter, 'content-type': 'application/json' };

let example: Example;
beforeAll(async () => void (example = await startExample()));
afterAll(() => example.close());

const lines = () => example.lines.map((line) => JSON.parse(line) as Record<string, unknown>);

it('a request is one line: method, pattern, status, milliseconds, correlation id', async () => {
  example.lines.length = 0;
  await send(example.port, 'POST', '/example/v1/notes', { ...json, traceparent }, '{"title":"a","paragraphs":[]}');
  const correlationId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const common = { level: 'info', time: expect.any(String), service: 'example', correlationId };
  expect(lines()).toEqual([
    { ...common, context: 'NoteController', msg: 'a note was written' },
    { ...common, method: 'POST', route: '/example/v1/notes', status: 201, ms: expect.any(Number), msg: 'request' },
  ]);
});

it('holds nothing a caller sent, even at debug, whatever goes wrong', async () => {
  example.lines.length = 0;
  const canary = {
    'user-agent': 'CANARY-ua',
    cookie: 'CANARY-cookie',
    'x-forwarded-for': 'CANARY-for',
    traceparent: 'CANARY-trace',
  };
  const requests: [string, string, Record<string, string>, string?][] = [
    ['GET', '/example/v1/notes/CANARY-id?q=CANARY-query', asWriter],
    ['GET', '/example/v1/notes?limit=CANARY', asWriter],
    ['GET', '/example/v1/notes/CANARY%zz', asWriter],
    ['GET', `/example/v1/notes/${'CANARY'.repeat(40)}`, asWriter],
    ['GET', '/example/v1/CANARY', asWriter],
    ['GET', '/CANARY', asWriter],
    ['PUT', '/example/v1/notes/CANARY', asWriter],
    ['GET', '/example/v1/notes/fault/CANARY', asWriter],
    ['POST', '/example/v1/notes/CANARY/refuse/note-closed', asWriter],
    ['POST', '/example/v1/notes', json, '{"title":"CANARY","CANARY":1}'],
    ['POST', '/example/v1/notes', json, '{"CANARY'],
    ['POST', '/example/v1/notes', { ...json, 'content-type': 'CANARY/type' }, 'CANARY'],
    ['POST', '/example/v1/notes', { ...json, 'content-length': '300000' }, 'CANARY'],
    ['GET', '/example/v1/notes', { authorization: 'Bearer CANARY' }],
    ['GET', '/example/v1/notes', { ...asWriter, 'gatehouse-purpose': 'CANARY purpose' }],
    ['GET', '/example/v1/notes', { ...asWriter, 'gatehouse-case': 'CANARY case' }],
  ];
  for (const [method, target, headers, body] of requests) {
    await send(example.port, method, target, { ...canary, ...headers }, body);
  }
  const messages = lines().map(({ msg }) => msg);
  expect(messages.filter((msg) => msg === 'request')).toHaveLength(requests.length - 1); // one never reached a service
  expect(messages).toContain('fault');
  expect(example.lines.filter((line) => line.includes('CANARY'))).toEqual([]);
});

it('an error is its name, code, positions and causes; a message only where it is ours', () => {
  const cause = Object.assign(new Error('Key (name)=(CANARY)\n    at CANARY exists'), { code: '23505' });
  const logged = errorForLog(new TerminalFault('a stream of an unknown kind', { code: 'unknown-stream', cause }));
  const at = expect.arrayContaining([expect.stringMatching(/^at .*log\.spec\.ts:\d+:\d+\)?$/)]);
  expect(logged).toEqual({
    name: 'TerminalFault',
    code: 'unknown-stream',
    message: 'a stream of an unknown kind',
    at,
    cause: { name: 'Error', code: '23505', at },
  });
  expect(JSON.stringify(logged)).not.toContain('CANARY');
});
