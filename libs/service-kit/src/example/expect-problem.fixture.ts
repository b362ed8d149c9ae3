import { expect } from '@jest/globals';
import type { RawAnswer } from './raw-http.fixture.ts';

/** Expects an RFC 9457 answer in every respect; gives its status and slug. */
export const problem = ({ status, headers, body }: RawAnswer) => {
  expect(headers['content-type']).toBe('application/problem+json');
  expect(headers['gatehouse-correlation-id']).toMatch(/^[0-9a-f]{32}$/);
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  expect(headers).not.toHaveProperty('server');
  expect(headers).not.toHaveProperty('x-powered-by');
  expect(body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  return [status, String(body['type']).replace('urn:gatehouse:problem:', '')];
};
