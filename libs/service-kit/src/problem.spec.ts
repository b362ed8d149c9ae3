import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asWriter, startExample } from './example/example-service.fixture.ts';
import type { Example } from './example/example-service.fixture.ts';
import { send } from './example/raw-http.fixture.ts';
import { PROBLEMS } from './problems.ts';

let example: Example;
beforeAll(async () => void (example = await startExample()));
afterAll(() => example.close());

const get = (path: string, method = 'GET') => send(example.port, method, `/example/v1/notes/${path}`, asWriter);

describe('refusals', () => {
  it.each([
    ['note-closed', 409, 'state-conflict', 'Open the note first.'],
    ['note-empty', 422, 'command-refused', 'Write at least one paragraph.'],
  ])('%s', async (refusal, status, slug, detail) => {
    const { title } = PROBLEMS[slug as keyof typeof PROBLEMS];
    expect((await get(`x/refuse/${refusal}`, 'POST')).body).toEqual({
      type: `urn:gatehouse:problem:${slug}`,
      title,
      status,
      detail,
      refusal,
    });
  });

  it('of policy say the reason and the obligations', async () =>
    expect((await get('shown')).body).toMatchObject({
      status: 403,
      reason: 'PURPOSE_MISMATCH',
      obligations: ['OFFER_RFI'],
    }));
});

describe('what is hidden', () => {
  const shape = async (path: string, method?: string) => {
    const { status, headers, text } = await get(path, method);
    return [status, Object.keys(headers), headers['content-length'], text];
  };

  it('looks the same whether policy hides it or the decider knows nothing of it', async () => {
    const hidden = await shape('hidden');
    expect(hidden).toEqual(await shape('x/refuse/note-hidden', 'POST'));
    expect(JSON.parse(String(hidden.at(-1)))).toEqual({
      type: 'urn:gatehouse:problem:not-found',
      title: 'Not found',
      status: 404,
      detail: 'There is nothing here that you may know of.',
    });
  });
});

describe('faults', () => {
  it.each([
    ['conflict', 409, 'concurrent-change'],
    ['cursor', 400, 'cursor-invalid'],
    ['cursor-epoch', 400, 'cursor-invalid'],
    ['cursor-ahead', 400, 'cursor-invalid'],
    ['terminal', 500, 'internal'],
    ['unknown', 500, 'internal'],
  ])('%s: %i %s', async (kind, status, slug) => {
    const { body } = await get(`fault/${kind}`);
    expect([body['status'], body['type']]).toEqual([status, `urn:gatehouse:problem:${slug}`]);
  });

  it('a retryable one says when, in whole seconds', async () => {
    const answer = await get('fault/retryable');
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '3']);
  });

  it('an unknown one tells its correlation id and nothing else', async () => {
    const { body, headers } = await get('fault/unknown');
    expect(Object.keys(body)).toEqual(['type', 'title', 'status', 'detail', 'correlationId']);
    expect(body['correlationId']).toBe(headers['gatehouse-correlation-id']);
  });
});

it('the catalogue names its members, and a 404 that hides has none', () => {
  expect(PROBLEMS['not-found'].members).toEqual([]);
  for (const [slug, { status, title, whatToDo }] of Object.entries(PROBLEMS)) {
    expect(slug).toMatch(/^[a-z0-9-]+$/);
    expect([status >= 400 && status < 600, title.length > 0, whatToDo.endsWith('.')]).toEqual([true, true, true]);
  }
});
