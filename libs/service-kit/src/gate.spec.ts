import { afterEach, describe, expect, it } from '@jest/globals';
import { asWriter, startExample } from './example/example-service.fixture.ts';
import type { Example } from './example/example-service.fixture.ts';
import { send } from './example/raw-http.fixture.ts';
import type { RawAnswer } from './example/raw-http.fixture.ts';
import { RetryableFault } from './faults.ts';
import { Duty, Open } from './routes.ts';
import { declaredRoutes, undeclaredRoutes } from './service-app.ts';

const NOTES = '/example/v1/notes';
const stranger = { ...asWriter, authorization: 'Bearer stranger', 'gatehouse-case': 'KZ-2026-114' };
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

let example: Example;
afterEach(() => example.close());

const slug = ({ status, body }: RawAnswer) => [status, body['type']];

describe('a duty', () => {
  it('is given to the handler with who asks, why and for which case', async () => {
    example = await startExample();
    const headers = { ...asWriter, 'gatehouse-case': 'KZ-2026-114', 'content-type': 'application/json' };
    const answer = await send(example.port, 'POST', NOTES, headers, '{"title":"a","paragraphs":[]}');
    expect(answer.body).toEqual({ by: 'writer', purpose: 'INVESTIGATE', caseRef: 'KZ-2026-114', paragraphs: 0 });
  });

  it('refused, is recorded, and the body is not looked at', async () => {
    example = await startExample();
    const answer = await send(
      example.port,
      'POST',
      NOTES,
      { ...stranger, traceparent, 'content-type': 'text/plain' },
      '{',
    );
    expect(slug(answer)).toEqual([403, 'urn:gatehouse:problem:duty-refused']);
    expect(answer.body['reason']).toBe('ROLE_NOT_COVERED');
    const question = {
      caller: {
        person: 'stranger',
        agency: 'kz-prison-service',
        unit: 'prison-17',
        roles: ['writer'],
        clientId: 'spec',
      },
      action: 'WriteNote',
      service: 'example',
      purpose: 'INVESTIGATE',
      caseRef: 'KZ-2026-114',
      correlationId: '4bf92f3577b34da6a3ce929d0e0e4736',
    };
    expect(example.refused).toEqual([{ question, reason: 'ROLE_NOT_COVERED' }]);
  });

  it('refused and not recorded, is 503', async () => {
    const onRefused = () => Promise.reject(new Error('the disk is full'));
    example = await startExample({ onRefused });
    const answer = await send(example.port, 'POST', NOTES, stranger);
    expect(slug(answer)).toEqual([503, 'urn:gatehouse:problem:evidence-unavailable']);
    expect(answer.headers['retry-after']).toBe('5');
  });

  it('that cannot be decided is refused and recorded', async () => {
    example = await startExample({ duties: () => JSON.parse('{') });
    const answer = await send(example.port, 'POST', NOTES, asWriter);
    expect([answer.status, answer.body['reason']]).toEqual([403, 'DECISION_FAILED']);
    expect(example.refused).toHaveLength(1);
  });

  it('answered with anything but a plain yes is refused', async () => {
    example = await startExample({ duties: () => JSON.parse('{"permitted":"no","reason":"X"}') });
    expect((await send(example.port, 'POST', NOTES, asWriter)).status).toBe(403);
  });

  it('that cannot be decided yet is 503', async () => {
    const duties = () => Promise.reject(new RetryableFault('no bundle yet', { retryAfterSeconds: 1 }));
    example = await startExample({ duties });
    const answer = await send(example.port, 'POST', NOTES, asWriter);
    expect([...slug(answer), answer.headers['retry-after']]).toEqual([
      503,
      'urn:gatehouse:problem:temporarily-unavailable',
      '1',
    ]);
  });
});

describe('declarations', () => {
  it('an open route asks for nothing, a disclosure asks nobody about duties', async () => {
    example = await startExample();
    expect((await send(example.port, 'GET', `${NOTES}/health`)).status).toBe(200);
    expect((await send(example.port, 'GET', NOTES, stranger)).status).toBe(200);
    expect(example.refused).toEqual([]);
  });

  it('a route without one is closed to everybody, and listed', async () => {
    example = await startExample();
    const answer = await send(example.port, 'GET', `${NOTES}/forgotten/route`, asWriter);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('leaked');
    expect(undeclaredRoutes(example.app)).toEqual(['GET /example/v1/notes/forgotten/route']);
    expect(declaredRoutes(example.app)).toContainEqual({
      method: 'POST',
      pattern: NOTES,
      declaration: { access: 'duty', action: 'WriteNote' },
    });
  });

  it('two on one route do not load', async () => {
    example = await startExample();
    const both = () => {
      class Twice {
        @Open('health')
        @Duty('WriteNote')
        route() {}
      }
      return Twice;
    };
    expect(both).toThrow('Twice.route declares its access twice');
  });
});
