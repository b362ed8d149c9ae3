import { expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { answerUnreadable } from './raw-answer.ts';

const answerTo = async (code: string): Promise<string> => {
  const socket = new PassThrough();
  answerUnreadable(Object.assign(new Error('CANARY'), { code }), socket);
  return (await socket.toArray()).join('');
};

it.each([
  ['HPE_INVALID_METHOD', 'HTTP/1.1 400 Bad Request', 'malformed-request'],
  ['HPE_HEADER_OVERFLOW', 'HTTP/1.1 431 Request Header Fields Too Large', 'headers-too-large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'HTTP/1.1 408 Request Timeout', 'request-timeout'],
])('%s', async (code, statusLine, slug) => {
  const [head = '', body = ''] = (await answerTo(code)).split('\r\n\r\n');
  expect(head.split('\r\n')).toEqual(
    expect.arrayContaining([
      statusLine,
      'content-type: application/problem+json',
      `content-length: ${body.length}`,
      'connection: close',
    ]),
  );
  expect(JSON.parse(body)).toMatchObject({ type: `urn:gatehouse:problem:${slug}` });
  expect(body).not.toContain('CANARY');
});

it('does not answer a connection that is gone', () => {
  const socket = new PassThrough();
  answerUnreadable(Object.assign(new Error(), { code: 'ECONNRESET' }), socket);
  expect([socket.destroyed, socket.read()]).toEqual([true, null]);
});
