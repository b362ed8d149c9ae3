/**
 * Notices to a pager service: one webhook, in the form of Standard Webhooks 1.0.
 *
 * Promise: resolves when the service answered 2xx; `webhook-id` is the notice's own, so what is sent twice after a kill is
 * recognised as one.
 * Invariants: only the configured address is ever asked (no redirect is followed), for a bounded time; what comes back is not
 * read. `webhook-signature` is `v1,` and base64(HMAC-SHA256(secret, id.timestamp.body)).
 */
import { createHmac } from 'node:crypto';
import { RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import type { Clock } from '@gatehouse/service-kit/clock';
import type { NoticeChannel } from './mail.ts';
import { noticeLines, noticeSubject, type Link, type Notice } from './notice-text.ts';

const PATIENCE_MS = 5_000;
/** The service understood, and will not take this message. */
const FINAL = [400, 410, 413, 422];

export const pagerChannel = (
  { url, secret }: { url: string; secret: string },
  link: Link,
  clock: Clock,
): NoticeChannel => {
  const key = Buffer.from(secret, 'base64');
  return {
    send: async (notice) => {
      const body = JSON.stringify(messageOf(notice, link));
      const timestamp = String(Math.floor(clock.now().getTime() / 1000));
      const signature = createHmac('sha256', key).update(`${notice.noticeId}.${timestamp}.${body}`).digest('base64');
      const status = await post(url, body, {
        'webhook-id': notice.noticeId,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      });
      if (status >= 200 && status < 300) return;
      if (FINAL.includes(status))
        throw new TerminalFault('the pager service refused the message', { code: 'message-refused' });
      throw new RetryableFault('the pager service took no message', { code: 'channel-failed' });
    },
    close: () => undefined,
  };
};

const messageOf = ({ noticeId, address, said }: Notice, link: Link) => ({
  notice: noticeId,
  to: address,
  urgency: said.urgency,
  acknowledgeBy: said.acknowledgeBy,
  title: noticeSubject(said),
  text: noticeLines(said, link).join(' '),
});

const post = async (url: string, body: string, headers: Record<string, string>): Promise<number> => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    throw new RetryableFault('the pager service cannot be reached', { code: 'channel-failed' });
  }
};
