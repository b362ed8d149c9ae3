/** HTTP by hand, so that a spec can send what no client would. */
import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
  /** the body as JSON */
  body: Record<string, unknown>;
}

/**
 * Sends bytes on a connection of their own and reads one answer, to the end its Content-Length says.
 *
 * @param port on 127.0.0.1
 * @param bytes sent as they are, one after another
 */
export const exchange = (port: number, ...bytes: (string | Uint8Array)[]): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const answer = parse(received);
      if (!answer) return;
      socket.destroy();
      resolve(answer);
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed after ${received.length} bytes without an answer`)));
    for (const part of bytes) socket.write(part);
  });

/** One request with its length. */
export const send = (
  port: number,
  method: string,
  target: string,
  headers: Record<string, string | string[]> = {},
  body: string | Uint8Array = '',
): Promise<RawAnswer> => {
  const bytes = Buffer.from(body);
  const length = bytes.length ? { 'content-length': String(bytes.length) } : {};
  const lines = Object.entries({ host: '127.0.0.1', ...length, ...headers }).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}: ${one}\r\n`),
  );
  return exchange(port, `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, bytes);
};

const parse = (received: Buffer): RawAnswer | null => {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [statusLine = '', ...lines] = received.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => line.split(/: (.*)/s, 2)).map(([k = '', v = '']) => [k.toLowerCase(), v]),
  );
  const body = received.subarray(end + 4);
  const status = Number(statusLine.split(' ')[1]);
  if (status === 100) return parse(body);
  if (body.length < Number(headers['content-length'] ?? 0)) return null;
  const text = body.toString('utf8');
  return { status, headers, text, body: text.startsWith('{') ? JSON.parse(text) : {} };
};
